import Foundation

/// Bencher Metric Format: benchmark, measure, and its value with the ends of its interval.
///
/// Source: https://bencher.dev/docs/reference/bencher-metric-format
struct BencherMetrics {
    private struct Measure: Encodable {
        enum CodingKeys: String, CodingKey {
            case value
            case low = "lower_value"
            case high = "upper_value"
        }

        let value: Double
        let low: Double?
        let high: Double?
    }

    private let benchmarks: [String: [String: Measure]]

    init(_ figures: ExportFigures) {
        var benchmarks: [String: [String: Measure]] = [:]
        for figure in figures.figures {
            let name = figure.isTime ? "\(figure.name)-seconds" : Self.kebab(figure.name)
            benchmarks[figure.group.name, default: [:]][name] = Measure(
                value: figure.median, low: figure.interval?.low, high: figure.interval?.high)
        }
        self.benchmarks = benchmarks
    }

    /// One document, its keys sorted.
    func text() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(benchmarks), as: UTF8.self) + "\n"
    }

    /// Measures are found by their slugs.
    private static func kebab(_ name: String) -> String { name.replacingOccurrences(of: "_", with: "-") }
}

/// The format that github-action-benchmark reads as `customSmallerIsBetter`: a list of named values.
///
/// Source: https://github.com/benchmark-action/github-action-benchmark, "Examples: custom benchmarks"
struct ActionBenchmark {
    private struct Entry: Encodable {
        let name: String
        let unit: String
        let value: Double
        let range: String?
        let extra: String
    }

    private let entries: [Entry]

    init(_ figures: ExportFigures) {
        let run = figures.run
        entries = figures.figures.filter { $0.metric.direction == .lower }.map { figure in
            Entry(
                name: "\(figure.group.name): \(figure.name)", unit: figure.isTime ? "s" : "count",
                value: figure.median, range: figure.interval.map { "\($0.low) to \($0.high)" },
                extra: "median of \(figure.count) jobs\nrun \(run.id.uuidString)\nplimsoll \(run.record.toolVersion)")
        }
    }

    /// One document, its keys sorted.
    func text() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(entries), as: UTF8.self) + "\n"
    }
}
