import Foundation
import Synchronization
import Testing

@testable import Provision

/// Real engines, one test after the other.
@Suite(.serialized, .enabled(if: EngineTestHost.isAvailable), .timeLimit(.minutes(20)))
struct EngineLifeTests {
    @Test func engineIsItsOwnAndLeavesNothing() async throws {
        try await withTemporaryDirectory { directory in
            let state = "\(directory)/with a space, a comma: and ünïcode"
            let engine = try await EmbeddedEngine.withEngine(EngineTestHost.options(state)) { engine in
                #expect(EngineProbe.version(engine.socketPath) == engine.version)
                var socket = stat()
                #expect(stat(engine.socketPath, &socket) == 0 && socket.st_mode & 0o777 == 0o600)
                let disk = try #require(FilesystemUsage(path: engine.dataRoot))
                #expect(engine.filesystemIsOwn && (1 << 30...2 << 30).contains(disk.size))
                // A session of its own: the terminal's Ctrl-C does not reach it.
                #expect(getsid(engine.outermostProcessIdentifier) == engine.outermostProcessIdentifier)
                #expect(MountTable.current().points(under: state).isEmpty)
                let status = try #require(try EmbeddedEngine.engines(in: state).first)
                #expect(status.state == .running && status.daemon == engine.processIdentifier && !status.detached)
                #expect(status.disk?.size == disk.size)
                let kinds = Set(await engine.leftovers().map(\.kind))
                #expect(kinds.isSuperset(of: [.process, .loopDevice, .interface, .namespace, .firewallRule, .file]))
                return engine
            }
            #expect(await engine.leftovers() == [])
            #expect(try FileManager.default.contentsOfDirectory(atPath: state) == [])
            try await engine.down()
            #expect(await engine.leftovers() == [])
        }
    }

    @Test func cyclesLeaveNothing() async throws {
        try await withTemporaryDirectory { state in
            var names: [String] = []
            var up: [Double] = []
            var down: [Double] = []
            for _ in 0..<(EngineTestHost.isSoak ? 20 : 3) {
                let begun = ContinuousClock.now
                let engine = try await EmbeddedEngine.up(EngineTestHost.options(state))
                let ready = ContinuousClock.now
                try await engine.down()
                up.append((ready - begun) / .seconds(1))
                down.append((ContinuousClock.now - ready) / .seconds(1))
                names.append(engine.name)
                #expect(try await EngineTestHost.leftovers(names, in: state) == [])
            }
            print("up \(up.sorted()[up.count / 2]) s, down \(down.sorted()[down.count / 2]) s, medians of \(up.count)")
        }
    }

    @Test func twoAtOnceDoNotMeet() async throws {
        try await withTemporaryDirectory { state in
            async let left = EmbeddedEngine.up(EngineTestHost.options(state))
            async let right = EmbeddedEngine.up(EngineTestHost.options(state))
            let engines = try await [left, right]
            let blocks = engines.map(\.record.block)
            #expect(blocks.count == 2 && !blocks[0].overlaps(blocks[1]))
            try await engines[0].down()
            #expect(await engines[0].leftovers() == [])
            #expect(EngineProbe.version(engines[1].socketPath) != nil)
            try await engines[1].down()
            #expect(await engines[1].leftovers() == [])
        }
    }

    @Test func takenNameIsRefusedAndTheFirstLivesOn() async throws {
        try await withTemporaryDirectory { state in
            var options = EngineTestHost.options(state)
            options.name = "t\(Int.random(in: 100_000...999_999))"
            try await EmbeddedEngine.withEngine(options) { [options] engine in
                await #expect { try await EmbeddedEngine.up(options) } throws: {
                    ($0 as? EmbeddedEngineError)?.code == .badName
                }
                #expect(EngineProbe.version(engine.socketPath) != nil)
            }
        }
    }

    @Test func withoutLoopDevicesOrUplinkItSaysSo() async throws {
        try await withTemporaryDirectory { state in
            var options = EngineTestHost.options(state)
            options.uplink = false
            let said = Recorder()
            let engine = try await EmbeddedEngine.up(options, host: HostSide(hasLoopDevices: false)) { said.add($0) }
            #expect(!engine.filesystemIsOwn)
            #expect(said.lines.contains { $0.contains("shares the host's filesystem") })
            let kinds = Set(await engine.leftovers().map(\.kind))
            #expect(kinds.isDisjoint(with: [.loopDevice, .interface, .firewallRule]))
            try await engine.down()
            #expect(await engine.leftovers() == [])
        }
    }

    @Test func daemonThatDiesSpeaksThroughTheError() async throws {
        try await withTemporaryDirectory { state in
            let dockerd = "\(state)/broken"
            try plant("#!/bin/sh\necho the moon is in the wrong house >&2\nexit 3\n", at: dockerd)
            chmod(dockerd, 0o755)
            await #expect {
                try await EmbeddedEngine.up(EngineTestHost.options("\(state)/s", dockerd: dockerd))
            } throws: {
                guard let error = $0 as? EmbeddedEngineError else { return false }
                return error.code == .diedAtStart && error.cause?.contains("wrong house") == true
            }
            #expect(try EmbeddedEngine.engines(in: "\(state)/s").isEmpty)
        }
    }

    @Test func cancellationLeavesNothing() async throws {
        try await withTemporaryDirectory { state in
            let moments = EngineTestHost.moments(EngineTestHost.isSoak ? 20 : 3, longest: .seconds(1), purpose: 3)
            for moment in moments {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        try await EmbeddedEngine.withEngine(EngineTestHost.options(state)) { _ in
                            try await Task.sleep(for: .seconds(60))
                        }
                    }
                    try await Task.sleep(for: moment)
                    group.cancelAll()
                    await #expect(throws: (any Error).self) { try await group.next() }
                }
                #expect(try FileManager.default.contentsOfDirectory(atPath: state) == [])
            }
        }
    }

    @Test func downFinishesWhatSomebodyBegan() async throws {
        try await withTemporaryDirectory { state in
            let engine = try await EmbeddedEngine.up(EngineTestHost.options(state))
            let names = try PartNames(engine.name)
            try await Tool.require(["ip", "link", "del", names.interface])
            await Firewall.forget(names, HostSide())
            try await Tool.require(["ip", "netns", "del", names.scoped])
            unlink(engine.socketPath)
            try await engine.down()
            #expect(await engine.leftovers() == [])
        }
    }
}

/// Keeps what was said.
final class Recorder: Sendable {
    private let kept = Mutex<[String]>([])
    var lines: [String] { kept.withLock { $0 } }
    func add(_ line: String) { kept.withLock { $0.append(line) } }
}
