import Foundation
import Testing

extension IntegrationTests {
    /// Levels of executors on a real engine.
    @Suite(.serialized) struct ExecutorsRunTests {
        private static let isSoak = ProcessInfo.processInfo.environment["PLIMSOLL_SOAK"] != nil

        /// All images stay: the classic builder takes an image away from under a build that stands on it (docs/executors.md).
        ///
        /// Every job leaves its token wherever jobs could meet, waits, and looks whether it is still its own; its artifact is as long
        /// as its number says. Whole: a thousand jobs at the highest level.
        @Test(arguments: ["legacy", "buildkit"])
        func concurrentJobsDoNotMeet(builder: String) async throws {
            try await Trial.with { trial in
                let jobs = Self.isSoak ? 1000 : 36
                let check = """
                    set -e
                    T=$(cat /token)
                    echo $T > /tmp/token
                    echo $T > /out/token
                    nc -l -p 7777 -e cat /tmp/token &
                    sleep 0.2
                    test "$(nc 127.0.0.1 7777 < /dev/null)" = "$T"
                    test "$(cat /token)$(cat /tmp/token)$(cat /out/token)" = "$T$T$T"
                    test "$(ls /tmp)" = token
                    dd if=/dev/zero of=/out/length bs=1024 count=$T 2> /dev/null
                    """
                try await trial.commit([
                    "Dockerfile.ci": """
                    FROM tiny:1
                    COPY check /check
                    COPY token /token
                    RUN ["/bin/busybox", "mkdir", "-p", "/out", "/tmp"]
                    CMD ["/bin/busybox", "sh", "/check"]

                    """, ".dockerignore": ".git\n", "check": check, "token": "0",
                ])
                try await Shell.run(
                    """
                    cd \(trial.scratch.path("repository")) && for i in $(seq 1 \(jobs)); do
                        echo $i > token && git add --all \
                            && git -c user.name=t -c user.email=t@example.org commit --quiet --message r || exit 1
                    done
                    """)
                try trial.scratch.write(
                    """
                    name: trial
                    fixtures:
                      - git: {name: trial, repository: repository, revisions: HEAD, dockerfile: Dockerfile.ci, artifacts: [/out/length]}
                    factors: {builder: [\(builder)], executors: [6]}
                    workload: {timeout: 60s, retention: all}
                    profiles: {quick: {jobs: \(jobs)}}
                    questions: [executors]
                    """, to: "scenario.yaml")
                let ended = try await trial.run()
                #expect(ended.code == 0, "\(ended.messages)")
                let rows = try await trial.sql(
                    """
                    select configuration, count(*), sum(outcome = 'succeeded'), count(distinct executor), count(distinct revision),
                        min(wall_s) > 0
                    from job_view where not warmup group by 1 order by 1
                    """)
                #expect(rows == ["builder=\(builder),executors=6|\(jobs)|\(jobs)|6|\(jobs)|1"])
                // The n-th revision's artifact is n KiB, in a tar with two blocks of header and an end: its own, and no other's.
                let crossed = try await trial.sql(
                    """
                    with numbered as (
                        select artifact_bytes, (select count(*) from job_view e where e.revision = j.revision) as times,
                            row_number() over (order by position) as place
                        from job_view j where not warmup)
                    select count(*) from numbered a join numbered b on a.place < b.place
                    where a.artifact_bytes > b.artifact_bytes or a.times <> 1
                    """)
                #expect(crossed == ["0"])
            }
        }

        @Test func levelsAreReported() async throws {
            try await Trial.with { trial in
                let jobs = 6
                let dockerfile = "FROM tiny:1\nCOPY f /f\nCMD [\"/bin/busybox\", \"true\"]\n"
                try await trial.commit(["Dockerfile.ci": dockerfile, "f": "0"])
                for number in 1...(4 * 2 * jobs) { try await trial.commit(["f": "\(number)"]) }
                try trial.scratch.write(
                    """
                    name: trial
                    fixtures:
                      - git: {name: trial, repository: repository, revisions: HEAD, dockerfile: Dockerfile.ci}
                    factors: {builder: [buildkit], executors: [1, 2], load: [closed, 50%]}
                    workload: {timeout: 60s}
                    profiles: {quick: {jobs: \(jobs), repeats: 2}}
                    questions: [executors]
                    """, to: "scenario.yaml")
                let ended = try await trial.run()
                #expect(ended.code == 0, "\(ended.messages)")
                let waited = try await trial.sql(
                    "select configuration like '%50!%' escape '!', count(*), sum(queued_s > 0) > 0 from job_view where not warmup group by 1"
                )
                #expect(waited.first == "0|24|0" && waited.last?.hasPrefix("1|24|") == true, "\(waited)")
                let out = trial.scratch.plain("reports")
                let report = try await PlimsollCommand.run(["report", "--db", trial.database, "--out", out])
                #expect(report.code == 0, "\(report.messages)")
                let path = try #require(report.output.split(separator: "\n").first { $0.hasSuffix("-executors.md") })
                let text = try String(contentsOfFile: String(path), encoding: .utf8)
                #expect(text.contains("## When jobs arrive by themselves") && text.contains(" 50% |"))
                let verdicts = try await trial.sql("select question from verdict_view")
                #expect(verdicts == ["executors"])
            }
        }
    }
}
