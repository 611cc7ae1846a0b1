import Model
import Statistics

/// A series that varies from job to job: its shift, and the probability of such a shift by chance.
struct TestedSeries {
    private let base, candidate: MeasuredSeries
    private let first, second: Sample
    private let shift: Double
    private let interval: Interval?
    private let delta: Double
    private let threshold: Threshold
    var metric: Metric { base.metric }
    let p: Double
    let smallestP: Double

    /// Nil where a side has no value.
    init?(base: MeasuredSeries, candidate: MeasuredSeries, history: [MeasuredSeries], terms: ComparisonTerms) {
        guard let first = try? Sample(base.values.thinned(to: terms.mostValues)),
            let second = try? Sample(candidate.values.thinned(to: terms.mostValues))
        else { return nil }
        (self.base, self.candidate, self.first, self.second) = (base, candidate, first, second)
        let moved = HodgesLehmann(from: first, to: second, level: terms.intervalLevel)
        shift = moved.shift
        interval = moved.interval
        let test = MannWhitney(second, first)
        p = test.p
        delta = test.cliffsDelta
        smallestP = MannWhitney.smallestP(first.count, second.count) ?? 1
        threshold = Threshold(of: base.metric, base: first.median, history: history, terms: terms)
    }

    /// - Parameters:
    ///   - adjusted: the p, corrected for all tests; nil: it was left out for too few values.
    ///   - needed: how many values per side would have been enough.
    func comparison(adjusted: Double?, needed: Int, terms: ComparisonTerms) -> SeriesComparison {
        var result = SeriesComparison(
            key: base.key, metric: base.metric, baseCount: base.count, candidateCount: candidate.count,
            base: first.median, candidate: second.median, shift: shift, interval: interval, p: p, adjusted: adjusted,
            smallestP: smallestP, delta: delta, threshold: threshold, verdict: .same)
        let isBeyondChance = (adjusted ?? 1) <= terms.level
        let meanShift = second.mean - first.mean
        if isBeyondChance, shift == 0, base.metric.kind == .counted {
            // Where most jobs have the same count, the median of differences shows no change in the others.
            (result.base, result.candidate, result.shift) = (first.mean, second.mean, meanShift)
            result.interval = nil
        }
        if isBeyondChance, result.shift != 0, abs(result.shift) >= threshold.shift {
            result.verdict = base.metric.verdict(on: result.shift)
        } else if base.metric.direction == .neither {
            result.verdict = isSame(meanShift) ? .same : .unjudged
        } else if !isSame(meanShift) {
            result.verdict = .undecided
            result.doubt = doubt(adjusted, needed, meanShift)
        }
        return result
    }

    /// Whether the values rule out a shift as large as the threshold.
    private func isSame(_ meanShift: Double) -> Bool {
        if let one = base.constant, one == candidate.constant { return true }
        guard let interval, max(abs(interval.low), abs(interval.high)) <= threshold.shift else { return false }
        return base.metric.kind == .timed || abs(meanShift) <= threshold.shift
    }

    private func doubt(_ adjusted: Double?, _ needed: Int, _ meanShift: Double) -> SeriesComparison.Doubt {
        guard adjusted != nil, let interval else { return .tooFew(needed: needed) }
        let hidden = max(abs(interval.low), abs(interval.high))
        return .tooNoisy(hides: base.metric.kind == .timed ? hidden : max(hidden, abs(meanShift)))
    }
}

extension [Double] {
    /// At most this many values: evenly spaced ones in order of size where there are more, else all in the given order.
    fileprivate func thinned(to most: Int) -> [Double] {
        guard count > most, most > 0 else { return self }
        let sorted = sorted()
        let step = Double(count) / Double(most)
        return (0..<most).map { sorted[Swift.min(count - 1, Int((Double($0) + 0.5) * step))] }
    }
}

extension SeriesComparison {
    /// A series whose change is certain: a total, or a count that is the same from job to job on both sides; nil where it
    /// has to be tested.
    static func exact(
        base: MeasuredSeries, candidate: MeasuredSeries, history: [MeasuredSeries]
    ) -> SeriesComparison? {
        let metric = base.metric
        guard metric.kind == .counted, let first = base.constant, let second = candidate.constant else { return nil }
        let shift = second - first
        // A total of one run is one value, and the only one. Of others three equal values show that they do not vary.
        let alike = history.reduce(base.count + candidate.count) { $0 + ($1.constant == first ? $1.count : 0) }
        let isShown = metric.isTotal || metric.direction == .neither || alike >= 3
        let verdict: Verdict = shift == 0 ? .same : isShown ? metric.verdict(on: shift) : .undecided
        return SeriesComparison(
            key: base.key, metric: metric, baseCount: base.count, candidateCount: candidate.count, base: first,
            candidate: second, shift: shift, threshold: Threshold(shift: 0, source: .exact), verdict: verdict,
            doubt: verdict == .undecided ? .notRepeated : nil)
    }
}

/// The tests of one comparison, corrected for their number.
///
/// Tests with too few values to ever be significant are left out before the others are corrected. The choice depends on
/// the numbers of values alone, so it is made before any value is looked at. A test is left out if its smallest p
/// exceeds the level divided by K. K is the smallest number for which at most K tests stay in.
/// Source: R. Tarone, "A modified Bonferroni method for discrete data", Biometrics 46 (1990).
struct TestFamily {
    let tests: Int
    /// Each test's p, corrected by Holm's method; nil for a test that is left out.
    let adjusted: [Double?]
    /// How many values per side would be enough for any of the tests.
    let needed: Int

    init(smallest: [Double], p: [Double], level: Double) {
        var divisor = 1
        func able() -> [Int] { smallest.indices.filter { smallest[$0] <= level / Double(divisor) } }
        while able().count > divisor { divisor += 1 }
        let chosen = able()
        tests = chosen.count
        var adjusted = [Double?](repeating: nil, count: p.count)
        for (index, value) in zip(chosen, Holm.adjusted(chosen.map { p[$0] })) { adjusted[index] = value }
        self.adjusted = adjusted
        let strictest = level / Double(max(smallest.count, 1))
        needed = (2...1000).first { (MannWhitney.smallestP($0, $0) ?? 1) <= strictest } ?? 1000
    }
}
