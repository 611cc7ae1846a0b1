import Model

/// Marks the failed jobs of revisions whose jobs may fail: their failure is a result.
struct ExpectedFailureStage: JobStage {
    /// The outcomes that a revision can be the reason of. A lost engine is none of its doing.
    private static let outcomes: Set<Outcome> = [.buildFailed, .commandFailed, .artifactFailed, .timedOut]

    private let journal: any JobJournal

    init?(_ job: StagedJob, _ run: JobSurroundings) {
        guard job.stream.fixture.expectedFailures.contains(job.planned.change.revision) else { return nil }
        journal = run.journal
    }

    func after(_ job: StagedJob, _ ended: EndedJob) async throws {
        guard Self.outcomes.contains(ended.record.outcome) else { return }
        try await journal.record([RevisionPoint.failureExpected.point(1)], of: ended.id)
    }
}
