import Foundation
import Testing

extension IntegrationTests {
    /// A self-check on a real engine, in a short form: a step of 0.4 s that takes 1 s, where the shipped one is 10 % slower, so that
    /// six jobs of each kind tell on a loaded machine too. That 10 % are caught is the statistics' to show, not this test's.
    @Suite(.serialized, .timeLimit(.minutes(5))) struct SelfCheckRunTests {
        /// What the verb prints for programs, as far as it is looked at here.
        private struct Found: Decodable {
            struct Moved: Decodable { var metric: String }
            struct Planted: Decodable {
                var planted: String
                var caught: Bool
                var found: [Moved]
            }
            struct Sameness: Decodable {
                var outcome: String
                var splits: Int
            }
            var run: String
            var holds: Bool
            var sameness: Sameness
            var planted: [Planted]
        }

        private func write(_ scratch: Scratch) async throws {
            let work =
                "case $PLIMSOLL_PLANTED in slower-step) s=1.0;; *) s=0.4;; esac; "
                + "case $PLIMSOLL_PLANTED in larger-layer) n=2100;; *) n=2000;; esac; "
                + "sleep $s; dd if=/dev/zero of=/layer bs=1000 count=$n"
            try scratch.write(
                """
                FROM scratch
                ENV PATH=/bin
                COPY bin /bin
                ARG PLIMSOLL_CACHE_KEY=same
                RUN ["busybox", "sh", "-c", "echo $PLIMSOLL_CACHE_KEY > /key"]
                ARG PLIMSOLL_JOB
                ARG PLIMSOLL_PLANTED=none
                RUN ["busybox", "sh", "-c", "\(work)"]
                CMD ["busybox", "true"]

                """, to: "fixtures/tree/Dockerfile.ci")
            try scratch.write("Dockerfile.ci\n", to: "fixtures/tree/.dockerignore")
            let bin = scratch.path("fixtures/tree/bin")
            try await Shell.run("mkdir \(bin) && cp /bin/busybox \(bin) && \(bin)/busybox --install -s \(bin)")
            try await Shell.run("find \(bin) -type l -exec ln -sf busybox {} ';'")
            try scratch.write(
                "description: A test's own.\ndirectory: tree\ndockerfile: Dockerfile.ci\n", to: "fixtures/short.yaml")
            try scratch.write(
                """
                name: short
                fixtures: [short]
                factors:
                  builder: [buildkit]
                  planted: [none, control, slower-step, missing-cache, leak, larger-layer]
                workload: {timeout: 30s, retention: all, ledger: always, audit: {after: job}}
                profiles: {quick: {changes: 6}}
                """, to: "scenarios/scenario.yaml")
        }

        @Test func allFourPlantedRegressionsAreCaughtByWhatTheyChange() async throws {
            try await Scratch.with { scratch in
                try await write(scratch)
                let database = scratch.plain("results.sqlite")
                let ended = try await PlimsollCommand.run([
                    "selfcheck", "--scenario", scratch.plain("scenarios/scenario.yaml"), "--db", database, "--state",
                    scratch.plain("state"), "--engine-disk", "1GiB", "--json",
                ])
                let found = try JSONDecoder().decode(Found.self, from: Data(ended.output.utf8))
                print("self-check: \(ended.output)")
                #expect(ended.code == (found.holds ? 0 : 3), "\(ended.messages)")
                let metrics = Dictionary(
                    uniqueKeysWithValues: found.planted.map { ($0.planted, Set($0.found.map(\.metric))) })
                #expect(
                    metrics == [
                        "slower-step": ["build_s"], "missing-cache": ["hits", "misses"], "leak": ["leaks.container"],
                        "larger-layer": ["engine_grown_bytes"],
                    ], "\(ended.output)")
                #expect(found.planted.allSatisfy { $0.caught })
                #expect(found.sameness.outcome == "unchanged" && found.sameness.splits == 1000, "\(ended.output)")

                let leaks = try await Shell.sql(
                    """
                    select kind, attribution, configuration, warmup from leak_view join job_view using (job)
                    """, of: database)
                #expect(leaks == ["container|audit|builder=buildkit,planted=leak|0"], "\(leaks)")
                let statements = try await Shell.sql(
                    """
                    select count(*), min(value) > 5, count(distinct value) from point_view join job_view using (job)
                    where series = 'statements' and warmup = 0
                    """, of: database)
                #expect(statements == ["36|1|1"])

                // The same run judged again, for people.
                let again = try await PlimsollCommand.run(["selfcheck", "--run", found.run, "--db", database])
                #expect(again.code == ended.code && again.output.contains("4 of 4 planted regressions were caught"))
            }
        }
    }
}
