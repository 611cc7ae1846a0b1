import Engine
import Foundation
import Model
import Provision
import Testing

extension IntegrationTests {
    /// The same BuildKit by two clients: Plimsoll's own requests, and docker's buildx.
    @Suite(.serialized) struct BuildxRunTests {
        private static let dockerfile = """
            FROM tiny:1 AS made
            RUN echo system > /system
            COPY manifest /src/manifest
            RUN cp /src/manifest /installed
            FROM tiny:1
            COPY --from=made /installed /installed
            COPY . /src
            CMD ["true"]

            """

        /// Every change builds what it has to with either client, and neither finds what the other made.
        @Test func bothHitAndMissTheSame() async throws {
            try await TestBuildx.with {
                try await Trial.with { trial in
                    try await trial.commit(["Dockerfile.ci": Self.dockerfile, "manifest": "1", "source": "1"])
                    try await trial.commit(["source": "2"])
                    try await trial.commit(["manifest": "2"])
                    try await Shell.run("chmod 755 \(trial.scratch.path("repository"))/source")
                    try await trial.commit([:])
                    try await Shell.run("cd \(trial.scratch.path("repository")) && git mv source other")
                    try await trial.commit([".dockerignore": "Dockerfile.ci\n"])
                    try trial.writeScenario(
                        changes: 4, builders: "buildkit, buildx", workload: "timeout: 60s, audit: {after: job}")
                    let ended = try await trial.run()
                    #expect(try await trial.sql("select kind, object from leak_view") == [])
                    #expect(ended.code == 0, "\(ended.messages)")
                    func steps(_ builder: String) async throws -> [String] {
                        try await trial.sql(
                            """
                            select j.revision, s.ordinal, s.instruction, s.cacheable, s.cached, s.miss_reason
                            from job_view j join step_view s on s.job = j.job
                            where j.configuration = 'builder=\(builder)' and not j.warmup order by j.position, s.ordinal
                            """)
                    }
                    let (own, buildx) = (try await steps("buildkit"), try await steps("buildx"))
                    #expect(own == buildx && own.count > 20)
                    #expect(own.contains { $0.contains("|1|0|") } && own.contains { $0.contains("|1|1|") })
                    let inherited = try await trial.sql(
                        "select count(*) from point_view where series = 'inherited_hits'")
                    #expect(inherited == ["0"])
                }
            }
        }

        /// The value reaches the step that mounts it, and nothing that is kept.
        @Test func aSecretIsGivenAndKeptNowhere() async throws {
            try await TestBuildx.with {
                try await Trial.with { trial in
                    let value = "hush-\(UUID().uuidString)"
                    try trial.scratch.write(value, to: "token")
                    for number in 1...3 {
                        try await trial.commit([
                            "Dockerfile.ci": """
                            FROM tiny:1
                            COPY n /n
                            RUN --mount=type=secret,id=token,required=true cat /run/secrets/token; test $(cat /n) != 3
                            CMD ["true"]

                            """, "n": "\(number)",
                        ])
                    }
                    try trial.writeScenario(
                        changes: 2, builders: "buildx", extra: "secrets: [{id: token, file: token}]")
                    let ended = try await trial.run()
                    #expect(ended.code == 3, "\(ended.messages)")
                    let outcomes = try await trial.sql(
                        "select outcome from job_view where not warmup order by position")
                    #expect(outcomes == ["succeeded", "build_failed"])
                    let tails = try await trial.sql(
                        "select replace(output_tail, char(10), ' ') from job_view where outcome = 'build_failed'")
                    #expect(tails.joined().contains("*****"), "\(tails)")
                    #expect(!ended.messages.contains(value) && !ended.output.contains(value))
                    let files = try await Shell.run(
                        "(grep -rlF '\(value)' \(trial.scratch.path(".")) --exclude=token || true) | wc -l")
                    #expect(files.trimmingCharacters(in: .whitespacesAndNewlines) == "0")
                }
            }
        }

        @Test func aRequiredSecretThatIsNotListedIsRefusedAtItsLine() async throws {
            try await TestBuildx.with {
                try await Trial.with { trial in
                    let line = "RUN --mount=type=secret,id=token,required=true true\n"
                    for number in 1...2 {
                        try await trial.commit(["Dockerfile.ci": "FROM tiny:1\n" + line, "n": "\(number)"])
                    }
                    try trial.writeScenario(changes: 1, builders: "buildkit, buildx")
                    let ended = try await trial.run()
                    #expect(ended.messages.contains("trial: Dockerfile.ci:2:5: the secret “token” is required"))
                    let rows = try await trial.sql("select distinct outcome from job_view")
                    #expect(rows == ["refused"])
                }
            }
        }

        /// The time limit ends buildx, and BuildKit's step with it.
        @Test func aTimeLimitEndsTheBuildOnTheEngine() async throws {
            try await TestBuildx.with {
                try await Trial.with { trial in
                    for number in 1...2 {
                        try await trial.commit([
                            "Dockerfile.ci": "FROM tiny:1\nCOPY . /src\nRUN sleep 86.421\n", "n": "\(number)",
                        ])
                    }
                    try trial.writeScenario(changes: 1, builders: "buildx", workload: "timeout: 3s")
                    let ended = try await trial.run()
                    #expect(ended.code == 3, "\(ended.messages)")
                    #expect(try await trial.sql("select distinct outcome from job_view") == ["timed_out"])
                    try await Task.sleep(for: .seconds(2))
                    let left = try await Shell.run("pgrep -fc 'sleep 86.42[1]' || true")
                    #expect(left.trimmingCharacters(in: .whitespacesAndNewlines) == "0")
                }
            }
        }
    }
}

/// The host's buildx, or else that of a Debian suite: Debian 12 has no package of it.
private enum TestBuildx {
    static func with(_ body: () async throws -> Void) async throws {
        if BuildxProgram.places(ProcessInfo.processInfo.environment).contains(where: { access($0, X_OK) == 0 }) {
            return try await body()
        }
        let root = try await RootStore().root(of: SuiteEngine(product: .docker, suite: "trixie"))
        setenv(BuildxProgram.variable, "\(root.directory)/usr/libexec/docker/cli-plugins/docker-buildx", 1)
        defer { unsetenv(BuildxProgram.variable) }
        try await body()
    }
}
