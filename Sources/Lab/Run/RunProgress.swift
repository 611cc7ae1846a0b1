import Model

/// Which planned jobs have an outcome, over all plans of a run and all engines it lives through.
actor RunProgress {
    private var finished: [String: Set<Int>]
    private var losses = 0
    /// Planned jobs of all plans.
    nonisolated let total: Int

    init(_ request: RunRequest) {
        finished = Dictionary(
            request.parts.map { ($0.plan.scenario, $0.finished) }, uniquingKeysWith: { $0.union($1) })
        total = request.plannedJobs
    }

    /// How many planned jobs have an outcome.
    var done: Int { finished.values.reduce(0) { $0 + $1.count } }

    func isFinished(_ position: Int, of scenario: String) -> Bool {
        finished[scenario]?.contains(position) ?? false
    }

    func finish(_ position: Int, of scenario: String) {
        finished[scenario, default: []].insert(position)
    }

    /// Counts a loss of the engine; the count begins anew when jobs were finished since the last one.
    func noteLoss(advanced: Bool) -> Int {
        losses = advanced ? 1 : losses + 1
        return losses
    }
}
