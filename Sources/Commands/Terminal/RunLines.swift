import Foundation
import Housekeeping
import Lab
import Model
import Store

/// One line for a finished job, and a few more below it if it failed.
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

struct EventLine {
    let text: String

    init(_ event: LabEvent) {
        let fields: JSONFields =
            switch event {
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
                ["event": "job_ended", "position": record.position, "done": done, "total": total, "job": record]
            }
        text = (try? JSONText.line(fields)) ?? #"{"event":"unprintable"}"#
    }
}

/// The lines below a failed job's own: the end of its output, and where to find the rest.
struct FailureLines {
    private static let shown = 5

    let lines: [String]

    /// - Parameter place: where the job is recorded; nil where it is not.
    init(_ record: JobRecord, in place: RecordPlace?) {
        var lines: [String] = []
        if let failure = record.failure { lines += Self.tail(failure.outputTail, "output_tail", record, place) }
        if let direct = record.direct, direct.end != .succeeded {
            let why = direct.exitStatus.map { "it ended with status \($0)" } ?? direct.message ?? ""
            lines.append("    without an engine: \(direct.end.rawValue): \(PrintableText.line(why))")
            lines += Self.tail(direct.outputTail, "direct_output_tail", record, place)
        }
        self.lines = lines
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

/// What is kept and why: counted, or one by one.
struct KeptSummary {
    let text: String

    init(_ kept: [KeptObject], rules: CollectionRules, verbose: Bool) {
        guard !kept.isEmpty else {
            text = ""
            return
        }
        if verbose {
            var table = TextTable(["KEPT", "NAME", "WHY"])
            for object in kept {
                let name = object.names.first.flatMap { $0.isEmpty ? nil : $0 } ?? RemovalTable.shortened(object.id)
                table.add([object.kind.word, String(name.prefix(60)), object.detail])
            }
            text = table.text
            return
        }
        var lines: [String] = []
        for reason in KeptObject.Reason.allCases {
            let images = kept.count { $0.reason == reason && $0.kind == .image }
            let records = kept.count { $0.reason == reason && $0.kind == .cacheRecord }
            guard images + records > 0 else { continue }
            let counts = [
                images == 0 ? nil : images == 1 ? "1 image" : "\(images) images",
                records == 0 ? nil : records == 1 ? "1 cache record" : "\(records) cache records",
            ].compactMap(\.self).joined(separator: " and ")
            lines.append("  \(counts): \(Self.words(for: reason, rules))")
        }
        text = "kept:\n" + lines.joined(separator: "\n")
    }

    private static func words(for reason: KeptObject.Reason, _ rules: CollectionRules) -> String {
        switch reason {
        case .inUse: "in use by a container or a build"
        case .outOfScope: "without the label that is collected (see --label and --any)"
        case .named: "named by --keep"
        case .young: "used within \(AgeText.text(rules.minimumAge)) (--min-age)"
        case .needed: "something that stays builds on them"
        case .newest: "the newest of their repository"
        case .policy: "the policy does not ask for them"
        case .enough: "the disk is empty enough without"
        case .refused: "refused or changed when they were to go"
        }
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
        return "sqlite3 -readonly \(shell(database)) \(shell(query, quote: "\""))"
    }

    private func sql(_ text: String) -> String { text.replacingOccurrences(of: "'", with: "''") }

    /// Scenarios and fixtures have plain names; only the path may contain any character.
    private func shell(_ word: String, quote: String = "'") -> String {
        let isPlain =
            !word.isEmpty && word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/._-".contains($0)) }
        return isPlain
            ? word : quote + word.replacingOccurrences(of: quote, with: quote == "'" ? "'\\''" : "\\\"") + quote
    }
}

struct RunSummaryText {
    let text: String

    /// - Parameters:
    ///   - full: how many jobs a full disk refused where that is a result: policies that let it fill.
    ///   - faulty: how many jobs failed because of a planted fault.
    init(_ summary: RunSummary, full: Int = 0, faulty: Int = 0, end: RunEnd, database: String) {
        let measured = summary.jobs - summary.warmups
        var lines = [
            "run       \(summary.id.uuidString)",
            "jobs      \(measured) measured, \(summary.warmups) warm-ups, \(summary.failures) not succeeded"
                + (full > 0 ? ", \(full) of them for a full disk, which is a result" : "")
                + (faulty > 0 ? ", \(faulty) of them by planted faults" : "")
                + (summary.stopped > 0 ? ", \(summary.stopped) of them stopped by you" : ""),
            "database  \(database)",
        ]
        switch end {
        case .finished: lines.append("next      plimsoll report --db \(database)")
        case .interrupted: lines.append("stopped   the same command with --resume goes on with the rest")
        case .engineLost:
            lines.append("stopped   the engine was lost; when it is back, the same command with --resume goes on")
        }
        text = lines.joined(separator: "\n")
    }
}
