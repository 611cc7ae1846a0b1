import Foundation
import Model
import Statistics

/// Compares pairs of jobs by the few metrics that matter, before any detail.
///
/// Times are tested as one family: for each fixture and metric one test over all its pairs, with the configurations as
/// strata, on the logarithms of the pairs' ratios. Holm's method corrects for all of them. Counts are not tested: where
/// they differ, they differ.
struct FindingFamily {
    /// Bytes vary with file systems and times of day: less than this is no change.
    private static let leastBytes = 1_048_576.0

    let terms: ComparisonTerms
    /// Whether findings say what so many pairs can show. It is simulated, which takes nearly all of the time.
    var showsPower = true

    /// The findings, by fixture and in the order of the metrics.
    func findings(_ pairs: [JobPair], times: Bool = true) -> [Finding] {
        let groups = Dictionary(grouping: pairs.filter { !$0.isWarmup && $0.haveSucceeded }) {
            [$0.scenario, $0.fixture]
        }.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        var tested: [TimedPairs] = []
        var counted: [Finding] = []
        for (key, pairs) in groups {
            for metric in NightJob.metrics {
                let values = MetricPairs(metric, scenario: key[0], fixture: key[1], pairs)
                guard !values.all.isEmpty else { continue }
                if metric.kind == .timed {
                    if times, let timed = TimedPairs(values, terms) { tested.append(timed) }
                } else {
                    counted.append(count(values))
                }
            }
        }
        let adjusted = Holm.adjusted(tested.map(\.test.p))
        let level = terms.level / Double(max(tested.count, 1))
        let timed = zip(tested, adjusted).map {
            $0.finding(adjusted: $1, strictest: level, terms, showsPower: showsPower)
        }
        let order = Dictionary(uniqueKeysWithValues: NightJob.metrics.enumerated().map { ($1.id, $0) })
        return (timed + counted).sorted {
            ($0.scenario, $0.fixture, order[$0.metric.id] ?? 0) < ($1.scenario, $1.fixture, order[$1.metric.id] ?? 0)
        }
    }

    private func count(_ values: MetricPairs) -> Finding {
        let isBytes = values.metric.unit == "byte"
        let base = median(values.all.map(\.base))
        let threshold = isBytes ? max(Self.leastBytes, terms.countedThreshold * abs(base)) : 0
        let moved = values.strata.filter { _, pairs in
            let differences = pairs.map { $0.candidate - $0.base }
            return isBytes ? abs(median(differences)) >= threshold : differences.contains { $0 != 0 }
        }
        let shifts = (moved.isEmpty ? values.strata : moved).flatMap { $0.pairs.map { $0.candidate - $0.base } }
        let shift = isBytes ? median(shifts) : shifts.reduce(0, +) / Double(shifts.count)
        let verdict: Finding.Verdict =
            moved.isEmpty || shift == 0 || values.metric.direction == .neither
            ? .unchanged : (shift > 0) == (values.metric.direction == .lower) ? .worse : .better
        let shown = moved.isEmpty ? values.all : moved.flatMap(\.pairs)
        return Finding(
            metric: values.metric, scenario: values.scenario, fixture: values.fixture,
            configurations: (moved.isEmpty ? values.strata : moved).map(\.name), pairs: shown,
            base: median(shown.map(\.base)), candidate: median(shown.map(\.candidate)), shift: shift, interval: nil,
            p: nil, threshold: threshold, smallestVisible: nil, pairsNeeded: nil, verdict: verdict)
    }
}

/// The values of one metric in pairs of one fixture's jobs.
struct MetricPairs {
    let metric: Metric
    let scenario, fixture: String
    /// By configuration.
    let strata: [(name: String, pairs: [(base: Double, candidate: Double)])]

    var all: [(base: Double, candidate: Double)] { strata.flatMap(\.pairs) }

    init(_ metric: Metric, scenario: String, fixture: String, _ pairs: [JobPair]) {
        (self.metric, self.scenario, self.fixture) = (metric, scenario, fixture)
        strata = Dictionary(grouping: pairs, by: \.candidate.configuration).sorted { $0.key < $1.key }
            .compactMap { name, pairs in
                let values = pairs.compactMap { pair -> (base: Double, candidate: Double)? in
                    guard let base = pair.base.value(metric), let candidate = pair.candidate.value(metric) else {
                        return nil
                    }
                    return (base, candidate)
                }
                return values.isEmpty ? nil : (name, values)
            }
    }
}

/// A time in pairs of jobs, tested.
private struct TimedPairs {
    /// Shorter times are below what an engine's clock and scheduling resolve.
    private static let shortest = 0.01

    let values: MetricPairs
    let strata: [[Double]]
    let test: StratifiedSignedRank

    /// Nil where the times are too short to be compared.
    init?(_ values: MetricPairs, _ terms: ComparisonTerms) {
        strata = values.strata.map { stratum in
            stratum.pairs.filter { min($0.base, $0.candidate) > 0 }.map { log($0.candidate / $0.base) }
        }
        let times = values.all.flatMap { [$0.base, $0.candidate] }
        guard strata.contains(where: { !$0.isEmpty }), median(times) >= Self.shortest else { return nil }
        self.values = values
        test = StratifiedSignedRank(strata)
    }

    func finding(adjusted: Double, strictest: Double, _ terms: ComparisonTerms, showsPower: Bool) -> Finding {
        let ratios = strata.flatMap(\.self)
        let moved = PairedShift(ratios, level: terms.intervalLevel)
        let shift = exp(moved.shift) - 1
        let interval = moved.interval.map { Interval(low: exp($0.low) - 1, high: exp($0.high) - 1, level: $0.level) }
        let base = median(values.all.map(\.base))
        let threshold = max(terms.timedThreshold, base > 0 ? terms.leastSeconds / base : 0)
        let power = showsPower ? PairedPower(strata) : nil
        let each = strata.map(\.count).min() ?? 0
        let visible = power?.smallestVisible(pairs: each, level: strictest).map { exp($0) - 1 }
        var verdict = Finding.Verdict.cannotTell
        if adjusted <= terms.level, abs(shift) >= threshold {
            verdict = shift > 0 ? .worse : .better
        } else if let interval, max(abs(interval.low), abs(interval.high)) <= threshold {
            verdict = .unchanged
        }
        return Finding(
            metric: values.metric, scenario: values.scenario, fixture: values.fixture,
            configurations: values.strata.map(\.name), pairs: values.all, base: base,
            candidate: median(values.all.map(\.candidate)), shift: shift, interval: interval, p: adjusted,
            threshold: threshold, smallestVisible: visible,
            pairsNeeded: verdict == .cannotTell ? power?.pairsNeeded(for: log(1 + threshold), level: strictest) : nil,
            verdict: verdict)
    }
}

/// The median of at least one value; 0 of none.
func median(_ values: [Double]) -> Double { (try? Sample(values))?.median ?? 0 }
