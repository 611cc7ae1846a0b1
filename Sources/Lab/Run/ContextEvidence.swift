import Fixtures
import Model

/// Tells at a run's start what its contexts will lack, and records it for the reports.
struct ContextEvidence: Sendable {
    let request: RunRequest
    let events: @Sendable (LabEvent) -> Void

    /// Looks through the repositories that are replayed. What cannot be looked through is a warning.
    ///
    /// - Throws: what the journal throws.
    func record(in journal: any RunJournal) async throws {
        var submodules = 0
        var objects = 0
        for part in request.parts {
            for (name, fixture) in part.fixtures.sorted(by: { $0.key < $1.key }) {
                guard let trace = part.traces[name] else { continue }
                do {
                    let missing = try await fixture.missingContents(in: trace)
                    for sentence in missing.sentences(fixture: name) { events(.warning(sentence)) }
                    submodules += missing.submodules.count
                    objects += missing.objects.count
                } catch let error as FixtureError {
                    events(.warning("\(name): whether its contexts are complete is not known: \(error)"))
                }
            }
        }
        let points = [(ContextPoint.missingSubmodules, submodules), (.missingObjects, objects)]
            .filter { $0.1 > 0 }.map { $0.0.point($0.1) }
        if !points.isEmpty { try await journal.record(points, of: nil) }
    }
}
