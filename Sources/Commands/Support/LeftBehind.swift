import Engine
import Foundation
import Housekeeping
import Lab
import Provision

/// What runs that were killed left: their engines, their labelled objects on foreign engines, their directories.
struct LeftBehind {
    let stateDirectory: String

    /// Removes it; what belongs to a run that is still at work is left alone.
    ///
    /// - Returns: what was removed.
    func remove(progress: @escaping @Sendable (String) -> Void) async throws -> [RemovedObject] {
        var removed = try await EmbeddedEngine.sweep(stateDirectory: stateDirectory, progress: progress)
            .map { RemovedObject(kind: .engine, name: $0) }
        removed += try await EmbeddedRegistry.sweep(stateDirectory: stateDirectory, progress: progress)
            .map { RemovedObject(kind: .registry, name: $0) }
        for run in RunDirectory.abandoned(in: stateDirectory) {
            if let engine = run.engine { removed += try await clean(engine, of: run, progress) }
            try FileManager.default.removeItem(atPath: run.path)
            removed.append(RemovedObject(kind: .directory, name: run.path))
        }
        return removed
    }

    /// An engine that does not answer now is told of, and does not keep the next run from starting.
    private func clean(
        _ engine: String, of run: RunDirectory.Abandoned, _ progress: @Sendable (String) -> Void
    ) async throws -> [RemovedObject] {
        do {
            let endpoint = try EngineEndpoint(engine, environment: ProcessInfo.processInfo.environment)
            return try await EngineClient.withClient(endpoint) { client in
                let removal = try await LabelledObjects(on: client).remove(owner: run.run)
                for line in removal.held { progress("on \(engine), \(line)") }
                return removal.removed
            }
        } catch let error as EngineError {
            progress(
                "objects of run \(run.run) may be left on \(engine): \(error.description); "
                    + "`plimsoll clean --engine \(engine)` removes them when it answers again")
            return []
        }
    }
}
