import Foundation
import Testing

@testable import Provision

/// A real registry and real engines: who reaches whom.
@Suite(
    .serialized,
    .enabled(
        if: EngineTestHost.isAvailable && EngineTestHost.client != nil && EngineTestHost.busybox != nil
            && Tool.find("docker-registry") != nil), .timeLimit(.minutes(10)))
struct RegistryReachTests {
    /// What a registry says to who asks by HTTP, from a namespace; nil where nothing is there.
    ///
    /// Its own header is looked for: some machines' way out accepts connections to any address.
    private func answers(_ address: String, _ port: Int, from namespace: String?) async -> Bool {
        let line = """
            exec 3<>/dev/tcp/\(address)/\(port) && printf 'GET /v2/ HTTP/1.0\\r\\n\\r\\n' >&3 && \
            timeout 2 head -c 400 <&3 | grep -qi docker-distribution-api-version
            """
        let enter = namespace.map { ["nsenter", "--net=/run/netns/\($0)"] } ?? []
        return await Tool.attempt(enter + ["timeout", "3", "bash", "-c", line]).succeeded
    }

    @Test func onlyConnectedEnginesReachIt() async throws {
        try await withTemporaryDirectory { directory in
            let state = "\(directory)/state"
            try await EmbeddedRegistry.withRegistry(EmbeddedRegistryOptions(stateDirectory: state)) { registry in
                let port = registry.record.port
                let near = registry.record.block.part(at: 0x100, prefix: 30).address(1)
                try await EmbeddedEngine.withEngine(EngineTestHost.options(state)) { one in
                    try await EmbeddedEngine.withEngine(EngineTestHost.options(state)) { other in
                        try await registry.connect(one)
                        try await registry.connect(one)
                        #expect(await answers("127.0.0.1", port, from: "plimsoll-\(one.name)"))
                        #expect(await !answers("127.0.0.1", port, from: "plimsoll-\(other.name)"))
                        #expect(await !answers(near, port, from: "plimsoll-\(other.name)"))
                        #expect(await !answers("127.0.0.1", port, from: nil))
                        #expect(await !answers(near, port, from: nil))
                        #expect(registry.traffic(with: other.name) == nil)
                        #expect((registry.traffic(with: one.name)?.total ?? 0) > 0)

                        // Containers of the connected engine ask: one in the engine's own namespace, and a usual one.
                        try await EngineTestHost.importImage(one, directory)
                        func asked(_ address: String, _ network: String) async throws -> Bool {
                            let ask = "printf 'GET /v2/ HTTP/1.0\\r\\n\\r\\n' | timeout 3 nc \(address) \(port) || true"
                            return try await EngineTestHost.docker(
                                one, ["run", "--rm", "--network", network, "test", "sh", "-c", ask]
                            ).contains("Docker-Distribution")
                        }
                        #expect(try await asked("127.0.0.1", "host"))
                        #expect(try await !asked(near, "bridge"))
                    }
                }
            }
        }
    }

    @Test func openRegistriesServeEnginesThatCameBeforeAndAfter() async throws {
        try await withTemporaryDirectory { state in
            try await EmbeddedEngine.withEngine(EngineTestHost.options(state)) { before in
                var options = EmbeddedRegistryOptions(stateDirectory: state)
                options.isOpen = true
                try await EmbeddedRegistry.withRegistry(options) { registry in
                    try await EmbeddedEngine.withEngine(EngineTestHost.options(state)) { after in
                        for engine in [before, after] {
                            #expect(
                                await answers("127.0.0.1", registry.record.port, from: "plimsoll-\(engine.name)"))
                        }
                        let status = try #require(try EmbeddedRegistry.registries(in: state).first)
                        #expect(Set(status.engines.map(\.name)) == [before.name, after.name])
                    }
                    // The engine that went took its end of the pair along, which the kernel takes away in its own time.
                    var status = try #require(try EmbeddedRegistry.registries(in: state).first)
                    let limit = ContinuousClock.now + .seconds(10)
                    while status.engines.count(where: { $0.traffic != nil }) > 1, ContinuousClock.now < limit {
                        try await Task.sleep(for: .milliseconds(50))
                        status = try #require(try EmbeddedRegistry.registries(in: state).first)
                    }
                    #expect(status.engines.filter { $0.traffic != nil }.map(\.name) == [before.name])
                }
                let left = await Tool.attempt(
                    ["nsenter", "--net=/run/netns/plimsoll-\(before.name)", "iptables-save"])
                #expect(left.succeeded && !left.output.contains("--dport 5"))
                #expect(await !answers("127.0.0.1", 5000, from: "plimsoll-\(before.name)"))
            }
        }
    }

    @Test func aKilledRegistryIsSweptOutOfItsEnginesToo() async throws {
        try await withTemporaryDirectory { state in
            try await EmbeddedEngine.withEngine(EngineTestHost.options(state)) { engine in
                let registry = try await EmbeddedRegistry.up(
                    EmbeddedRegistryOptions(stateDirectory: state, detached: true))
                try await registry.connect(engine)
                kill(registry.outermostProcessIdentifier, SIGKILL)
                let isDead = try await EngineTestHost.eventually(.seconds(5)) { registry.complaint() != nil }
                #expect(isDead)
                let kinds = Set(await registry.leftovers().map(\.kind))
                #expect(kinds.isSuperset(of: [.firewallRule, .interface, .namespace, .file]))
                #expect(try await EmbeddedRegistry.sweep(stateDirectory: state) == [registry.name])
                #expect(await registry.leftovers() == [])
                #expect(EngineProbe.version(engine.socketPath) == engine.version)
            }
        }
    }

    @Test func pushesAreCountedKeptCollectedAndPulled() async throws {
        try await withTemporaryDirectory { directory in
            let state = "\(directory)/state"
            try await EmbeddedRegistry.withRegistry(EmbeddedRegistryOptions(stateDirectory: state)) { registry in
                try await EmbeddedEngine.withEngine(EngineTestHost.options(state)) { engine in
                    try await registry.connect(engine)
                    // A megabyte that cannot be compressed, twice, in images of one name after the other.
                    for round in 1...2 {
                        let root = "\(directory)/root\(round)"
                        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
                        try await Tool.require(
                            ["dd", "if=/dev/urandom", "of=\(root)/noise", "bs=1M", "count=1", "status=none"])
                        try await Tool.require(["tar", "-C", root, "-cf", "\(root).tar", "."])
                        let name = "\(registry.address)/team/noise:\(round)"
                        try await EngineTestHost.docker(engine, ["import", "\(root).tar", name])
                        let before = try #require(registry.traffic(with: engine.name))
                        try await EngineTestHost.docker(engine, ["push", name])
                        let moved = try #require(registry.traffic(with: engine.name)).received - before.received
                        #expect((1 << 20...1_200_000).contains(moved), "\(moved)")
                    }
                    let full = registry.usage()
                    #expect(full.tags == 2 && full.manifests == 2 && full.repositories == 1)
                    #expect((2 << 20...2_200_000).contains(full.blobBytes))

                    let collection = try await registry.collect(keeping: 1)
                    #expect(collection.forgottenTags == 1)
                    #expect((1 << 20...1_100_000).contains(collection.freedBytes))
                    #expect(registry.usage().tags == 1)
                    let name = "\(registry.address)/team/noise:2"
                    try await EngineTestHost.docker(engine, ["rmi", name])
                    try await EngineTestHost.docker(engine, ["pull", name])
                    await #expect(throws: EmbeddedEngineError.self) {
                        try await EngineTestHost.docker(engine, ["pull", "\(registry.address)/team/noise:1"])
                    }
                }
            }
        }
    }

    /// Two images with a layer of 4 MiB in common, and one of 1 MiB of their own each, in two repositories.
    @Test func whatTwoRepositoriesShareIsSeenToAPercent() async throws {
        try await withTemporaryDirectory { directory in
            let state = "\(directory)/state"
            try await EmbeddedRegistry.withRegistry(EmbeddedRegistryOptions(stateDirectory: state)) { registry in
                try await EmbeddedEngine.withEngine(EngineTestHost.options(state)) { engine in
                    try await registry.connect(engine)
                    func noise(_ name: String, megabytes: Int) async throws {
                        try FileManager.default.createDirectory(
                            atPath: "\(directory)/\(name)", withIntermediateDirectories: true)
                        try await Tool.require(
                            [
                                "dd", "if=/dev/urandom", "of=\(directory)/\(name)/\(name)", "bs=1M",
                                "count=\(megabytes)",
                                "status=none",
                            ])
                    }
                    try await noise("shared", megabytes: 4)
                    try await Tool.require(["tar", "-C", "\(directory)/shared", "-cf", "\(directory)/shared.tar", "."])
                    try await EngineTestHost.docker(engine, ["import", "\(directory)/shared.tar", "shared"])
                    for name in ["one", "two"] {
                        try await noise(name, megabytes: 1)
                        try plant("FROM shared\nCOPY \(name) /\n", at: "\(directory)/\(name)/Dockerfile")
                        let image = "\(registry.address)/team/\(name):1"
                        try await EngineTestHost.docker(engine, ["build", "--tag", image, "\(directory)/\(name)"])
                        try await EngineTestHost.docker(engine, ["push", image])
                    }
                    let sharing = registry.sharing()
                    #expect(sharing.repositories.map(\.name) == ["team/one", "team/two"])
                    let shared = Double(4 << 20)
                    #expect(abs(Double(sharing.alone - sharing.together) - shared) < shared / 100)
                    for repository in sharing.repositories {
                        #expect(abs(Double(repository.bytes - repository.ownBytes) - shared) < shared / 100)
                        #expect(abs(Double(repository.ownBytes) - shared / 4) < shared / 100)
                    }
                    // What is linked is all that there is.
                    #expect(sharing.together == registry.usage().bytes)
                }
            }
        }
    }
}
