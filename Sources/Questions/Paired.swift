import Statistics

/// Estimates from paired differences.
enum Paired {
    /// The smallest step between two times, in seconds: the coarsest clock that is recorded counts milliseconds.
    static let clockStep = 0.001

    /// The shift of differences of times from 0, in seconds. Where all are the same it is known to the clock's step only.
    static func difference(_ differences: [Double]) -> DirectFindings.Difference {
        guard let sample = try? Sample(differences) else {
            return DirectFindings.Difference(shift: 0, interval: nil, probability: nil)
        }
        let estimate = HodgesLehmann(ofPairs: sample)
        return DirectFindings.Difference(
            shift: estimate.shift,
            interval: (estimate.interval?.range).map { range in
                range.isWithoutWidth ? range.lowerBound - clockStep...range.upperBound + clockStep : range
            },
            probability: sample.count >= Estimate.fewestJobs ? SignedRank(sample).p : nil)
    }
}
