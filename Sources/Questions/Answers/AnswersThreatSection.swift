import Store

/// What could make the answers wrong: what the data itself tells, what holds of every run, and each answer's warnings.
package struct AnswersThreatSection {
    package let answers: Answers

    package var paragraphs: [String] {
        [
            "## Threats to validity",
            (ofRuns + Self.ofAll).map { "- " + $0 }.joined(separator: "\n"),
            "### Warnings",
            warnings,
        ]
    }

    /// What the runs that answer tell by themselves.
    private var ofRuns: [String] {
        let runs = answers.answering
        var found: [String] = []
        let hosts = Set(runs.map(\.record.fingerprint.host)).count
        found.append(
            hosts > 1
                ? "**The runs stand on \(hosts) hosts that differ** (see [the environment](#environment)): do not compare seconds across them."
                : "**One host.** All answers are of one kind of worker; another one has other seconds.")
        let quick = runs.count { $0.record.profile == "quick" }
        if quick > 0 {
            found.append(
                "**\(quick) of \(Words.count(runs.count, "run", "runs")) had the profile `quick`**: few jobs, wide intervals."
            )
        }
        let unfinished = runs.count { $0.endReason != "finished" }
        if unfinished > 0 {
            found.append(
                "**\(Words.count(unfinished, "run", "runs")) did not come to an end**: what is there was analysed.")
        }
        return found
    }

    private static let ofAll = [
        """
        **The shipped fixtures are written for this project** in the shapes and sizes of two real repositories; your own history, \
        replayed, tells of yours.
        """,
        """
        **Packages come from a mirror on the worker**, and a registry, where there is one, stands beside the engine: no figure holds \
        the time of a wide network.
        """,
        """
        **An embedded engine's disk is a file mounted as a loop device**: writes pass two filesystems, on both sides of each \
        comparison.
        """,
        "**Disposable virtual machines were not measured.** What is said of them is quoted, with its source.",
    ]

    /// One line a warning, with all the questions that it stands beside.
    private var warnings: String {
        var texts: [String] = []
        var questions: [String: [String]] = [:]
        for answer in answers.entries {
            for text in answer.cautions.map({ CautionSection.text($0) }) {
                if questions[text] == nil { texts.append(text) }
                questions[text, default: []].append(Markdown.code(answer.question.id))
            }
        }
        let lines = texts.map { "- \((questions[$0] ?? []).joined(separator: ", ")): \($0)" }
        return lines.isEmpty ? "None." : lines.joined(separator: "\n")
    }
}
