import Foundation
import Provision
import Testing

@testable import Engine

extension IntegrationTests {
    /// Planted truths must flip the probes, and a container without them must not.
    @Suite(.serialized) struct IsolationTruthTests {
        private static let image = "plimsoll-test/probes:1"

        /// Whether a probe passed, by its id; nil for those that could not be tried.
        private typealias Seen = [String: (passed: Bool?, words: String)]

        /// The image with the probes, as the fixture builds it.
        private func buildImage(on client: EngineClient) async throws {
            try await BaseImage(stateDirectory: ".plimsoll").ensure(on: client)
            let bytes = try await Scratch.with { scratch in
                try await Shell.run("tar --format=gnu -C fixtures/probes -cf \(scratch.path("tar")) .")
                return [UInt8](try Data(contentsOf: URL(fileURLWithPath: scratch.plain("tar"))))
            }
            let context = AsyncStream<[UInt8]> { continuation in
                continuation.yield(bytes)
                continuation.finish()
            }
            let request = BuildRequest(builder: .buildkit, dockerfile: "Dockerfile.ci", tags: [Self.image])
            let result = try await client.build(request, context: context)
            if let error = result.error { throw Shell.Failed(description: error) }
        }

        /// What probes see in a container.
        private func probes(
            _ config: HostConfig, beside: String = "", on client: EngineClient
        ) async throws -> Seen {
            let container = try await client.createContainer(
                ContainerSpec(
                    image: Self.image, command: ["sh", "-c", "\(beside) exec perl probe.pl job"],
                    environment: ["PLIMSOLL_LIMITS": ""], hostConfig: config))
            var bytes: [UInt8] = []
            do {
                try await client.startContainer(container)
                let status = try await client.waitContainer(container)
                #expect(status == 0)
                try await client.logs(container) { stream, chunk in
                    if stream == .output { bytes += chunk }
                }
            } catch {
                try await client.removeContainer(container, force: true)
                throw error
            }
            try await client.removeContainer(container, force: true)
            return String(decoding: bytes, as: UTF8.self).split(separator: "\n").reduce(into: [:]) { seen, line in
                let pattern = #/\{"probe":"([a-z-]+)","place":"job","outcome":"(pass|fail|untried)","seen":"(.*)"\}/#
                guard let match = line.wholeMatch(of: pattern)?.output else { return }
                seen[String(match.1)] = (match.2 == "untried" ? nil : match.2 == "pass", String(match.3))
            }
        }

        @Test func plantedTruthsFlipTheProbesAndNothingElseDoes() async throws {
            try await TestEngine.withClient { client in
                try await buildImage(on: client)
                let usual = try await probes(HostConfig(), on: client)
                #expect(usual.count == 43, "\(usual.keys.sorted())")
                let planted = [
                    "capabilities-dangerous", "mount-tmpfs", "engine-socket", "devices", "neighbour-files",
                    "neighbour-processes", "worker-processes",
                ]
                for probe in [
                    "capabilities-dangerous", "seccomp", "mount-tmpfs", "engine-socket", "devices", "kernel-memory",
                ] {
                    #expect(usual[probe]?.passed == true, "\(probe): \(usual[probe]?.words ?? "not told")")
                }
                // Nothing was given to be found.
                #expect(usual["neighbour-files"]?.passed == nil && usual["worker-network"]?.passed == nil)

                let unfiltered = try await probes(HostConfig(securityOpt: ["seccomp=unconfined"]), on: client)
                for probe in ["seccomp", "keyring-session", "keyring-add"] {
                    #expect(usual[probe]?.passed == true, "\(probe): \(usual[probe]?.words ?? "not told")")
                    #expect(unfiltered[probe]?.passed == false, "\(probe): \(unfiltered[probe]?.words ?? "not told")")
                }
                #expect(unfiltered["capabilities-dangerous"]?.passed == true)
                let socket = String(try TestEngine.address().dropFirst("unix://".count))
                let given = try await probes(
                    HostConfig(
                        extraHosts: ["neighbour.plimsoll.internal:127.0.0.1"],
                        binds: [
                            "\(socket):/var/run/docker.sock", "/run/engine/data:/run/engine/data:ro",
                            "/dev/loop-control:/dev/loop-control",
                        ],
                        capAdd: ["SYS_ADMIN"]),
                    beside:
                        "perl -e 'sleep 60' plimsoll-neighbour-mark & cp /bin/sleep /tmp/dockerd; /tmp/dockerd 60 &",
                    on: client)
                for probe in planted {
                    #expect(given[probe]?.passed == false, "\(probe): \(given[probe]?.words ?? "not told")")
                }
                #expect(given["capabilities-dangerous"]?.words == "1: sys_admin")
                #expect(given["engine-socket"]?.words.contains("200") == true)
                // What was not planted stays as it was.
                #expect(given["seccomp"]?.passed == true && given["neighbour-network"]?.passed == true)
                try await client.removeImage(Self.image, force: true)
            }
        }

        @Test func limitsThatWereSetAreKeptAndSeen() async throws {
            try await TestEngine.withClient { client in
                try await buildImage(on: client)
                let seen = try await probes(
                    HostConfig(
                        memory: 64 << 20, nanoCPUs: 500_000_000, pidsLimit: 40, readonlyRootfs: true, capDrop: ["ALL"],
                        securityOpt: ["no-new-privileges"], memorySwap: 64 << 20, tmpfs: ["/tmp": "size=8m"]),
                    on: client)
                for probe in [
                    "memory-limit", "cpu-limit", "process-limit", "disk-limit", "capabilities-effective",
                    "capabilities-bounding", "no-new-privileges", "root-filesystem", "raw-socket", "setuid",
                ] {
                    #expect(seen[probe]?.passed == true, "\(probe): \(seen[probe]?.words ?? "not told")")
                }
                #expect(seen["memory-limit"]?.words.contains("64 MiB") == true)
                #expect(seen["process-limit"]?.words.contains("limit of 40") == true)
                #expect(seen["disk-limit"]?.words.contains("after 8 MiB") == true)
                let usual = try await probes(HostConfig(), on: client)
                for probe in ["memory-limit", "cpu-limit", "process-limit", "disk-limit", "root-filesystem"] {
                    #expect(usual[probe]?.passed == false, "\(probe): \(usual[probe]?.words ?? "not told")")
                }
                try await client.removeImage(Self.image, force: true)
            }
        }

        @Test func aRunStoresWhatProbesSawInBuildsAndJobs() async throws {
            try await Scratch.with { scratch in
                for name in ["probes", "noop"] {
                    try await Shell.run("mkdir -p \(scratch.path("fixtures"))")
                    try await Shell.run("cp -r fixtures/\(name) fixtures/\(name).yaml \(scratch.path("fixtures/"))")
                }
                try scratch.write(
                    """
                    name: isolation
                    questions: [isolation]
                    fixtures: [probes, noop]
                    factors: {builder: [buildkit], runtime: [runc], hardening: [default, hardened]}
                    workload: {timeout: 60s, ledger: never}
                    profiles: {quick: {changes: 1}}
                    """, to: "scenarios/isolation.yaml")
                let database = scratch.plain("results.sqlite")
                let ended = try await PlimsollCommand.run([
                    "run", scratch.plain("scenarios/isolation.yaml"), "--db", database, "--state", ".plimsoll",
                ])
                #expect(ended.code == 0, "\(ended.messages)")
                try await check(database)
                let report = try await PlimsollCommand.run([
                    "report", "--db", database, "--out", scratch.plain("reports"),
                ])
                #expect(report.code == 0 && report.output.contains("-isolation.md"), "\(report.messages)")
                let verdicts = try await Shell.sql("select verdict, n > 30 from verdict_view", of: database)
                #expect(verdicts == ["evidence|1"])
            }
        }

        private func check(_ database: String) async throws {
            // Three jobs of each configuration; builds of the first and the last of them, shared by both.
            let counts = try await Shell.sql(
                """
                select place, configuration like '%hardened', count(distinct probe), count(*) from probe_view
                join job_view using (job) group by 1, 2 order by 1, 2
                """, of: database)
            #expect(counts.filter { $0.hasPrefix("job") } == ["job|0|43|129", "job|1|43|129"])
            let built = counts.filter { $0.hasPrefix("build") }.compactMap { $0.split(separator: "|").last }
            #expect(built.compactMap { Int($0) }.reduce(0, +) == 86, "\(counts)")
            #expect(
                try await Shell.sql("select count(*) from point_view where series like 'probes%'", of: database) == [
                    "0"
                ])
            func passed(_ probe: String, _ place: String, hardened: Bool) async throws -> [String] {
                try await Shell.sql(
                    """
                    select distinct coalesce(passed, 'untried') from probe_view join job_view using (job)
                    where probe = '\(probe)' and place = '\(place)'
                        and (configuration like '%hardened') = \(hardened ? 1 : 0)
                    """, of: database)
            }
            // The neighbour and the worker's port were planted by the run, and are reached from either place.
            for probe in ["neighbour-network", "worker-network"] {
                #expect(try await passed(probe, "job", hardened: false) == ["0"], "\(probe)")
            }
            #expect(try await passed("neighbour-processes", "job", hardened: false) == ["1"])
            for probe in [
                "capabilities-effective", "no-new-privileges", "root-filesystem", "memory-limit", "process-limit",
            ] {
                #expect(try await passed(probe, "job", hardened: false) == ["0"], "\(probe)")
                #expect(try await passed(probe, "job", hardened: true) == ["1"], "\(probe)")
            }
            let build = try await Shell.sql(
                "select distinct passed from probe_view where place = 'build' and probe = 'neighbour-network'",
                of: database)
            #expect(build == ["0"])
        }
    }
}
