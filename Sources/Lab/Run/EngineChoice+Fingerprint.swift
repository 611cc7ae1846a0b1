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
        switch self {
        case .foreign(let endpoint):
            return try await EngineClient.withClient(endpoint) {
                try await EngineSession.fingerprint(of: $0, nil, request)
            }
        case .embedded(let diskBytes):
            let options = EmbeddedEngineOptions(stateDirectory: stateDirectory, diskBytes: diskBytes)
            return try await EmbeddedEngine.withEngine(options, progress: progress) { engine in
                try await EngineClient.withClient(.unix(path: engine.socketPath)) {
                    try await EngineSession.fingerprint(of: $0, engine, request)
                }
            }
        }
    }
}
