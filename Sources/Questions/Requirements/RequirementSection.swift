import Model

/// What a worker must offer, and what was found.
struct RequirementSection {
    let findings: RequirementsFindings

    var paragraphs: [String] {
        [
            "**\(Questions.opsRequirements.words)** (`\(Questions.opsRequirements.id)`)",
            AnswerSection.headlineMark + words,
            findings.requirements.isEmpty ? "" : table.text,
            findings.requirements.isEmpty
                ? ""
                : """
                What `plimsoll doctor` looked at when the run began. “Required”: no embedded engine runs without it. The others are needed \
                for what the table says, and only for that. What had to be tried was tried in namespaces that ended with the trial.
                """,
            "**Rule, fixed before the run:** \(Questions.opsRequirements.rule).",
        ].filter { !$0.isEmpty }
    }

    /// The headline, closed by `**`, and what follows it.
    var words: String { "evidence only.** \(sentence)" }

    private var sentence: String {
        guard !findings.requirements.isEmpty else { return "Nobody looked at the worker of this run." }
        let required = findings.requirements.count(where: \.isRequired)
        let worse = findings.requirements.filter { $0.state != "fine" }
        let names = worse.map { Markdown.escaped($0.name) }.joined(separator: ", ")
        return """
            \(Words.count(findings.requirements.count, "requirement was", "requirements were")) looked at, \(required) of them required; \
            \(worse.isEmpty ? "all are met" : "\(worse.count) not met or only in part (\(names))").
            """
    }

    var table: MarkdownTable {
        var table = MarkdownTable(
            ("about", .left), ("what", .left), ("needed for", .left), ("required", .left), ("state", .left),
            ("found", .left), ("what mends it", .left))
        for requirement in findings.requirements {
            table.add(
                Markdown.escaped(requirement.area), Markdown.escaped(requirement.name),
                Markdown.escaped(requirement.neededFor), requirement.isRequired ? "yes" : "no",
                requirement.state == "fine" ? "fine" : "**\(Markdown.escaped(requirement.state))**",
                Markdown.escaped(requirement.found), requirement.remedy.map(Markdown.code) ?? Words.absent)
        }
        return table
    }
}
