/// A median of measured jobs, and how sure it is.
public struct Estimate: Sendable, Equatable {
    /// The (weighted) median.
    public var value: Double
    /// Its 95 % interval; nil where the jobs are too few to carry one.
    public var interval: ClosedRange<Double>?
    /// How many jobs it rests on.
    public var count: Int
    /// How many equally weighted jobs would carry as much, by Kish: `(Σw)² / Σw²`; `count` where all weigh the same.
    public var effectiveCount: Double
    /// Where none of the cases differed: what the interval was made of. Nil where they differed, or where there is no interval.
    public var unvaried: Unvaried?

    /// An estimate of `count` jobs.
    public init(value: Double, interval: ClosedRange<Double>?, count: Int, effectiveCount: Double? = nil) {
        self.value = value
        self.interval = interval
        self.count = count
        self.effectiveCount = effectiveCount ?? Double(count)
    }
}
