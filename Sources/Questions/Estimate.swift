/// A median of measured jobs, and how sure it is.
struct Estimate: Sendable, Equatable {
    /// The (weighted) median.
    var value: Double
    /// Its 95 % interval; nil where the jobs are too few to carry one.
    var interval: ClosedRange<Double>?
    /// How many jobs it rests on.
    var count: Int
    /// How many equally weighted jobs would carry as much, by Kish: `(Σw)² / Σw²`; `count` where all weigh the same.
    var effectiveCount: Double
    /// Where none of the cases differed: what the interval was made of. Nil where they differed, or where there is no interval.
    var unvaried: Unvaried?

    /// An estimate of `count` jobs.
    init(value: Double, interval: ClosedRange<Double>?, count: Int, effectiveCount: Double? = nil) {
        self.value = value
        self.interval = interval
        self.count = count
        self.effectiveCount = effectiveCount ?? Double(count)
    }
}
