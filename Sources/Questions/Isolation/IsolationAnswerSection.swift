/// The evidence first: how many probes passed where. There is no answer: that is Security's.
struct IsolationAnswerSection {
    let findings: IsolationFindings

    var paragraphs: [String] {
        [
            "## The answer",
            "**\(Questions.isolation.words)** (`\(Questions.isolation.id)`)",
            AnswerSection.headlineMark + words,
            table.isEmpty ? "No probe was told of." : table.text,
            IsolationWords.missing(findings.gVisor) ?? Self.ownKernel,
            "**Rule, fixed before the run:** \(Questions.isolation.rule).",
            """
            **As applied:** a probe passes where it saw what the catalogue expects of a job that has no more than it needs, in \
            every job; it fails where it never did. How grave a failure is, and whether a disposable virtual machine is better, is not \
            decided here: such a machine was not measured. A probe that passes shows that one way is closed, and not that there is \
            none.
            """,
        ].filter { !$0.isEmpty }
    }

    /// The headline, closed by `**`, and what follows it.
    var words: String { "evidence only, for Security to judge.** \(sentence)" }

    private var sentence: String {
        guard let usual = findings.settings.first(where: \.isUsualJob) else {
            return "No probe was told of from inside a job in its default container."
        }
        let passed = findings.count(.passed, in: usual)
        let failed = findings.count(.failed, in: usual) + findings.count(.varied, in: usual)
        let start = """
            Inside a job in its default container \(passed) of \(Words.count(passed + failed, "probe", "probes")) saw what would be \
            expected
            """
        guard
            let hardened = findings.settings.first(where: { $0.hardening == "hardened" && $0.runtime == usual.runtime })
        else { return start + "." }
        let after = findings.count(.passed, in: hardened)
        let tried = after + findings.count(.failed, in: hardened) + findings.count(.varied, in: hardened)
        return "\(start); in the hardened container \(after) of \(tried)."
    }

    /// What would otherwise be read wrongly.
    private static let ownKernel = """
        **gVisor's columns are not to be counted against runc's.** Inside it a kernel of the container's own answers: a call that is \
        “allowed” there reaches that kernel, and not the worker's, and what is told of seccomp, capabilities and users is that \
        kernel's word. Its networks and limits are the worker's.
        """

    var table: MarkdownTable {
        var table = MarkdownTable(
            ("from inside", .left), ("pass", .right), ("fail", .right), ("varied", .right), ("not tried", .right))
        for setting in findings.settings {
            let counts = [ProbeOutcome.Answer.passed, .failed, .varied, .untried].map {
                "\(findings.count($0, in: setting))"
            }
            table.add([IsolationWords.setting(setting)] + counts)
        }
        return table
    }
}
