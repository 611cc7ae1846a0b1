import Foundation
import Model
import Testing

@testable import Provision

/// Real engines of Debian's suites. Their roots are the machine's; a missing one is made, which takes half a minute.
@Suite(
    .serialized, .timeLimit(.minutes(20)),
    .enabled(if: EngineTestHost.isAvailable && EngineTestHost.client != nil && EngineTestHost.busybox != nil))
struct SuiteEngineTests {
    /// Those that the tests cover; all of them with `PLIMSOLL_SOAK`.
    static let words =
        EngineTestHost.isSoak
        ? ["docker:bookworm", "docker:trixie", "docker:trixie+containerd", "docker:forky", "docker:forky+containerd"]
            + ["podman:bookworm", "podman:trixie"]
        : ["docker:bookworm", "docker:forky+containerd", "podman:trixie"]

    private func options(_ word: String, _ state: String) throws -> EmbeddedEngineOptions {
        var options = EngineTestHost.options(state)
        options.source = try #require(try EngineSource.parse(word))
        return options
    }

    private func info(_ engine: EmbeddedEngine, _ field: String) async throws -> String {
        try await EngineTestHost.docker(engine, ["info", "--format", "{{\(field)}}"])
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @Test(arguments: words)
    func itIsTheSuitesEngineAndLeavesNothing(_ word: String) async throws {
        try await withTemporaryDirectory { directory in
            let state = "\(directory)/with a space, a comma: and ünïcode"
            let options = try options(word, state)
            guard case .suite(let suite) = options.source else { return }
            let root = try await RootStore().root(of: suite)
            let began = ContinuousClock.now
            let engine = try await EmbeddedEngine.up(options)
            let taken = ContinuousClock.now - began
            #expect(taken < .seconds(5), "the root is there: \(taken)")
            let package = try #require(root.version(of: RootRecipe(suite).package))
            #expect(package.hasPrefix(engine.version.prefix { $0 != "+" }), "\(engine.version) of \(package)")
            let driver = try await info(engine, ".Driver")
            #expect(
                driver == (suite.product == .podman ? "overlay" : suite.store == .containerd ? "overlayfs" : "overlay2")
            )
            #expect(
                engine.root == root.directory
                    && (engine.buildx != nil) == (word.contains("docker") && !word.contains("bookworm")))
            let disk = try #require(FilesystemUsage(path: engine.dataRoot))
            #expect(engine.filesystemIsOwn && (1 << 30...2 << 30).contains(disk.size))
            #expect(try EmbeddedEngine.engines(in: state).first?.engine.rawValue == word)
            try await engine.down()
            #expect(await engine.leftovers() == [])
            #expect(await RootStore().look(RootRecipe(suite)).root == root, "an engine wrote to its root")
        }
    }

    @Test(arguments: words)
    func itBuildsAndRunsAndAContainerReachesTheNameServer(_ word: String) async throws {
        try await withTemporaryDirectory { directory in
            try await EmbeddedEngine.withEngine(try options(word, "\(directory)/state")) { engine in
                try await EngineTestHost.importImage(engine, directory)
                try plant(
                    "FROM test\nRUN [\"/bin/sh\", \"-c\", \"echo built > /made\"]\n",
                    at: "\(directory)/context/Dockerfile")
                try await EngineTestHost.docker(engine, ["build", "--tag", "made", "\(directory)/context"])
                let text = try await EngineTestHost.docker(
                    engine, ["run", "--rm", "made", "sh", "-c", "read line < /made; echo $line; ip route"])
                #expect(text.contains("built") && text.contains("default via"))
                let found = try await EngineTestHost.docker(
                    engine, ["run", "--rm", "made", "sh", "-c", "nslookup localhost.localdomain; true"])
                #expect(found.contains("Server:") && !found.contains("timed out") && !found.contains("unreachable"))
            }
        }
    }

    @Test(arguments: words)
    func aKilledDaemonComesBackOnItsData(_ word: String) async throws {
        try await withTemporaryDirectory { directory in
            try await EmbeddedEngine.withEngine(try options(word, "\(directory)/state")) { engine in
                try await EngineTestHost.importImage(engine, directory)
                let before = try await EngineTestHost.docker(engine, ["images", "--quiet", "test"])
                let container = try await EngineTestHost.docker(
                    engine, ["run", "--detach", "test", "sh", "-c", "sleep 1000"])
                #expect(!container.isEmpty)
                for ending in [EngineEnding.killed, .asked] {
                    let daemon = PartProcesses.find(engine.layout).daemon
                    try await engine.restart(ending)
                    #expect(PartProcesses.find(engine.layout).daemon != daemon)
                    #expect(try await EngineTestHost.docker(engine, ["images", "--quiet", "test"]) == before)
                }
            }
        }
    }

    @Test(arguments: words)
    func killedItLeavesNothing(_ word: String) async throws {
        try await withTemporaryDirectory { directory in
            let engine = try await EmbeddedEngine.up(try options(word, "\(directory)/state"))
            try await EngineTestHost.importImage(engine, directory)
            try await EngineTestHost.docker(engine, ["run", "--detach", "test", "sh", "-c", "sleep 1000"])
            let found = await engine.leftovers()
            #expect(found.contains { $0.kind == .process && $0.object.hasSuffix("sleep 1000 ") })
            #expect(found.contains { $0.kind == .cgroup })
            kill(engine.outermostProcessIdentifier, SIGKILL)
            try await engine.down()
            #expect(await engine.leftovers() == [])
        }
    }

    @Test func anEngineWithoutTheContainerdStoreIsRefusedAndLeavesNothing() async throws {
        try await withTemporaryDirectory { state in
            let options = try options("docker:bookworm+containerd", state)
            await #expect {
                try await EmbeddedEngine.up(options)
            } throws: {
                guard let error = $0 as? EmbeddedEngineError else { return false }
                return error.code == .noStore && error.message.contains("docker:bookworm")
            }
            #expect(try EmbeddedEngine.engines(in: state).isEmpty)
        }
    }

    @Test func withoutLoopDevicesItSharesTheHostsFilesystem() async throws {
        try await withTemporaryDirectory { state in
            let said = Recorder()
            let options = try options("docker:bookworm", state)
            let engine = try await EmbeddedEngine.up(
                options, host: HostSide(hasLoopDevices: false)
            ) { said.add($0) }
            #expect(!engine.filesystemIsOwn && said.lines.contains { $0.contains("shares the host's filesystem") })
            try await engine.down()
            #expect(await engine.leftovers() == [])
        }
    }
}
