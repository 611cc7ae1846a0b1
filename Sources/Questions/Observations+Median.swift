extension Sequence<Observation> {
    /// The weighted median of a figure over the jobs that have it; nil where none has.
    func weightedMedian(of figure: (Observation) -> Double?) -> Double? {
        var values: [Double] = []
        var weights: [Double] = []
        for job in self {
            guard let value = figure(job) else { continue }
            values.append(value)
            weights.append(job.weight)
        }
        return Medians.weighted(values, weights: weights)
    }

    /// The weighted median of a figure with its 95 % interval; nil where no job has it.
    ///
    /// - Parameter seed: the run's, so that resampling gives the same interval every time.
    func median(of figure: (Observation) -> Double?, seed: UInt64) -> Estimate? {
        Strata(self, of: figure).estimate(seed: seed)
    }
}
