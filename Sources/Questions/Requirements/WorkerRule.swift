import Model

/// The rule of `worker-dependencies`, applied: pure, and fixed before any run.
enum WorkerRule {
    /// Under what share of the other's a worker's figure must lie.
    static let bound = 0.5

    /// A worker's figures over another's.
    struct Shares: Sendable, Equatable {
        /// Of the packages.
        var packages: Double
        /// Of the bytes.
        var bytes: Double
        /// The larger one, which decides.
        var worse: Double { max(packages, bytes) }
    }

    /// What the worker that only builds has, over what the carrying one has; nil where either is not known or empty.
    static func shares(_ workers: [WorkerCount]) -> Shares? {
        guard let less = workers.first(where: { $0.worker == .buildOnly }),
            let more = workers.first(where: { $0.worker == .carrying }), more.packages > 0, more.bytes > 0
        else { return nil }
        return Shares(packages: less.packages / more.packages, bytes: less.bytes / more.bytes)
    }

    /// The verdict: yes where both shares lie under the bound, no where one does not. Nothing is sampled, so that there is no interval.
    static func verdict(_ workers: [WorkerCount]) -> Verdict {
        guard let shares = shares(workers) else {
            return Verdict(
                question: Questions.workerDependencies.id, answer: .undecided, estimate: nil, unit: "×")
        }
        return Verdict(
            question: Questions.workerDependencies.id, answer: shares.worse < bound ? .yes : .no,
            estimate: Estimate(value: shares.worse, interval: nil, count: 1), unit: "×",
            decidedBy: shares.packages >= shares.bytes ? "packages" : "bytes")
    }
}
