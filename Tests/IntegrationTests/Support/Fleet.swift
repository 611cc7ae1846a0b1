import Engine
import Foundation
import Provision

/// A registry and two engines, with the tiny image on both, come by as a fleet would: made on the first, pulled by the second.
struct Fleet: Sendable {
    /// An engine and a client of it.
    struct Member: Sendable {
        let engine: EmbeddedEngine
        let client: EngineClient
    }

    let registry: EmbeddedRegistry
    let first: Member
    let second: Member
    let scratch: Scratch

    static func with<Value: Sendable>(_ body: @Sendable (Fleet) async throws -> Value) async throws -> Value {
        try await Scratch.with { scratch in
            let state = scratch.plain("state")
            return try await EmbeddedRegistry.withRegistry(EmbeddedRegistryOptions(stateDirectory: state)) { registry in
                try await member(state, of: registry) { first in
                    try await member(state, of: registry) { second in
                        let fleet = Fleet(registry: registry, first: first, second: second, scratch: scratch)
                        try await fleet.shareTinyImage()
                        return try await body(fleet)
                    }
                }
            }
        }
    }

    private static func member<Value: Sendable>(
        _ state: String, of registry: EmbeddedRegistry, _ body: (Member) async throws -> Value
    ) async throws -> Value {
        let options = EmbeddedEngineOptions(stateDirectory: state, diskBytes: 2 << 30)
        return try await EmbeddedEngine.withEngine(options) { engine in
            try await registry.connect(engine)
            return try await EngineClient.withClient(.unix(path: engine.socketPath)) { client in
                try await body(Member(engine: engine, client: client))
            }
        }
    }

    /// A name in the fleet's registry.
    func name(_ image: String) -> String { "\(registry.address)/\(image)" }

    private func shareTinyImage() async throws {
        try await TestEngine.provideTinyImage(on: first.client)
        let published = ImageName(name("tiny:1"))
        try await first.client.tag(TestEngine.tinyImage, repository: published.repository, tag: published.tag)
        try await first.client.pushImage(published.description)
        try await second.client.pullImage(published.description)
        let name = ImageName(TestEngine.tinyImage)
        try await second.client.tag(published.description, repository: name.repository, tag: name.tag)
    }

    /// What of a build's steps that can come from the cache did.
    static func hits(_ result: BuildResult) -> [Bool] {
        result.steps.filter { $0.cacheable && !$0.instruction.hasPrefix("LABEL") }.map(\.cached)
    }
}
