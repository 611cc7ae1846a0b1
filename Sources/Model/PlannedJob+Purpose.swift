import Model

extension PlannedJob {
    /// What a job is in its plan for.
    public enum Purpose: String, Codable, Sendable, CaseIterable {
        /// It warms the worker and counts in no estimate.
        case warmup
        /// It replays a change of the trace: its weight is above 0.
        case trace
        /// It is paired with the same command run directly.
        case pair
        /// It builds without the cache.
        case cold
        /// It builds the last change once more upon base images that were updated.
        case update
    }

    /// What the job is in its plan for. All but those of the trace have weight 0: they are no part of the trace's estimate.
    public var purpose: Purpose {
        if warmup { return .warmup }
        if cold { return .cold }
        if direct != nil { return .pair }
        return BaseUpdate(revision: change.revision) == nil ? .trace : .update
    }
}
