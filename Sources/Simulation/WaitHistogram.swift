/// Waits counted in log-spaced buckets: ten million of them take no more memory than ten.
///
/// A bucket is a 128th of its power of two wide and represented by its middle, so a quantile is off by at most 1/256 of
/// its value. Count, mean, maximum and the waits that reach the bound are exact.
///
/// Source: the buckets of G. Tene's HdrHistogram, taken from the bits of the floating-point number.
package struct WaitHistogram: Sendable, Equatable {
    /// In seconds, about a millisecond: a quantile below it reads 0.
    static let resolution = 0x1p-10
    /// The maximum error of a quantile, relative to its value.
    package static let relativeError = 1.0 / 256

    // Literals, as these are read for every wait: 7 bits of the significand select the bucket within a power of two.
    @inline(__always) private static var shift: UInt64 { 45 }
    @inline(__always) private static var first: UInt64 { (0x1p-10).bitPattern >> shift }
    /// From 2⁻¹⁰ to 2²⁵ s, which is a year: 35 powers of two, 128 buckets each.
    @inline(__always) private static var buckets: Int { 35 * 128 }

    /// Waits of at least this many seconds are counted separately.
    package let bound: Double
    package private(set) var count = 0
    private(set) var countAtBound = 0
    /// In seconds; 0 if none was recorded.
    package private(set) var maximum = 0.0
    private var sum = 0.0
    /// The first counts waits below the resolution; the last also those beyond the largest bucket.
    private var counts = [UInt64](repeating: 0, count: 35 * 128 + 1)

    package init(bound: Double) { self.bound = bound }

    package mutating func record(_ wait: Double) {
        count += 1
        sum += wait
        if wait > maximum { maximum = wait }
        if wait >= bound { countAtBound += 1 }
        counts[Self.index(of: wait)] += 1
    }

    /// The mean wait in seconds; 0 if none was recorded.
    package var mean: Double { count > 0 ? sum / Double(count) : 0 }

    /// The share of the waits that reached the bound; 0 if none was recorded.
    package var shareAtBound: Double { count > 0 ? Double(countAtBound) / Double(count) : 0 }

    /// The smallest wait, in seconds, that this share of all waits does not exceed; nil outside 0…1, or for no waits.
    package func quantile(_ share: Double) -> Double? {
        guard count > 0, share >= 0, share <= 1 else { return nil }
        let rank = Self.rank(of: share, in: count)
        var reached = 0
        for (index, number) in counts.enumerated() {
            reached += Int(number)
            if reached >= rank { return index == Self.buckets ? maximum : min(Self.middle(of: index), maximum) }
        }
        return maximum
    }

    /// Whether the quantile at a share is below the bound, by exact counts.
    func isUnderBound(at share: Double) -> Bool { count - countAtBound >= Self.rank(of: share, in: count) }

    /// From 1: the quantile is the value with this rank. The factor removes floating-point error above a whole number.
    private static func rank(of share: Double, in count: Int) -> Int {
        max(Int((share * Double(count) * (1 - 1e-12)).rounded(.up)), 1)
    }

    private static func index(of wait: Double) -> Int {
        guard wait >= resolution else { return 0 }
        return min(Int(wait.bitPattern >> shift - first), buckets - 1) + 1
    }

    private static func middle(of index: Int) -> Double {
        guard index > 0 else { return 0 }
        func edge(_ index: Int) -> Double { Double(bitPattern: (first + UInt64(index)) << shift) }
        return (edge(index - 1) + edge(index)) / 2
    }
}

/// The counts of a simulation: builds that arrived within a window, and what was busy meanwhile.
struct Tally {
    /// In seconds.
    let window: ClosedRange<Double>
    private(set) var waits: WaitHistogram
    private(set) var coldBuilds = 0
    /// Collections that began within the window, on all workers.
    private(set) var collections = 0
    /// The work of the counted builds, in seconds of a build alone.
    private(set) var work = 0.0
    /// Executors in use, multiplied by the seconds of their use.
    private(set) var busy = 0.0
    /// Builds in the system at the start and at the end of the window.
    private(set) var backlog: (first: Int, last: Int) = (0, 0)

    init(bound: Double, window: ClosedRange<Double>) {
        self.window = window
        waits = WaitHistogram(bound: bound)
    }

    /// The length of the window in seconds.
    var seconds: Double { window.upperBound - window.lowerBound }

    @inline(__always)
    mutating func count(wait: Double, work: Double, isCold: Bool) {
        waits.record(wait)
        self.work += work
        if isCold { coldBuilds += 1 }
    }

    mutating func countCollection(at time: Double) { if window.contains(time) { collections += 1 } }

    @inline(__always)
    mutating func pass(from start: Double, to end: Double, running: Int, inSystem: Int) {
        let first = max(start, window.lowerBound)
        let last = min(end, window.upperBound)
        if last > first { busy += Double(running) * (last - first) }
        if start < window.lowerBound, end >= window.lowerBound { backlog.first = inSystem }
        if start < window.upperBound, end >= window.upperBound { backlog.last = inSystem }
    }
}
