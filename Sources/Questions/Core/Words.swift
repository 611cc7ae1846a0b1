import Foundation
import Model
import Store

/// How figures and names read in a report: sensible digits, units, plain words.
package enum Words {
    package static let absent = "–"

    /// Seconds with three digits that matter: `0.046 s`, `1.23 s`, `12.3 s`, `123 s`.
    package static func seconds(_ value: Double) -> String { number(value) + " s" }
    package static func seconds(_ value: Double?) -> String { value.map(seconds) ?? absent }

    /// `but 56 pairs of builds exclude only that more than 5.2 % of builds`: of cases none of which differed.
    static func unvaried(_ unvaried: Estimate.Unvaried, _ cases: String, of kind: String) -> String {
        "but \(cases) exclude only that more than \(percent(unvaried.share)) of \(kind)"
    }

    /// `0.49 s to 0.58 s`, or why there is none.
    package static func interval(_ interval: ClosedRange<Double>?, unit: String = "s") -> String {
        interval.map { "\(number($0.lowerBound)) \(unit) to \(number($0.upperBound)) \(unit)" } ?? "n too small"
    }

    /// How many times as much: `1.23 ×`.
    package static func times(_ value: Double?) -> String { value.map { number($0) + " ×" } ?? absent }
    package static func timesInterval(_ range: ClosedRange<Double>?) -> String { interval(range, unit: "×") }
    package static func milliseconds(_ seconds: Double) -> String { number(seconds * 1000) + " ms" }

    /// A share from 0 to 1 as `7.4 %`.
    package static func percent(_ share: Double) -> String {
        let percent = share * 100
        return String(format: abs(percent) < 9.95 ? "%.1f" : "%.0f", percent) + " %"
    }

    package static func percent(_ share: Double?) -> String { share.map(percent) ?? absent }

    package static func probability(_ value: Double?) -> String {
        value.map { $0 < 0.001 ? "< 0.001" : String(format: "%.3f", $0) } ?? absent
    }

    package static func count(_ count: Int, _ one: String, _ many: String) -> String {
        "\(count) \(count == 1 ? one : many)"
    }

    package static func number(_ value: Double) -> String {
        let digits =
            switch abs(value) {
            case ..<0.9995: 3
            case ..<9.995: 2
            case ..<99.95: 1
            default: 0
            }
        let text = String(format: "%.\(digits)f", value)
        // "-0.000" says nothing but a sign.
        return text.contains { "123456789".contains($0) }
            ? text.replacing("-", with: "−") : text.replacing("-", with: "")
    }

    static func number(_ value: Double?) -> String { value.map { number($0) } ?? absent }

    /// A number without needless zeros: `0.5`, `5`.
    package static func plain(_ value: Double) -> String { String(format: "%g", value) }

    /// `builder=buildkit` as `BuildKit`; factors without words as they are.
    package static func configuration(_ name: String) -> String { configuration(name, engine: engine) }

    private static func configuration(_ name: String, engine words: (EngineSource) -> String) -> String {
        name.split(separator: ",").map { factor in
            factors[String(factor)] ?? Self.engine(factor: factor).map(words) ?? String(factor)
        }.joined(separator: ", ")
    }

    private static let factors = [
        "builder=buildkit": "BuildKit", "builder=legacy": "classic builder", "builder=buildah": "Buildah",
        "builder=buildx": "buildx",
        "cache=none": "no cache", "cache=registry": "registry's cache", "cache=local": "warm engine",
        "delivery=promote": "promoted", "delivery=rebuild": "rebuilt",
        "delivery=rebuild-dated": "rebuilt with a date",
        "base=provided": "provided base", "base=deferred": "Debian alone",
        "runtime=runc": "runc", "runtime=runsc": "gVisor",
        "hardening=default": "default container", "hardening=hardened": "hardened container",
        "fault=none": "no fault", "fault=registry-lost": "registry lost", "fault=registry-full": "registry full",
        "strategy=one-layer": "one layer", "strategy=manifest-layer": "layer by manifest",
        "strategy=cache-mount": "cache mount", "strategy=archive": "restored archive",
    ]

    /// A configuration inside a sentence: `the classic builder`.
    package static func theConfiguration(_ name: String) -> String {
        name == "builder=legacy" ? "the classic builder" : configuration(name)
    }

    package static func fixture(_ name: String) -> String { name == "noop" ? "no-op (floor)" : name }

    static func series(_ series: Series) -> String {
        "\(fixture(series.fixture)), \(configuration(series.configuration))"
    }

    /// The same for a chart's rows, which have less room.
    static func shortSeries(_ series: Series) -> String {
        "\(fixture(series.fixture)), \(configuration(series.configuration, engine: shortEngine))"
    }

    package static func changeClass(_ changeClass: ChangeClass) -> String {
        switch changeClass {
        case .none: "nothing"
        case .source: "source"
        case .dependency: "dependencies"
        case .dockerfile: "Dockerfile"
        case .base: "base image"
        case .touch: "only times of files"
        }
    }

    package static func outcome(_ outcome: Outcome) -> String {
        switch outcome {
        case .succeeded: "succeeded"
        case .buildFailed: "failed in the build"
        case .commandFailed: "failed in the command"
        case .artifactFailed: "failed in the artifacts"
        case .timedOut: "timed out"
        case .cancelled: "were cancelled"
        case .engineLost: "lost the engine"
        case .refused: "were refused by the engine"
        }
    }
}

extension Words {
    /// Bytes with three digits that matter, in decimal units: `12.3 MB`.
    package static func bytes(_ value: Double) -> String {
        let units = [("TB", 1e12), ("GB", 1e9), ("MB", 1e6), ("kB", 1e3)]
        guard let (unit, bytes) = units.first(where: { abs(value) >= $0.1 * 0.9995 }) else {
            return "\(Int(value.rounded()))".replacing("-", with: "−") + " B"
        }
        return number(value / bytes) + " " + unit
    }

    package static func bytes(_ value: Double?) -> String { value.map { bytes($0) } ?? absent }

    /// `1.2 MB to 3.4 MB`, or why there is none.
    package static func byteInterval(_ interval: ClosedRange<Double>?) -> String {
        interval.map { "\(bytes($0.lowerBound)) to \(bytes($0.upperBound))" } ?? "not known"
    }

    /// `12.3 days`; an infinite number, or none, reads `never`.
    package static func days(_ value: Double?) -> String {
        value.flatMap { $0.isFinite ? number($0) + " days" : nil } ?? "never"
    }

    package static func remainderPart(_ name: String) -> String { remainderParts[name] ?? Markdown.escaped(name) }

    private static let remainderParts = [
        "block_rounding": "whole blocks under files of layers and volumes",
        "directories": "directories of layers and volumes",
        "uncounted_content": "files of layers that the engine does not count",
        "layer_records": "the storage driver's links and lists",
        "image_records": "images' records, lists to rebuild layers from",
        "container_records": "containers' configurations and logs",
        "volume_records": "the volumes' database", "build_records": "BuildKit's databases",
        "containerd": "containerd's databases", "engine_other": "other files of the engine",
        "foreign": "files that no engine makes", "filesystem": "the filesystem's own tables",
    ]
}

extension Words {
    /// A verdict's figure in its unit: `0.862 s`, `1.20 ×`, `4 executors`.
    static func figure(_ value: Double, unit: String) -> String {
        switch unit {
        case "s": seconds(value)
        case "×": times(value)
        case "byte": bytes(value)
        case "%": number(value) + " %"
        case "points": number(value) + " points"
        case "executors": count(Int(value), "executor", "executors")
        case "probe": count(Int(value), "probe", "probes")
        case "requirement": count(Int(value), "requirement", "requirements")
        case let unit where unit.hasPrefix("workers "):
            count(Int(value), "worker", "workers") + Markdown.escaped(String(unit.dropFirst("workers".count)))
        default: plain(value) + " " + Markdown.escaped(unit)
        }
    }

    /// `0.862 s (0.84 s to 0.91 s)`; the ends of what is counted stand without their unit.
    static func figure(_ record: VerdictRecord) -> String {
        guard let estimate = record.estimate else { return absent }
        let value = figure(estimate, unit: record.unit)
        guard let low = record.low, let high = record.high else { return value }
        guard ["s", "×", "byte", "%", "points"].contains(record.unit) else {
            return "\(value) (\(plain(low)) to \(plain(high)))"
        }
        return "\(value) (\(figure(low, unit: record.unit)) to \(figure(high, unit: record.unit)))"
    }

    /// ` (1.87 × with BuildKit)`: the figures of builders that did not decide.
    static func beside(_ others: [(configuration: String, figure: String)]) -> String {
        let figures = others.map { "\($0.figure) with \(theConfiguration($0.configuration))" }
        return figures.isEmpty ? "" : " (\(figures.joined(separator: ", ")))"
    }

    /// A run in a sentence, with how many warnings there are; `place` is what the jobs ran on, as ` on 10 engines`; nil: what
    /// the run recorded of its engine.
    static func run(_ run: RunSummary, place: String? = nil, warnings: [Warning]) -> String {
        """
        A run of \(day(run.record.startedAt)), profile \(Markdown.escaped(run.record.profile)), \
        \(count(run.jobs, "job", "jobs"))\(place ?? RunEngines.words(run).map { " on \($0)" } ?? ""), \
        \(count(warnings.count, "[warning](#warnings)", "[warnings](#warnings)")).
        """
    }

    /// A day in UTC: `2016-11-22`.
    package static func day(_ date: Date) -> String { date.formatted(.iso8601.year().month().day()) }
}
