/// Leaves a container behind after each job of one revision, as a faulty test of that commit would. The audit after the
/// job finds it.
struct LeakingRevisionStage: JobStage {
    private let run: JobSurroundings

    init?(_ job: StagedJob, _ run: JobSurroundings) {
        guard let revision = run.leakingRevision, job.planned.change.revision == revision else { return nil }
        self.run = run
    }

    func after(_ job: StagedJob, _ ended: EndedJob) async throws {
        if ended.record.outcome != .engineLost { await job.leaveContainer(run) }
    }
}
