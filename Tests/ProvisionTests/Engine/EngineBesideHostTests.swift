import Foundation
import Testing

@testable import Provision

/// A Docker of the host's own, in a network namespace that plays the host's, notices nothing of an embedded engine beside it.
@Suite(.serialized, .enabled(if: EngineTestHost.isAvailable), .timeLimit(.minutes(5)))
struct EngineBesideHostTests {
    @Test(.enabled(if: EngineTestHost.client != nil && EngineTestHost.busybox != nil))
    func hostDockerIsUntouched() async throws {
        try await withTemporaryDirectory { directory in
            try await PlayedHost.with(directory) { played in
                let before = try await played.snapshot()
                #expect(before.firewall.contains { $0.contains("DOCKER") } && before.images.contains("host-image"))
                let options = EngineTestHost.options("\(directory)/state")
                try await EmbeddedEngine.withEngine(options, host: played.side) { engine in
                    try await EngineTestHost.importImage(engine, directory)
                    try await EngineTestHost.docker(engine, ["network", "create", "other"])
                    try await EngineTestHost.docker(
                        engine, ["run", "--rm", "--net", "other", "test", "sh", "-c", "true"])
                    // Docker drops what the host forwards, and the outside knows no way back to the engine's addresses.
                    try await EngineTestHost.docker(
                        engine, ["run", "--rm", "test", "sh", "-c", "ping -c 1 -W 5 \(PlayedHost.outside)"])
                    let beside = try await played.snapshot()
                    let added = beside.firewall.filter { !before.firewall.contains($0) }
                    #expect(added.count == 3 && added.allSatisfy { $0.contains("plimsoll-\(engine.name)") })
                    #expect(before.firewall == beside.firewall.filter { !added.contains($0) })
                    #expect(beside.links.filter { !before.links.contains($0) } == ["pl-\(engine.name)"])
                    #expect(beside.containers == before.containers && beside.images == before.images)
                    #expect(beside.networks == before.networks && beside.cgroups == before.cgroups)
                }
                #expect(try await played.snapshot() == before)
                #expect(!FileManager.default.fileExists(atPath: played.side.runDirectory))
            }
        }
    }

    @Test func hostThatDidNotForwardDoesNotAfterwards() async throws {
        try await withTemporaryDirectory { directory in
            try await PlayedHost.with(directory, docker: false) { played in
                #expect(try await played.forwarding() == "0")
                let options = EngineTestHost.options("\(directory)/state")
                try await EmbeddedEngine.withEngine(options, host: played.side) { first in
                    try await EmbeddedEngine.withEngine(options, host: played.side) { _ in
                        try await first.down()
                        #expect(try await played.forwarding() == "1")
                    }
                    #expect(try await played.forwarding() == "0")
                }
                #expect(try await played.forwarding() == "0")
                #expect(!FileManager.default.fileExists(atPath: played.side.runDirectory))
            }
        }
    }

    @Test func engineWhoseStateWasDeletedIsSweptFromAnywhere() async throws {
        try await withTemporaryDirectory { directory in
            try await PlayedHost.with(directory, docker: false) { played in
                let options = EngineTestHost.options("\(directory)/state")
                let engine = try await EmbeddedEngine.up(options, host: played.side, progress: { _ in })
                try FileManager.default.removeItem(atPath: "\(directory)/state")
                let swept = try await EmbeddedEngine.sweep(
                    stateDirectory: "\(directory)/other", host: played.side, progress: { _ in })
                #expect(swept == [engine.name])
                #expect(await engine.leftovers() == [])
                #expect(!FileManager.default.fileExists(atPath: played.side.runDirectory))
            }
        }
    }
}
