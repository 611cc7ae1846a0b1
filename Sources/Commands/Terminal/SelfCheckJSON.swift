import Statistics
import Tracking

/// A self-check, for programs. Values are in the unit of their series; shares are of the median.
struct SelfCheckJSON: Encodable {
    struct Moved: Encodable {
        var metric: String
        var configuration: String
        var fixture: String
        var verdict: SeriesComparison.Verdict
        var base: Double
        var candidate: Double
        var shift: Double
        var relative: Double?
        var adjustedP: Double?
    }

    struct Sameness: Encodable {
        var holds: Bool
        var outcome: Comparison.Outcome
        var moved: [Moved]
        var series: Int
        var tests: Int
        var splits: Int
        var alarms: Int
        var rate: Double
        var rateLow: Double
        var rateHigh: Double
        var level: Double
    }

    struct Planted: Encodable {
        var planted: PlantedChange
        var caught: Bool
        var namedRightly: Bool
        var found: [Moved]
        var followers: [Moved]
        var strangers: [Moved]
        var unmeasured: [String]
    }

    struct Noise: Encodable {
        var metric: String
        var configuration: String
        var fixture: String
        var unit: String
        var count: Int
        var median: Double
        var constant: Bool
        var deviation: Double?
        var smallestChange: Double?
        var countForTenPercent: Int?
        var countForFivePercent: Int?
    }

    var run: String
    var holds: Bool
    var sameness: Sameness
    var planted: [Planted]
    var noise: [Noise]
    var unattributedLeaks: [String: Int]
}

extension SelfCheckJSON {
    init(_ check: SelfCheck) {
        run = check.run.id.uuidString
        holds = check.holds
        sameness = Sameness(check.sameness)
        planted = check.planted.map(Planted.init)
        noise = check.noise.map(Noise.init)
        unattributedLeaks = check.unattributed
    }
}

extension SelfCheckJSON.Moved {
    fileprivate init(_ series: SeriesComparison) {
        self.init(
            metric: series.metric.id, configuration: series.key.configuration, fixture: series.key.fixture,
            verdict: series.verdict, base: series.base, candidate: series.candidate, shift: series.shift,
            relative: series.relative, adjustedP: series.adjusted)
    }
}

extension SelfCheckJSON.Sameness {
    fileprivate init(_ check: SamenessCheck) {
        let comparison = check.comparison
        self.init(
            holds: check.holds, outcome: comparison.outcome,
            moved: (comparison.worse + comparison.better).map(SelfCheckJSON.Moved.init),
            series: comparison.series.count, tests: comparison.tests, splits: check.splits, alarms: check.alarms,
            rate: check.rate, rateLow: check.interval.low, rateHigh: check.interval.high,
            level: comparison.terms.level)
    }
}

extension SelfCheckJSON.Planted {
    fileprivate init(_ verdict: PlantedVerdict) {
        self.init(
            planted: verdict.planted, caught: verdict.isCaught, namedRightly: verdict.isNamedRightly,
            found: verdict.found.map(SelfCheckJSON.Moved.init),
            followers: verdict.followers.map(SelfCheckJSON.Moved.init),
            strangers: verdict.strangers.map(SelfCheckJSON.Moved.init), unmeasured: verdict.unmeasured)
    }
}

extension SelfCheckJSON.Noise {
    fileprivate init(_ noise: SeriesNoise) {
        self.init(
            metric: noise.metric.id, configuration: noise.key.configuration, fixture: noise.key.fixture,
            unit: noise.metric.unit, count: noise.count, median: noise.median, constant: noise.isConstant,
            deviation: noise.deviation, smallestChange: noise.smallest,
            countForTenPercent: noise.jobsForTenPercent, countForFivePercent: noise.jobsForFivePercent)
    }
}
