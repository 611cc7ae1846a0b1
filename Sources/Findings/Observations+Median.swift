import Records
import Statistics

extension [Observation] {
    /// The weighted median of a figure over the jobs that have it; nil where none has.
    func weightedMedian(of figure: (Observation) -> Double?) -> Double? {
        let known = compactMap { job in figure(job).map { ($0, job.weight) } }
        return Medians.weighted(known.map(\.0), weights: known.map(\.1))
    }

    /// The weighted median overhead with its 95 % interval; nil where no job has an overhead.
    ///
    /// - Parameter seed: the run's, so that resampling gives the same interval every time.
    func medianOverhead(seed: UInt64) -> Estimate? {
        median(of: \.overhead, seed: seed)
    }

    /// The weighted median of a figure with its 95 % interval; nil where no job has it.
    func median(of figure: (Observation) -> Double?, seed: UInt64) -> Estimate? {
        let known = filter { figure($0) != nil && $0.weight > 0 }
        let strata = Strata(known, of: figure)
        guard let median = known.weightedMedian(of: figure) else { return nil }
        return Estimate(
            value: median,
            interval: strata.effectiveCount >= Double(Estimate.fewestJobs)
                ? strata.interval(seed: seed)?.range : nil,
            count: known.count, effectiveCount: strata.effectiveCount)
    }
}
