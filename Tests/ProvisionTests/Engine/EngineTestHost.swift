import Foundation
import Testing

@testable import Provision

/// What the tests with real engines share: they need root, and are run where `PLIMSOLL_TEST_ROOT` is set.
enum EngineTestHost {
    static let isAvailable = ProcessInfo.processInfo.environment["PLIMSOLL_TEST_ROOT"] != nil
    /// Whole series, where `PLIMSOLL_SOAK` is set; a short form of them otherwise.
    static let isSoak = ProcessInfo.processInfo.environment["PLIMSOLL_SOAK"] != nil
    /// Where moments are drawn from; `PLIMSOLL_SEED` repeats a series.
    static let seed = ProcessInfo.processInfo.environment["PLIMSOLL_SEED"].flatMap { UInt64($0) } ?? 1
    /// The client and the one program of which the tests' image consists.
    static let client = Tool.find("/usr/bin/docker") ?? Tool.find("docker")
    static let busybox = Tool.find("busybox")

    /// Options for a small engine under `state`.
    static func options(_ state: String, detached: Bool = false, dockerd: String = "dockerd") -> EmbeddedEngineOptions {
        EmbeddedEngineOptions(stateDirectory: state, diskBytes: 2 << 30, detached: detached, dockerd: dockerd)
    }

    /// `count` moments between 0 and `longest`, the same for the same seed.
    static func moments(_ count: Int, longest: Duration, purpose: UInt64) -> [Duration] {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ purpose
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return longest * (Double(state >> 33) / Double(1 << 31))
        }
    }

    /// Everything on the host of any engine that `state` remembers; the names of those that it does not come from `names`.
    static func leftovers(_ names: [String], in state: String) async throws -> [PartLeftover] {
        var found: [PartLeftover] = []
        for name in Set(names + (try EmbeddedEngine.engines(in: state).map(\.name))).sorted() {
            found += try await EmbeddedEngine.leftovers(name, in: state)
        }
        return found
    }

    /// The docker client against an engine.
    @discardableResult
    static func docker(_ engine: EmbeddedEngine, _ words: [String]) async throws -> String {
        let program = try #require(client)
        return try await Tool.require([program, "--host", "unix://\(engine.socketPath)"] + words)
    }

    /// Imports an image named `test` with a shell in it.
    static func importImage(_ engine: EmbeddedEngine, _ directory: String) async throws {
        let root = "\(directory)/image"
        try FileManager.default.createDirectory(atPath: "\(root)/bin", withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: try #require(busybox), toPath: "\(root)/bin/sh")
        try await Tool.require(["tar", "-C", root, "-cf", "\(directory)/image.tar", "."])
        try await docker(engine, ["import", "\(directory)/image.tar", "test"])
    }

    /// Waits until `isTrue`, at most that long.
    static func eventually(_ patience: Duration, _ isTrue: () async throws -> Bool) async throws -> Bool {
        let deadline = ContinuousClock.now + patience
        while ContinuousClock.now < deadline {
            if try await isTrue() { return true }
            try await Task.sleep(for: .milliseconds(20))
        }
        return false
    }
}
