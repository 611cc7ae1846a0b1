import Foundation
import Model
import Statistics
import Store
import Tracking

/// A comparison, for programs. Values are in the unit of their series; shares are of the base's median.
extension JSONFields {
    init(_ comparison: Comparison, confirmation: Confirmation?) {
        let outcome = confirmation?.outcome(of: comparison) ?? comparison.outcome
        let verdicts = SeriesComparison.Verdict.allCases.map { ($0.rawValue, comparison.count($0)) }
        let worse = Set(comparison.worse.map(\.key))
        let confirmed = confirmation?.confirmed
        let series = comparison.series.map { one in
            Self.series(one, confirmed: worse.contains(one.key) ? confirmed?.contains(one.key) : nil)
        }
        self = [
            "outcome": outcome, "exitStatus": outcome.exitStatus?.rawValue ?? 0, "base": Self.run(comparison.base),
            "candidate": Self.run(comparison.candidate), "like": comparison.likeness.isLike,
            "differences": comparison.likeness.differences, "cautions": comparison.likeness.cautions,
            "level": comparison.terms.level, "tests": comparison.tests, "earlierRuns": comparison.earlierRuns,
            "counts": Dictionary(uniqueKeysWithValues: verdicts), "failedMore": comparison.failedMore,
            "series": series, "onlyInBase": comparison.onlyInBase.map(\.description),
            "onlyInCandidate": comparison.onlyInCandidate.map(\.description),
            "pairs": comparison.primary.map { JSONFields($0) },
        ]
    }

    private static func run(_ run: RunSummary) -> JSONFields {
        [
            "run": run.id.uuidString, "startedAt": run.record.startedAt, "endReason": run.endReason, "jobs": run.jobs,
            "warmups": run.warmups, "toolVersion": run.record.toolVersion, "toolCommit": run.record.toolCommit,
            "engineVersion": run.record.fingerprint.engine["version"],
        ]
    }

    private static func range(_ interval: Interval) -> JSONFields {
        ["low": interval.low, "high": interval.high, "level": interval.level]
    }

    /// - Parameter confirmed: whether it was worse again when measured again; nil where it was not measured again.
    private static func series(_ series: SeriesComparison, confirmed: Bool?) -> JSONFields {
        let source =
            switch series.threshold.source {
            case .exact: "exact"
            case .fixed: "fixed"
            case .history: "history"
            }
        let (doubt, needed, hides): (String?, Int?, Double?) =
            switch series.doubt {
            case .tooFew(let count)?: ("too_few", count, nil)
            case .tooNoisy(let shift)?: ("too_noisy", nil, shift)
            case .notRepeated?: ("not_repeated", 2, nil)
            case nil: (nil, nil, nil)
            }
        return [
            "metric": series.metric.id, "words": series.metric.words, "unit": series.metric.unit,
            "better": series.metric.direction, "kind": series.metric.kind, "scenario": series.key.scenario,
            "configuration": series.key.configuration, "fixture": series.key.fixture,
            "changeClass": series.key.changeClass?.rawValue, "cold": series.key.cold,
            "clock": series.key.clock?.rawValue, "baseCount": series.baseCount, "candidateCount": series.candidateCount,
            "base": series.base, "candidate": series.candidate,
            "shift": series.shift, "relative": series.relative, "interval": series.interval.map(range),
            "relativeInterval": series.relativeInterval.map(range), "exact": series.isExact, "p": series.p,
            "adjustedP": series.adjusted, "smallestP": series.smallestP, "cliffsDelta": series.delta,
            "magnitude": series.magnitude, "threshold": series.threshold.shift, "thresholdFrom": source,
            "verdict": series.verdict, "doubt": doubt, "needed": needed, "hides": hides, "confirmed": confirmed,
        ]
    }
}

/// A self-check, for programs. Values are in the unit of their series; shares are of the median.
extension JSONFields {
    init(_ check: SelfCheck) {
        self = [
            "run": check.run.id.uuidString, "holds": check.holds, "sameness": Self.sameness(check.sameness),
            "planted": check.planted.map(Self.planted), "noise": check.noise.map(Self.noise),
            "unattributedLeaks": check.unattributed,
        ]
    }

    private static func moved(_ series: SeriesComparison) -> JSONFields {
        [
            "metric": series.metric.id, "configuration": series.key.configuration, "fixture": series.key.fixture,
            "verdict": series.verdict, "base": series.base, "candidate": series.candidate, "shift": series.shift,
            "relative": series.relative, "adjustedP": series.adjusted,
        ]
    }

    private static func sameness(_ check: SamenessCheck) -> JSONFields {
        let comparison = check.comparison
        return [
            "holds": check.holds, "outcome": comparison.outcome,
            "moved": (comparison.worse + comparison.better).map(moved), "series": comparison.series.count,
            "tests": comparison.tests, "splits": check.splits, "alarms": check.alarms, "rate": check.rate,
            "rateLow": check.interval.low, "rateHigh": check.interval.high, "level": comparison.terms.level,
        ]
    }

    private static func planted(_ verdict: PlantedVerdict) -> JSONFields {
        [
            "planted": verdict.planted, "caught": verdict.isCaught, "namedRightly": verdict.isNamedRightly,
            "found": verdict.found.map(moved), "followers": verdict.followers.map(moved),
            "strangers": verdict.strangers.map(moved), "unmeasured": verdict.unmeasured,
        ]
    }

    private static func noise(_ noise: SeriesNoise) -> JSONFields {
        [
            "metric": noise.metric.id, "configuration": noise.key.configuration, "fixture": noise.key.fixture,
            "unit": noise.metric.unit, "count": noise.count, "median": noise.median, "constant": noise.isConstant,
            "deviation": noise.deviation, "smallestChange": noise.smallest,
            "countForTenPercent": noise.jobsForTenPercent, "countForFivePercent": noise.jobsForFivePercent,
        ]
    }
}

/// A metric from run to run, for programs. Values are in the metric's unit.
extension JSONFields {
    init(_ history: MetricHistory) {
        self = [
            "metric": history.metric.id, "words": history.metric.words, "unit": history.metric.unit,
            "better": history.metric.direction, "level": history.terms.level,
            "minimumSegment": history.terms.minimumSegment, "seed": history.terms.seed, "excluded": history.excluded,
            "unlike": history.unlike, "series": history.lines.map(Self.line),
        ]
    }

    private static func line(_ line: MetricHistory.Line) -> JSONFields {
        let runs: [JSONFields] = line.points.map { point in
            [
                "run": point.run.uuidString, "startedAt": point.startedAt, "tool": point.tool, "count": point.count,
                "median": point.median, "lowerQuartile": point.low, "upperQuartile": point.high,
            ]
        }
        let steps: [JSONFields] = line.steps.map { step in
            [
                "run": line.points[step.index].run.uuidString, "index": step.index, "before": step.before,
                "after": step.after, "p": step.p,
            ]
        }
        return [
            "scenario": line.key.scenario, "configuration": line.key.configuration, "fixture": line.key.fixture,
            "changeClass": line.key.changeClass?.rawValue, "cold": line.key.cold,
            "clock": line.key.clock?.rawValue, "runs": runs, "steps": steps,
        ]
    }
}

/// A baseline and its run, for programs and for a terminal.
struct BaselineJSON: Encodable {
    var name: String
    var run: String
    var setAt: Date
    var started: String
    var jobs: Int
    var scenarios: [String]
    var excluded: String?
    var toolVersion: String

    init(_ baseline: StoredBaseline, in database: ResultsDatabase) throws {
        guard let summary = try database.run(baseline.run) else {
            throw ResultsError(.unknownRun, "there is no run \(baseline.run.uuidString) in \(database.path) any more")
        }
        name = baseline.name
        run = baseline.run.uuidString
        setAt = baseline.setAt
        started = summary.record.startedAt.formatted(.iso8601)
        jobs = summary.jobs
        scenarios = summary.record.scenarios.map(\.name)
        excluded = summary.excluded
        toolVersion = summary.record.toolVersion
    }

    var text: String {
        var lines = [
            "name       \(name)", "run        \(run)", "set        \(setAt.formatted(.iso8601))",
            "started    \(started)",
            "jobs       \(jobs)", "scenarios  \(scenarios.joined(separator: ", "))", "plimsoll   \(toolVersion)",
        ]
        if let excluded { lines.append("excluded   \(excluded)") }
        return lines.joined(separator: "\n")
    }
}
