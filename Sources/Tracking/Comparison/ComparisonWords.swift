import Foundation
import Model
import Questions

package enum ComparisonWords {
    /// A value in its unit: `1.23 s`, `4.5 MB`, `9`.
    package static func value(_ value: Double, _ metric: Metric) -> String {
        switch metric.unit {
        case "s": Words.seconds(value)
        case "byte", "bytes": Words.bytes(value)
        default: count(value)
        }
    }

    static func shift(_ shift: Double, _ metric: Metric) -> String { (shift > 0 ? "+" : "") + value(shift, metric) }

    /// A share with its sign: `+7.4 %`.
    package static func share(_ share: Double?) -> String { share.map { signed($0) + " %" } ?? Words.absent }

    /// How much a series moved: as a share, or in its unit where the base is 0.
    static func amount(_ series: SeriesComparison) -> String {
        series.relative.map { share($0) } ?? shift(series.shift, series.metric)
    }

    /// `+5.1 % to +9.8 %` of the base's median; in the unit of the values where that is 0; or why there is none.
    static func interval(_ series: SeriesComparison) -> String {
        if series.isExact { return "exact" }
        if let interval = series.relativeInterval { return "\(share(interval.low)) to \(share(interval.high))" }
        guard let interval = series.interval else { return "none" }
        return "\(shift(interval.low, series.metric)) to \(shift(interval.high, series.metric))"
    }

    /// `≥ 5.0 %`, and its source.
    static func threshold(_ series: SeriesComparison) -> String {
        switch series.threshold.source {
        case .exact: "any"
        case .fixed: bound(series)
        case .history(let runs): "\(bound(series)) (\(Words.count(runs, "run", "runs")))"
        }
    }

    static func jobs(_ key: SeriesKey) -> String { Markdown.escaped(plainJobs(key)) }

    /// The same without escaping, for charts and terminals.
    package static func plainJobs(_ key: SeriesKey) -> String {
        var parts: [String] = []
        if !key.fixture.isEmpty { parts.append(Words.fixture(key.fixture)) }
        if !key.configuration.isEmpty { parts.append(Words.configuration(key.configuration)) }
        if let changeClass = key.changeClass { parts.append("change: " + Words.changeClass(changeClass)) }
        if key.cold { parts.append("cold") }
        // The usual clock needs no words.
        if key.clock == .engineState { parts.append(clock(.engineState)) }
        return parts.isEmpty ? "all jobs" : parts.joined(separator: ", ")
    }

    static func clock(_ clock: CommandClock) -> String {
        switch clock {
        case .startEvent: "by the start event"
        case .engineState: "by the engine's own start time"
        }
    }

    /// A metric's words with its id in the database.
    static func metric(_ metric: Metric) -> String {
        metric.words == metric.id
            ? Markdown.code(metric.id) : "\(Markdown.escaped(metric.words)) (\(Markdown.code(metric.id)))"
    }

    /// A count without needless zeros, with a real minus sign.
    static func count(_ value: Double) -> String {
        let text = value == value.rounded() ? String(format: "%.0f", value) : String(format: "%.4g", value)
        return text.replacing("-", with: "−")
    }

    private static func bound(_ series: SeriesComparison) -> String {
        series.relativeThreshold.map { Words.percent($0) } ?? value(series.threshold.shift, series.metric)
    }

    private static func signed(_ share: Double) -> String {
        let percent = share * 100
        let text = String(format: abs(percent) < 9.95 ? "%+.1f" : "%+.0f", percent)
        // "+0.0" and "-0.0" show nothing but a sign.
        guard text.contains(where: { "123456789".contains($0) }) else { return String(text.dropFirst()) }
        return text.replacing("-", with: "−")
    }
}
