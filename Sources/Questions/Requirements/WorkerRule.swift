import Model

/// The rule of `worker-dependencies`, applied: pure, and fixed before any run.
enum WorkerRule {
    /// Under what share of the other's a worker's figure must lie.
    static let bound = 0.5

    /// A worker's figures over another's.
    struct Shares {
        var packages: Double
        var bytes: Double
        /// The larger one, which decides.
        var worse: Double { max(packages, bytes) }
    }

    /// What the worker that only builds has, over what the carrying one has; nil where either is not known or empty.
    static func shares(_ evidence: RequirementsEvidence) -> Shares? {
        guard let less = evidence.count(.buildOnly), let more = evidence.count(.carrying), more.packages > 0,
            more.bytes > 0
        else { return nil }
        return Shares(packages: less.packages / more.packages, bytes: less.bytes / more.bytes)
    }

    /// Yes where both shares lie under the bound, no where one does not. Nothing is sampled, so that there is no interval.
    static func verdict(on evidence: RequirementsEvidence) -> Verdict {
        guard let shares = shares(evidence) else { return Verdict(.undecided, estimate: nil, unit: "×") }
        return Verdict(
            shares.worse < bound ? .yes : .no, estimate: Estimate(value: shares.worse, interval: nil, count: 1),
            unit: "×", decidedBy: shares.packages >= shares.bytes ? "packages" : "bytes")
    }
}
