import Foundation
import Model
import Store

/// What could make the answers wrong: what the data itself tells, what holds of every run, and each answer's warnings.
struct ThreatSection {
    let answers: Answers

    var blocks: [Page.Block] {
        [
            "## Threats to validity", .text((ofRuns + Self.ofAll).map { "- " + $0 }.joined(separator: "\n")),
            "### Warnings", .text(warnings),
        ]
    }

    private var ofRuns: [String] {
        let runs = answers.answering
        let all = Words.count(runs.count, "run", "runs")
        let hosts = Set(runs.map(\.record.fingerprint.host)).count
        let quick = runs.count { $0.record.profile == "quick" }
        let unfinished = runs.count { $0.endReason != "finished" }
        let found = [
            hosts > 1
                ? "**The runs come from \(hosts) hosts that differ** (see [the environment](#environment)): do not compare seconds across them."
                : "**One host.** All answers are of one kind of worker. Another kind takes other times.",
            quick > 0 ? "**\(quick) of \(all) had the profile `quick`**: few jobs, wide intervals." : nil,
            unfinished > 0
                ? "**\(Words.count(unfinished, "run", "runs")) did not finish**: what they recorded was analysed."
                : nil,
        ]
        return found.compactMap { $0 }
    }

    private static let ofAll = [
        """
        **The shipped fixtures were written for this project**, in the shapes and sizes of two real repositories. Replay your own \
        history to measure yours.
        """,
        """
        **Packages come from a mirror on the worker**, and a registry, where there is one, runs beside the engine. No figure includes \
        the time of a wide-area network.
        """,
        """
        **An embedded engine's disk is a file mounted as a loop device**: writes pass through two filesystems, on both sides of each \
        comparison.
        """,
        "**Disposable virtual machines were not measured.** What is said of them is quoted, with its source.",
    ]

    /// One line a warning, with all the questions that it stands beside.
    private var warnings: String {
        let all = answers.entries.flatMap { answer in
            answer.warnings.map { (text: $0.text, question: Markdown.code(answer.question.id)) }
        }
        let questions = Dictionary(grouping: all, by: \.text).mapValues { $0.map(\.question).joined(separator: ", ") }
        var seen: Set<String> = []
        let texts = all.map(\.text).filter { seen.insert($0).inserted }
        let lines = texts.map { "- \(questions[$0] ?? ""): \($0)" }
        return lines.isEmpty ? "None." : lines.joined(separator: "\n")
    }
}

/// What the runs that answer stood on, in what they differ, and how to do all of it again.
struct RunsSection {
    let answers: Answers

    private var runs: [RunSummary] { answers.answering }

    var blocks: [Page.Block] {
        let commands = (runs.map(command) + ["plimsoll report --all"]).joined(separator: "\n")
        return [
            "## Environment", .table(table), .text(differences), .table(facts), "## How to reproduce it",
            """
            With Plimsoll built from the commit named, these command lines run the same jobs in the same order. The last one makes this \
            report of them. Where a line does not name its seed (`--seed`), the comment does.
            """,
            .text(Markdown.block(commands, language: "sh")),
            "The verdicts, their figures and intervals, straight from the database (after a report has been made of it):",
            .text(Markdown.block(sql, language: "sql")),
        ]
    }

    private var table: Table {
        var table = Table(
            ("run", .left), ("started", .left), ("scenarios", .left), ("profile", .left), ("seed", .right),
            ("jobs", .right), ("ended", .left), ("Plimsoll", .left))
        for run in runs {
            let record = run.record
            let scenarios = record.scenarios.map {
                "\(Markdown.escaped($0.name)) \(Markdown.code(String($0.hash.prefix(12))))"
            }
            table.add(
                Markdown.code(run.id.uuidString), record.startedAt.formatted(.iso8601),
                scenarios.joined(separator: ", "), Markdown.escaped(record.profile), "\(record.seed)", "\(run.jobs)",
                Markdown.escaped(run.endReason ?? "no end recorded"),
                "\(Markdown.escaped(record.toolVersion)), \(Markdown.code(record.toolCommit))")
        }
        return table
    }

    private var differences: String {
        let hosts = Set(runs.map(\.record.fingerprint.host)).count
        let engines = Set(runs.map(\.record.fingerprint.engine)).count
        guard hosts > 1 || engines > 1 else { return "All of these runs have the same fingerprint of host and engine." }
        return """
            **The fingerprints differ:** \(Words.count(hosts, "kind of host", "kinds of host")), \
            \(Words.count(engines, "kind of engine", "kinds of engine")). A fact that differs has a row for each value, with the first \
            characters of the runs that have it.
            """
    }

    private var facts: Table {
        var table = Table(("fact", .left), ("value", .left), ("runs", .left))
        for (prefix, path) in [("engine", \Fingerprint.engine), ("host", \Fingerprint.host)] {
            let names = Set(runs.flatMap { $0.record.fingerprint[keyPath: path].keys }).sorted()
            for name in names {
                let byValue = Dictionary(grouping: runs) { $0.record.fingerprint[keyPath: path][name] ?? "not known" }
                for (value, those) in byValue.sorted(by: { $0.key < $1.key }) {
                    let which = those.map { Markdown.code(String($0.id.uuidString.prefix(8))) }
                    table.add(
                        Words.fact(prefix, name), Words.fact(name, value: value),
                        byValue.count == 1 ? "all" : which.joined(separator: ", "))
                }
            }
        }
        return table
    }

    private func command(_ run: RunSummary) -> String {
        let record = run.record
        let questions = answers.questions(answeredBy: run).joined(separator: ", ")
        let tool = "Plimsoll \(record.toolVersion), commit \(record.toolCommit), seed \(record.seed)"
        return """
            # \(questions): \(Markdown.oneLine(tool))
            \(record.commandLine.map(ReproductionSection.shellQuoted).joined(separator: " "))
            """
    }

    private var sql: String {
        let runs = runs.map { ReproductionSection.sqlQuoted($0.id.uuidString) }.joined(separator: ",\n    ")
        return """
            SELECT question, verdict, estimate, low, high, unit, n FROM verdict_view WHERE run IN (
                \(runs)
            ) ORDER BY question;
            """
    }
}
