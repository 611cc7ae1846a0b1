import Foundation
import Model
import Statistics

/// Compares pairs of jobs by the few metrics that matter, before any detail.
///
/// Times are tested as one family: for each fixture and metric one test over all its pairs, with the configurations as
/// strata, on the logarithms of the pairs' ratios. Holm's method corrects for all of them. What only one of several
/// configurations shows is lost among the pairs of the others: a part of the level is for tests of build and command in
/// each by itself. Counts are not tested: where they differ, they differ.
struct FindingFamily {
    /// Bytes vary with file systems and times of day: less than this is no change.
    private static let leastBytes = 1_048_576.0
    /// The share of the level for tests over all configurations, where there are several. The rest is for single ones: so
    /// that 12 pairs of one of four, all slower, suffice (p 0.0005).
    private static let pooledShare = 0.6
    private static let singleMetrics: Set = ["build_s", "command_s"]

    let terms: ComparisonTerms
    var metrics = NightJob.metrics
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
            for metric in metrics where metric.id != "hits" || Self.areHitsTelling(pairs) {
                let values = MetricPairs(metric, scenario: key[0], fixture: key[1], pairs)
                guard !values.all.isEmpty else { continue }
                if metric.kind == .timed {
                    if times, let timed = TimedPairs(values, terms) { tested.append(timed) }
                } else {
                    counted.append(count(values))
                }
            }
        }
        let timed = judged(tested)
        let order = Dictionary(uniqueKeysWithValues: NightJob.metrics.enumerated().map { ($1.id, $0) })
        return (timed + counted).sorted {
            ($0.scenario, $0.fixture, order[$0.metric.id] ?? 0) < ($1.scenario, $1.fixture, order[$1.metric.id] ?? 0)
        }
    }

    /// A finding for each, over all configurations or, where only one of them shows a shift, of that one.
    private func judged(_ tested: [TimedPairs]) -> [Finding] {
        let single = tested.map { pairs in
            Self.singleMetrics.contains(pairs.values.metric.id) ? pairs.configurations(terms) : []
        }
        let share = single.allSatisfy(\.isEmpty) ? 1 : Self.pooledShare
        func adjusted(_ pairs: [TimedPairs], share: Double) -> [Double] {
            Holm.adjusted(pairs.map(\.test.p)).map { min(1, $0 / share) }
        }
        let level = terms.level * share / Double(max(tested.count, 1))
        let all = Array(single.joined())
        var rest = Array(zip(all, adjusted(all, share: 1 - share)))[...]
        return zip(tested, adjusted(tested, share: share)).enumerated().map { index, whole in
            let own = rest.prefix(single[index].count)
            rest = rest.dropFirst(single[index].count)
            var (pairs, p) = whole
            if ![.worse, .better].contains(pairs.verdict(adjusted: p, terms)) {
                let moved = [Finding.Verdict.worse, .better].lazy.compactMap { verdict in
                    own.first { $0.verdict(adjusted: $1, terms) == verdict }
                }.first
                if let moved { (pairs, p) = moved }
            }
            return pairs.finding(adjusted: p, strictest: level, terms, showsPower: showsPower)
        }
    }

    /// Whether hits are compared: steps that are new or gone change their number without any miss, which is neither better
    /// nor worse.
    private static func areHitsTelling(_ pairs: [JobPair]) -> Bool {
        func haveMoved(_ id: String) -> Bool {
            guard let metric = MetricTable.standard[id] else { return false }
            return pairs.contains { $0.base.value(metric) != $0.candidate.value(metric) }
        }
        return haveMoved("misses") || !haveMoved("hits")
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

/// The median of at least one value; 0 of none.
func median(_ values: [Double]) -> Double { (try? Sample(values))?.median ?? 0 }
