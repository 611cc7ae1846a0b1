import Foundation
import Model

/// One line for a job that has ended, and a few more below it for one that failed.
struct JobLine {
    let text: String

    /// - Parameter place: where the job is recorded; nil where it is not.
    init(_ record: JobRecord, done: Int, total: Int, in place: RecordPlace? = nil) {
        let digits = String(total).count
        let count = String(repeating: " ", count: max(0, digits - String(done).count)) + "\(done)/\(total)"
        let kind = record.warmup ? "warm-up" : record.cold ? "cold" : record.changeClass.rawValue
        var fields = [
            "[\(count)]", Self.pad(record.fixture, 6), Self.pad(record.configuration, 16), Self.pad(kind, 10),
            Self.pad(record.outcome.rawValue, 9), "wall \(Self.seconds(record.wall))",
            "command \(Self.seconds(record.command))", "overhead \(Self.seconds(record.overhead))",
        ]
        if let failure = record.failure {
            fields.append("- \(PrintableText.line(failure.message.split(whereSeparator: \.isNewline).first ?? ""))")
        }
        if let failure = record.cleanupFailure, failure != record.failure {
            fields.append(
                "- cleanup: \(PrintableText.line(failure.message.split(whereSeparator: \.isNewline).first ?? ""))")
        }
        text = ([fields.joined(separator: "  ")] + FailureLines(record, in: place).lines).joined(separator: "\n")
    }

    private static func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private static func seconds(_ value: Double?) -> String {
        value.map { String(format: "%7.3f s", $0) } ?? "      -  "
    }
}
