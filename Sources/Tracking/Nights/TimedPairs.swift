import Foundation
import Model
import Statistics

/// A time in pairs of jobs, tested.
struct TimedPairs {
    /// Shorter times are below what an engine's clock and scheduling resolve, and count as this, in seconds.
    static let shortest = 0.01

    let values: MetricPairs
    /// The logarithms of the pairs' ratios, by configuration.
    let strata: [[Double]]
    let test: StratifiedSignedRank
    /// As a share of the base.
    let shift: Double
    let interval: Interval?
    private let threshold: Double

    /// Nil where the times are too short to be compared.
    init?(_ values: MetricPairs, _ terms: ComparisonTerms) {
        strata = values.strata.map { stratum in
            stratum.pairs.map { log(max($0.candidate, Self.shortest) / max($0.base, Self.shortest)) }
        }
        let times = values.all.flatMap { [$0.base, $0.candidate] }
        guard strata.contains(where: { !$0.isEmpty }), median(times) >= Self.shortest else { return nil }
        self.values = values
        test = StratifiedSignedRank(strata)
        let moved = PairedShift(strata.flatMap(\.self), level: terms.intervalLevel)
        shift = exp(moved.shift) - 1
        interval = moved.interval.map { Interval(low: exp($0.low) - 1, high: exp($0.high) - 1, level: $0.level) }
        let base = max(median(values.all.map(\.base)), Self.shortest)
        threshold = max(terms.timedThreshold, terms.leastSeconds / base)
    }

    /// Each configuration by itself; none where there is only one.
    func configurations(_ terms: ComparisonTerms) -> [TimedPairs] {
        guard values.strata.count > 1 else { return [] }
        return values.strata.indices.compactMap { TimedPairs(values.only($0), terms) }
    }

    func verdict(adjusted: Double, _ terms: ComparisonTerms) -> Finding.Verdict {
        if adjusted <= terms.level, abs(shift) >= threshold { return shift > 0 ? .worse : .better }
        if let interval, max(abs(interval.low), abs(interval.high)) <= threshold { return .unchanged }
        return .cannotTell
    }

    /// - Parameters:
    ///   - adjusted: the test's p, corrected for all tests.
    ///   - strictest: the level at which the smallest of all p must be.
    func finding(adjusted: Double, strictest: Double, _ terms: ComparisonTerms, showsPower: Bool) -> Finding {
        let verdict = verdict(adjusted: adjusted, terms)
        let power = showsPower ? PairedPower(strata) : nil
        let visible = power?.smallestVisible(pairs: strata.map(\.count).min() ?? 0, level: strictest)
        let needed =
            verdict == .cannotTell ? power?.pairsNeeded(for: log(1 + threshold), level: strictest) : nil
        return Finding(
            metric: values.metric, scenario: values.scenario, fixture: values.fixture,
            configurations: values.strata.map(\.name), pairs: values.all, base: median(values.all.map(\.base)),
            candidate: median(values.all.map(\.candidate)), shift: shift, interval: interval, p: adjusted,
            threshold: threshold, smallestVisible: visible.map { exp($0) - 1 }, pairsNeeded: needed,
            verdict: verdict)
    }
}
