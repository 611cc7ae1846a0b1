import Foundation

/// Bencher Metric Format: benchmark, measure, and its value with the ends of its interval.
///
/// Source: https://bencher.dev/docs/reference/bencher-metric-format
struct BencherMetrics {
    private struct Metric: Encodable {
        enum CodingKeys: String, CodingKey {
            case value
            case low = "lower_value"
            case high = "upper_value"
        }

        let value: Double
        let low: Double?
        let high: Double?
    }

    private let benchmarks: [String: [String: Metric]]

    init(_ figures: ExportFigures) {
        var benchmarks: [String: [String: Metric]] = [:]
        for figure in figures.figures {
            let measure = figure.measure
            let name = measure.isTime ? "\(measure.rawValue)-seconds" : Self.kebab(measure.rawValue)
            benchmarks[figure.group.name, default: [:]][name] = Metric(
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
