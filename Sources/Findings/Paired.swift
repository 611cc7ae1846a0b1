import Statistics

/// Estimates from paired differences.
enum Paired {
    /// The shift of the differences from 0, in their unit.
    static func difference(_ differences: [Double]) -> DirectFindings.Difference {
        guard let sample = try? Sample(differences) else {
            return DirectFindings.Difference(shift: 0, interval: nil, probability: nil)
        }
        let estimate = HodgesLehmann(ofPairs: sample)
        return DirectFindings.Difference(
            shift: estimate.shift, interval: estimate.interval?.range,
            probability: sample.count >= Estimate.fewestJobs ? SignedRank(sample).p : nil)
    }
}
