import Model

/// What stands below the line of a job that failed: the last lines of its output, and where the rest is.
struct FailureLines {
    /// How many of the last lines are shown.
    private static let shown = 5

    let lines: [String]

    /// - Parameter place: where the job is recorded; nil where it is not.
    init(_ record: JobRecord, in place: RecordPlace?) {
        var lines: [String] = []
        if let failure = record.failure {
            lines += Self.tail(failure.outputTail, "output_tail", record, place)
        }
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
            lines.append(
                "    the last \(output.count) lines: \(place.command(printing: column, of: record))")
        }
        return lines
    }
}
