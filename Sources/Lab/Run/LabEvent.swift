import Model

/// What a run tells while it goes on.
public enum LabEvent: Sendable {
    /// Something is being made ready; a short sentence.
    case preparing(String)
    /// A job begins; `done` of `total` planned jobs have ended.
    case jobBegan(PlannedJob, done: Int, total: Int)
    /// The job at work enters a phase.
    case phaseBegan(PlannedJob, Phase)
    /// A job ended and is in the journal.
    case jobEnded(JobRecord, done: Int, total: Int)
    /// Something is not as it should be, but the run goes on; a sentence.
    case warning(String)
}
