import Foundation
import Testing

extension IntegrationTests {
    /// What an engine's words mean, on every engine that is claimed: planted truths of one run, whose jobs alternate between
    /// the engines. All images stay, so that each change adds its layer. The classic builder's truths are in `make soak`.
    @Suite(.serialized) struct EngineTruthTests {
        private static let engines = [
            "docker:bookworm", "docker:trixie", "docker:trixie+containerd", "docker:forky", "docker:forky+containerd",
            "podman:trixie",
        ]

        private static func isPodman(_ engine: String) -> Bool { engine.hasPrefix("podman") }

        /// The builder of today, where the engine has it: 26.1's BuildKit takes no uploads on containerd's store.
        private static func builder(of engine: String) -> String {
            isPodman(engine) ? "buildah" : engine == "docker:trixie+containerd" ? "buildx" : "buildkit"
        }

        /// The bytes that each change adds to the image, which cannot be compressed.
        private static let layer = 16_000_000

        private static func dockerfile(_ command: String) -> String {
            """
            FROM plimsoll/base:bookworm
            COPY kept /kept
            RUN sha256sum /kept
            COPY . /src
            RUN head -c \(layer) /dev/urandom >/layer
            CMD [\(command)]

            """
        }

        /// Two repositories with the same changes: one whose command takes two seconds, one whose command does nothing.
        private static func scenario(_ name: String, builders: String) -> String {
            let excluded = engines.flatMap { engine in
                builders.split(separator: ", ").filter {
                    $0 != builder(of: engine) && ($0 != "legacy" || isPodman(engine))
                }
                .map { "  - {engine: \(engine), builder: \($0)}" }
            }
            return """
                name: \(name)
                fixtures:
                  - git: {name: \(name), repository: \(name), revisions: HEAD, images: [plimsoll/base:bookworm]}
                factors:
                  builder: [\(builders)]
                  engine: [\(engines.joined(separator: ", "))]
                exclude:
                \(excluded.joined(separator: "\n"))
                workload: {audit: {after: job}, retention: all, timeout: 3m}
                profiles:
                  quick: {changes: 4}

                """
        }

        @Test func everyEngineTellsTheTruth() async throws {
            let builders =
                ProcessInfo.processInfo.environment["PLIMSOLL_SOAK"] == nil
                ? "buildkit, buildx, buildah" : "legacy, buildkit, buildx, buildah"
            try await Scratch.with { scratch in
                for (name, command) in [("sleeps", #""sleep", "2""#), ("nothing", #""true""#)] {
                    try await Self.commit(name, command, in: scratch)
                    try scratch.write(Self.scenario(name, builders: builders), to: "\(name).yaml")
                }
                let database = scratch.plain("results.sqlite")
                let ended = try await PlimsollCommand.run([
                    "run", scratch.plain("sleeps.yaml"), scratch.plain("nothing.yaml"), "--db", database, "--state",
                    ".plimsoll",
                ])
                #expect(ended.code == 0, "\(ended.messages)")
                let configurations = try await Shell.sql("select distinct configuration from job_view", of: database)
                #expect(configurations.count == Self.engines.count + (builders.hasPrefix("legacy") ? 5 : 0))
                for configuration in configurations {
                    try await Self.checkClock(configuration, database)
                    try await Self.checkSteps(configuration, database)
                    try await Self.checkDisk(configuration, database)
                }
                // A namespace was found once that no job explains: probably the daemon's own first thread was in it, which Go
                // cannot end.
                let leaks = try await Shell.sql(
                    """
                    select kind, object, configuration, position, attribution, remained from leak_view
                    left join job_view using (job)
                    where not (kind = 'network_namespace' and object like '%kept by % dockerd')
                    """, of: database)
                #expect(leaks == [])
            }
        }

        /// The start; then new times, one byte, a mode, a name: each changes what `COPY . /src` takes, but the first.
        private static func commit(_ name: String, _ command: String, in scratch: Scratch) async throws {
            let folder = scratch.path(name)
            try await Shell.run("git init --quiet \(folder)")
            try scratch.write(dockerfile(command), to: "\(name)/Dockerfile.ci")
            try scratch.write("kept", to: "\(name)/kept")
            try scratch.write("1", to: "\(name)/source")
            let commit =
                "cd \(folder) && git add --all && git -c user.name=t -c user.email=t@example.org commit --quiet "
                + "--allow-empty --message r"
            for change in ["true", "true", "printf 2 >source", "chmod 755 source", "git mv source other"] {
                try await Shell.run("cd \(folder) && \(change) && \(commit)")
            }
        }

        /// The median of the command's time, within 20 ms; a single job may be disturbed.
        private static func checkClock(_ configuration: String, _ database: String) async throws {
            for (fixture, truth) in [("sleeps", 2.0), ("nothing", 0)] {
                let rows = try await Shell.sql(
                    """
                    select command_s from job_view where configuration = '\(configuration)' and fixture = '\(fixture)'
                        and outcome = 'succeeded' and command_clock = 'start_event' order by command_s
                    """, of: database)
                let times = rows.compactMap(Double.init)
                #expect(times.count == 6, "\(configuration): two warm-ups and four changes, \(rows)")
                guard !times.isEmpty else { continue }
                #expect(abs(times[times.count / 2] - truth) < 0.02, "\(configuration), \(fixture): \(times)")
            }
        }

        /// How many of the steps missed after each change: a commit that changes nothing keeps them all.
        private static func checkSteps(_ configuration: String, _ database: String) async throws {
            let rows = try await Shell.sql(
                """
                select sum(not s.cached) from job_view j join step_view s on s.job = j.job
                where j.configuration = '\(configuration)' and j.fixture = 'nothing' and not j.warmup and s.cacheable
                group by j.position order by j.position
                """, of: database)
            #expect(rows == ["0", "2", "2", "2"], "\(configuration)")
        }

        /// What the jobs add to the disk by the engine's own account, and what of the disk's growth it does not name. Podman does
        /// not report its layers' sizes.
        private static func checkDisk(_ configuration: String, _ database: String) async throws {
            guard !configuration.contains("podman") else { return }
            let jobs = "configuration = '\(configuration)' and scenario = 'nothing' and not warmup"
            let rows = try await Shell.sql(
                """
                select (select sum(value) from metric_view where metric = 'engine_grown_bytes' and \(jobs)),
                    (select sum(value) from metric_view where metric = 'remainder_grown_bytes' and \(jobs))
                """, of: database)
            let sums = rows.first?.split(separator: "|").compactMap { Double($0) } ?? []
            guard sums.count == 2 else {
                Issue.record("\(configuration): no growth of the disk is recorded: \(rows)")
                return
            }
            #expect(sums[0] > Double(3 * layer) * 0.9, "\(configuration): \(sums)")
            #expect(abs(sums[1]) < 0.02 * sums[0], "\(configuration): \(sums)")
        }
    }
}
