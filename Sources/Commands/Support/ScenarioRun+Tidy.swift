import Engine
import Housekeeping
import Lab

extension ScenarioRun {
    /// Runs it. On an engine that is not embedded, all that it made and kept is removed afterwards, also where it fails.
    /// - Throws: as ``run()``; `EngineError`.
    func tidied(quiet: Bool) async throws -> RunEnd {
        let end: RunEnd
        do { end = try await run().end } catch {
            try? await tidy(quiet: quiet)
            throw error
        }
        try await tidy(quiet: quiet)
        return end
    }

    private func tidy(quiet: Bool) async throws {
        guard case .foreign(let endpoint) = engine else { return }
        let removal = try await EngineClient.withClient(endpoint) { client in
            try await LabelledObjects(on: client).remove(owner: record.id)
        }
        for line in removal.held { Terminal.standard.message(line) }
        if !quiet { Terminal.standard.message("removed \(removal.removed.count) objects of this run from the engine") }
    }
}
