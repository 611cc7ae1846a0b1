import Foundation
import Statistics
import Store
import Tracking

/// A comparison, for programs. Values are in the unit of their series; shares are of the base's median.
struct ComparisonJSON: Encodable {
    struct Range: Encodable {
        var low: Double
        var high: Double
        var level: Double
    }

    struct Run: Encodable {
        var run: String
        var startedAt: Date
        var endReason: String?
        var jobs: Int
        var warmups: Int
        var toolVersion: String
        var toolCommit: String
        var engineVersion: String?
    }

    struct Series: Encodable {
        var metric: String
        var words: String
        var unit: String
        var better: Metric.Direction
        var kind: Metric.Kind
        var scenario: String
        var configuration: String
        var fixture: String
        var changeClass: String?
        var cold: Bool
        var baseCount: Int
        var candidateCount: Int
        var base: Double
        var candidate: Double
        var shift: Double
        var relative: Double?
        var interval: Range?
        var relativeInterval: Range?
        var exact: Bool
        var p: Double?
        var adjustedP: Double?
        var smallestP: Double?
        var cliffsDelta: Double?
        var magnitude: SeriesComparison.Magnitude?
        var threshold: Double
        var thresholdFrom: String
        var verdict: SeriesComparison.Verdict
        var doubt: String?
        var needed: Int?
        var hides: Double?
        /// Whether it was worse again when measured again; nil where it was not.
        var confirmed: Bool?
    }

    var outcome: Comparison.Outcome
    var exitStatus: Int32
    var base: Run
    var candidate: Run
    var like: Bool
    var differences: [Likeness.Difference]
    var cautions: [String]
    var level: Double
    var tests: Int
    var earlierRuns: Int
    var counts: [String: Int]
    var failedMore: Int
    var series: [Series]
    var onlyInBase: [String]
    var onlyInCandidate: [String]
}

extension ComparisonJSON {
    init(_ comparison: Comparison, confirmation: Confirmation?) {
        let outcome = confirmation?.outcome(of: comparison) ?? comparison.outcome
        let verdicts = SeriesComparison.Verdict.allCases
        let worse = Set(comparison.worse.map(\.key))
        let confirmed = confirmation?.confirmed
        self.init(
            outcome: outcome, exitStatus: outcome.exitStatus?.rawValue ?? 0, base: Run(comparison.base),
            candidate: Run(comparison.candidate), like: comparison.likeness.isLike,
            differences: comparison.likeness.differences, cautions: comparison.likeness.cautions,
            level: comparison.terms.level, tests: comparison.tests, earlierRuns: comparison.earlierRuns,
            counts: Dictionary(uniqueKeysWithValues: verdicts.map { ($0.rawValue, comparison.count($0)) }),
            failedMore: comparison.failedMore,
            series: comparison.series.map { one in
                Series(one, confirmed: worse.contains(one.key) ? confirmed?.contains(one.key) : nil)
            },
            onlyInBase: comparison.onlyInBase.map(\.description),
            onlyInCandidate: comparison.onlyInCandidate.map(\.description))
    }
}

extension ComparisonJSON.Run {
    init(_ run: RunSummary) {
        self.init(
            run: run.id.uuidString, startedAt: run.record.startedAt, endReason: run.endReason, jobs: run.jobs,
            warmups: run.warmups, toolVersion: run.record.toolVersion, toolCommit: run.record.toolCommit,
            engineVersion: run.record.fingerprint.engine["version"])
    }
}

extension ComparisonJSON.Range {
    init(_ interval: Interval) {
        self.init(low: interval.low, high: interval.high, level: interval.level)
    }
}

extension ComparisonJSON.Series {
    init(_ series: SeriesComparison, confirmed: Bool?) {
        let threshold =
            switch series.threshold.source {
            case .exact: "exact"
            case .fixed: "fixed"
            case .history: "history"
            }
        self.init(
            metric: series.metric.id, words: series.metric.words, unit: series.metric.unit,
            better: series.metric.direction, kind: series.metric.kind, scenario: series.key.scenario,
            configuration: series.key.configuration, fixture: series.key.fixture,
            changeClass: series.key.changeClass?.rawValue, cold: series.key.cold, baseCount: series.baseCount,
            candidateCount: series.candidateCount, base: series.base, candidate: series.candidate, shift: series.shift,
            relative: series.relative, interval: series.interval.map(ComparisonJSON.Range.init),
            relativeInterval: series.relativeInterval.map(ComparisonJSON.Range.init), exact: series.isExact,
            p: series.p, adjustedP: series.adjusted, smallestP: series.smallestP, cliffsDelta: series.delta,
            magnitude: series.magnitude, threshold: series.threshold.shift, thresholdFrom: threshold,
            verdict: series.verdict, confirmed: confirmed)
        switch series.doubt {
        case .tooFew(let count)?: (doubt, needed) = ("too_few", count)
        case .tooNoisy(let shift)?: (doubt, hides) = ("too_noisy", shift)
        case .notRepeated?: (doubt, needed) = ("not_repeated", 2)
        case nil: break
        }
    }
}
