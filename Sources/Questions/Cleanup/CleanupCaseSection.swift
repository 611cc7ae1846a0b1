import Model

/// What was left after which outcome.
struct CleanupCaseSection {
    let findings: CleanupFindings

    var paragraphs: [String] {
        let table = table
        guard !table.isEmpty else { return [] }
        return ["## After what", table.text, moments, unknown].filter { !$0.isEmpty }
    }

    var table: MarkdownTable {
        var table = MarkdownTable(
            ("what happened", .left), ("builder", .left), ("jobs", .right), ("ended", .left), ("clean", .right),
            ("things left", .right), ("bytes", .right), ("still there at the end", .right), ("what", .left))
        for found in findings.cases {
            table.add(
                CleanupWords.fault(found.fault), CleanupWords.builder(found.series), "\(found.jobs)",
                CleanupWords.outcomes(found), CleanupWords.clean(found), "\(found.left)",
                Words.bytes(Double(found.bytes)), "\(found.remained)",
                found.leaks.isEmpty
                    ? Words.absent
                    : found.leaks.sorted { $0.key < $1.key }.map { "\(CleanupWords.kind($0.key)) \($0.value)" }
                        .joined(separator: ", "))
        }
        return table
    }

    /// In which phases the jobs were that were stopped at any moment.
    private var moments: String {
        let stopped = findings.cases.filter { $0.fault == "cancel-anywhere" }
        let phases = Phase.allCases.compactMap { phase -> String? in
            let count = stopped.reduce(0) { $0 + ($1.endedIn[phase] ?? 0) }
            return count > 0 ? "\(count) while \(CleanupWords.phase(phase))" : nil
        }
        guard !phases.isEmpty else { return "" }
        let total = stopped.reduce(0) { $0 + $1.jobs }
        return """
            Of the \(Words.count(total, "job", "jobs")) that were stopped one after the other at any moment: \
            \(phases.joined(separator: ", ")).
            """
    }

    /// What nobody can be found for.
    private var unknown: String {
        let count = findings.leaks.count { $0.leak.job == nil }
        guard count > 0 else { return "" }
        return "Of \(Words.count(count, "thing", "things")) nothing tells which job left it."
    }
}
