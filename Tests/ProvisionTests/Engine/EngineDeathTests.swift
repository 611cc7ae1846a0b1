import Foundation
import Testing

@testable import Provision

/// Real engines that something kills: whatever dies when, one sweep leaves nothing.
@Suite(.serialized, .enabled(if: EngineTestHost.isAvailable), .timeLimit(.minutes(20)))
struct EngineDeathTests {
    @Test func ownerKilledAtAnyMomentLeavesNothingToASweep() async throws {
        try await withTemporaryDirectory { state in
            let moments = EngineTestHost.moments(EngineTestHost.isSoak ? 40 : 5, longest: .seconds(1.5), purpose: 1)
            for (index, moment) in moments.enumerated() {
                let name = "k\(getpid() % 100_000)-\(index)"
                let microseconds = UInt32(moment / .microseconds(1))
                await #expect(processExitsWith: .signal(SIGKILL)) {
                    [state = state as String, name = name as String, microseconds = microseconds as UInt32] in
                    Thread.detachNewThread {
                        usleep(microseconds)
                        kill(getpid(), SIGKILL)
                    }
                    var options = EngineTestHost.options(state)
                    options.name = name
                    try await EmbeddedEngine.withEngine(options) { _ in try await Task.sleep(for: .seconds(60)) }
                }
                _ = try await EmbeddedEngine.sweep(stateDirectory: state)
                #expect(
                    try await EngineTestHost.leftovers([name], in: state) == [],
                    "owner killed after \(moment), seed \(EngineTestHost.seed)")
            }
        }
    }

    @Test func outermostKilledAtAnyMomentLeavesNothing() async throws {
        try await withTemporaryDirectory { state in
            let moments = EngineTestHost.moments(EngineTestHost.isSoak ? 20 : 3, longest: .seconds(1), purpose: 2)
            for (index, moment) in moments.enumerated() {
                var options = EngineTestHost.options(state)
                options.name = "o\(getpid() % 100_000)-\(index)"
                let names = try PartNames(options.name ?? "")
                let layout = PartLayout(stateDirectory: state, name: names.name)
                async let raised = EmbeddedEngine.up(options)
                let isThere = try await EngineTestHost.eventually(.seconds(20)) {
                    PartProcesses.find(layout).outermost != nil
                }
                #expect(isThere)
                try await Task.sleep(for: moment)
                PartProcesses.find(layout).outermost?.send(SIGKILL)
                // Killed before it was ready, `up` fails and cleans; after that, somebody has to take it down.
                if let engine = try? await raised { try await engine.down() }
                #expect(
                    try await EngineTestHost.leftovers([names.name], in: state) == [],
                    "outermost killed after \(moment), seed \(EngineTestHost.seed)")
            }
        }
    }

    @Test func engineEndsByItselfWithItsOwner() async throws {
        try await withTemporaryDirectory { state in
            await #expect(processExitsWith: .signal(SIGKILL)) { [state = state as String] in
                try await EmbeddedEngine.withEngine(EngineTestHost.options(state)) { _ in _ = kill(getpid(), SIGKILL) }
            }
            let ended = try await EngineTestHost.eventually(.seconds(5)) {
                try EmbeddedEngine.engines(in: state).map(\.state) == [.dead]
            }
            #expect(ended)
            let name = try #require(try EmbeddedEngine.engines(in: state).first?.name)
            #expect(try await EmbeddedEngine.sweep(stateDirectory: state) == [name])
            #expect(try await EngineTestHost.leftovers([name], in: state) == [])
        }
    }

    @Test func detachedEngineOutlivesItsMakerAndIsSweptOnlyWhenDead() async throws {
        try await withTemporaryDirectory { state in
            await #expect(processExitsWith: .success) { [state = state as String] in
                _ = try await EmbeddedEngine.up(EngineTestHost.options(state, detached: true))
            }
            let status = try #require(try EmbeddedEngine.engines(in: state).first)
            #expect(status.state == .running && status.detached)
            #expect(try await EmbeddedEngine.sweep(stateDirectory: state) == [])
            let engine = try EmbeddedEngine.named(status.name, in: state)
            #expect(EngineProbe.version(engine.socketPath) == engine.version)
            kill(engine.outermostProcessIdentifier, SIGKILL)
            let isDead = try await EngineTestHost.eventually(.seconds(5)) {
                try EmbeddedEngine.engines(in: state).map(\.state) == [.dead]
            }
            #expect(isDead)
            #expect(throws: EmbeddedEngineError.self) { try EmbeddedEngine.named(status.name, in: state) }
            #expect(try await EmbeddedEngine.sweep(stateDirectory: state) == [status.name])
            #expect(await engine.leftovers() == [])
        }
    }

    @Test(.enabled(if: EngineTestHost.client != nil && EngineTestHost.busybox != nil))
    func containersGoWithTheirEngine() async throws {
        try await withTemporaryDirectory { directory in
            try await EmbeddedEngine.withEngine(EngineTestHost.options("\(directory)/state")) { engine in
                try await EngineTestHost.importImage(engine, directory)
                for _ in 0..<3 { try await EngineTestHost.docker(engine, ["run", "--rm", "test", "sh", "-c", "true"]) }
                try await EngineTestHost.docker(engine, ["run", "--detach", "test", "sh", "-c", "sleep 1000"])
                let found = await engine.leftovers()
                #expect(found.contains { $0.kind == .process && $0.object.hasSuffix("sleep 1000 ") })
                #expect(found.contains { $0.kind == .cgroup })
                // The first process reaps what shims leave: no dead entry may pile up in the engine's namespace.
                #expect(try zombies(under: engine.outermostProcessIdentifier) == 0)
                kill(engine.outermostProcessIdentifier, SIGKILL)
                try await engine.down()
                #expect(await engine.leftovers() == [])
            }
        }
    }

    @Test func recordWithoutItsEngineIsSwept() async throws {
        try await withTemporaryDirectory { state in
            let layout = PartLayout(stateDirectory: state, name: "ghost")
            try plant("{\"name\": \"gho", at: layout.record)
            #expect(try EmbeddedEngine.engines(in: state).map(\.state) == [.dead])
            #expect(try await EmbeddedEngine.sweep(stateDirectory: state) == ["ghost"])
            #expect(try await EngineTestHost.leftovers(["ghost"], in: state) == [])
        }
    }

    private func zombies(under outermost: Int32) throws -> Int {
        let processes = try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { Int32($0) }
            .compactMap { pid in ProcessStatus(pid: pid).map { (pid, $0) } }
        let first = processes.first { $0.1.parent == outermost }?.0
        return processes.filter { $0.1.parent == first && $0.1.isDead }.count
    }
}
