import Foundation

/// What github-action-benchmark reads as `customSmallerIsBetter`: a list of named values.
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
        entries = figures.figures.map { figure in
            Entry(
                name: "\(figure.group.name): \(figure.measure.rawValue)", unit: figure.measure.isTime ? "s" : "count",
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
