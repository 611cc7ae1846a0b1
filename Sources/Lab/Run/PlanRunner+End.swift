import Engine
import Model

/// What a series begins and ends with: its audits, what the disk's remainder consists of, the last images.
extension PlanRunner {
    func openAudits(_ streams: [StreamKey: JobStream]) async throws -> AuditKeeper? {
        try await AuditKeeper.open(
            for: plan, run: run, on: session, in: directory, Array(streams.values), ownBases: ownBases,
            journal: journal,
            limits: auditLimits
        ) { events(.warning($0)) }
    }

    /// Writes down what the remainder consists of on every engine whose ledger this plan kept.
    func surveyRemainders(_ policies: PolicyEngines?) async throws {
        var remainder = await ledger?.survey() ?? []
        for (configuration, engine) in policies?.byConfiguration(of: plan) ?? [] {
            remainder += await engine.ledger.survey(of: configuration)
        }
        if !remainder.isEmpty { try await journal.note(remainder) }
    }

    /// An engine that is taken down anyway needs no tidying; another's is left as it was found.
    func removeLastImages(of streams: [StreamKey: JobStream]) async {
        guard session.embedded == nil else { return }
        for stream in streams.values {
            guard let image = await stream.image else { continue }
            do {
                _ = try await shieldedFromCancellation { try await session.client.removeImage(image) }
            } catch {
                events(.warning("image \(image) stays on the engine: \(error). `plimsoll clean` removes it."))
            }
        }
    }
}
