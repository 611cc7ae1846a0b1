import Foundation
import Lab
import Model
import Store

/// One line for a finished job, and a few more below it if it failed.
enum JobLine {
    static func text(_ record: JobRecord, done: Int, total: Int, in place: RecordPlace? = nil) -> String {
        let padding = String(repeating: " ", count: max(0, String(total).count - String(done).count))
        let kind = record.warmup ? "warm-up" : record.cold ? "cold" : record.changeClass.rawValue
        var fields = [
            "[\(padding)\(done)/\(total)]", pad(record.fixture, 6), pad(record.configuration.name, 16), pad(kind, 10),
            pad(record.outcome.rawValue, 9), "wall \(seconds(record.wall))",
            "command \(seconds(record.command))", "overhead \(seconds(record.overhead))",
        ]
        func firstLine(_ failure: Failure) -> String {
            PrintableText.line(failure.message.split(whereSeparator: \.isNewline).first ?? "")
        }
        if let failure = record.failure { fields.append("- \(firstLine(failure))") }
        if let failure = record.cleanupFailure, failure != record.failure {
            fields.append("- cleanup: \(firstLine(failure))")
        }
        return ([fields.joined(separator: "  ")] + FailureLines.of(record, in: place)).joined(separator: "\n")
    }

    private static func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private static func seconds(_ value: Double?) -> String {
        value.map { String(format: "%7.3f s", $0) } ?? "      -  "
    }
}

extension LabEvent {
    /// For programs, on one line.
    var json: String {
        let fields: JSONFields =
            switch self {
            case .preparing(let text): ["event": "preparing", "text": text]
            case .warning(let text): ["event": "warning", "text": text]
            case .jobBegan(let job, let done, let total):
                [
                    "event": "job_began", "position": job.position, "fixture": job.fixture,
                    "configuration": job.configuration.name, "done": done, "total": total,
                ]
            case .phaseBegan(let job, let phase):
                ["event": "phase_began", "position": job.position, "phase": phase.rawValue]
            case .jobEnded(let record, let done, let total):
                [
                    "event": "job_ended", "position": record.position, "done": done, "total": total,
                    "job": EndedJob(record: record),
                ]
            }
        return (try? JSONText.line(fields)) ?? #"{"event":"unprintable"}"#
    }
}

/// A job's record with its configuration's name, as in the other events.
private struct EndedJob: Encodable {
    private enum Key: CodingKey { case configuration }

    let record: JobRecord

    func encode(to encoder: any Encoder) throws {
        try record.encode(to: encoder)
        // It takes the place of the factors.
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(record.configuration.name, forKey: .configuration)
    }
}

/// The lines below a failed job's own: the end of its output, and where to find the rest.
enum FailureLines {
    private static let shown = 5

    static func of(_ record: JobRecord, in place: RecordPlace?) -> [String] {
        var lines: [String] = []
        if let failure = record.failure { lines += tail(failure.outputTail, "output_tail", record, place) }
        if let direct = record.direct, direct.end != .succeeded {
            let why = direct.exitStatus.map { "it ended with status \($0)" } ?? direct.message ?? ""
            lines.append("    without an engine: \(direct.end.rawValue): \(PrintableText.line(why))")
            lines += tail(direct.outputTail, "direct_output_tail", record, place)
        }
        return lines
    }

    private static func tail(
        _ output: [String], _ column: String, _ record: JobRecord, _ place: RecordPlace?
    ) -> [String] {
        let written = output.map(PrintableText.line).filter { !$0.allSatisfy(\.isWhitespace) }
        var lines = written.suffix(shown).map { "    | \($0)" }
        if written.count > shown, let place {
            lines.append("    the last \(output.count) lines: \(place.command(printing: column, of: record))")
        }
        return lines
    }
}

/// Where a run's jobs are recorded, for a user who wants to read more about one.
struct RecordPlace: Sendable {
    let database: String
    let run: UUID

    func command(printing column: String, of record: JobRecord) -> String {
        // Jobs outside the plan get a position below 0 when they are saved.
        let place =
            record.position < 0 || record.outcome == .cancelled
            ? "position < 0 and fixture = '\(sql(record.fixture))'" : "position = \(record.position)"
        let query =
            "select \(column) from job_view where run = '\(run.uuidString)' and scenario = '\(sql(record.scenario))' "
            + "and \(place)"
        // The query has spaces. Scenarios and fixtures have plain names; only the path may contain any character.
        return "sqlite3 -readonly \(ShellWord.quoted(database, plain: "/._-")) "
            + "\"\(query.replacing("\"", with: "\\\""))\""
    }

    private func sql(_ text: String) -> String { text.replacingOccurrences(of: "'", with: "''") }
}

enum ShellWord {
    /// The word as a shell takes it literally.
    /// - Parameter plain: what needs no quotes, besides letters and digits.
    static func quoted(_ word: String, plain: String) -> String {
        let isPlain =
            !word.isEmpty && word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || plain.contains($0)) }
        return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }
}

extension RunSummary {
    /// - Parameters:
    ///   - full: how many jobs a full disk refused where that is a result: policies that let it fill.
    ///   - faulty: how many jobs failed because of a planted fault.
    ///   - expected: how many jobs failed as `expected_failures` says of their revisions.
    func text(full: Int, faulty: Int, expected: Int, end: RunEnd, database: String) -> String {
        let next =
            switch end {
            case .finished: "next      plimsoll report --db \(database)"
            case .interrupted: "stopped   the same command with --resume runs the rest"
            case .engineLost: "stopped   the engine was lost; when it is back, the same command with --resume continues"
            }
        return """
            run       \(id.uuidString)
            jobs      \(jobs - warmups) measured, \(warmups) warm-ups, \(failures) not succeeded\
            \(full > 0 ? ", \(full) of them by a full disk, which is a result" : "")\
            \(faulty > 0 ? ", \(faulty) of them by planted faults" : "")\
            \(expected > 0 ? ", \(expected) of them expected" : "")\
            \(stopped > 0 ? ", \(stopped) of them stopped by you" : "")
            database  \(database)
            \(next)
            """
    }
}
