import Engine
import Foundation
import Model
import Provision

extension EngineChoice {
    /// What a run on this engine would record of it and of the host now; an embedded engine is started for it.
    /// - Throws: `PreparationError`, `EngineError`.
    package func fingerprint(
        stateDirectory: String, progress: @escaping @Sendable (String) -> Void
    ) async throws -> Fingerprint {
        let request = RunRequest(
            run: UUID(), parts: [], engine: self, stateDirectory: stateDirectory, packageLists: [])
        return try await withEngine(stateDirectory: stateDirectory, progress: progress) { client, engine in
            await EngineSession.fingerprint(
                of: client, try await client.version(), try await client.info(), engine, nil, request)
        }
    }

    /// What its words mean, and the builders that runs here can use; an embedded engine is started for it.
    /// - Throws: `EngineError`, `EmbeddedEngineError`.
    package func abilities(
        stateDirectory: String, progress: @escaping @Sendable (String) -> Void
    ) async throws -> (traits: EngineTraits, builders: [Builder]) {
        try await withEngine(stateDirectory: stateDirectory, progress: progress) { client, engine in
            let traits = try await client.traits()
            let hasBuildx = await (try? EngineSession.buildx(beside: engine)) != nil
            return (traits, Builder.allCases.filter { traits.has($0) && ($0 != .buildx || hasBuildx) })
        }
    }

    private func withEngine<R: Sendable>(
        stateDirectory: String, progress: @escaping @Sendable (String) -> Void,
        _ body: @Sendable (EngineClient, EmbeddedEngine?) async throws -> R
    ) async throws -> R {
        switch self {
        case .foreign(let endpoint): return try await EngineClient.withClient(endpoint) { try await body($0, nil) }
        case .embedded(let source, let diskBytes):
            let options = EmbeddedEngineOptions(
                stateDirectory: stateDirectory, diskBytes: diskBytes, source: source)
            return try await EmbeddedEngine.withEngine(options, progress: progress) { engine in
                try await EngineClient.withClient(.unix(path: engine.socketPath)) { try await body($0, engine) }
            }
        }
    }
}
