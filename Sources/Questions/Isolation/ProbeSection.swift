/// Every probe: what it tries, what is expected, what was seen in each setting, and why it matters.
struct ProbeSection {
    let findings: IsolationFindings

    var paragraphs: [String] {
        ["## The probes"]
            + (findings.probes.isEmpty
                ? ["None was told of."]
                : [
                    outcomes,
                    """
                    What was seen most often over all jobs, warm-ups included; a probe in a build step counts in the job whose build ran \
                    it, and not where the step came from the cache. “Not tried” says why.
                    """,
                    "### Why each matters",
                    reasons,
                ])
    }

    private var outcomes: String {
        let settings = findings.settings
        let titles = ["probe", "tries", "expected"] + settings.map(IsolationWords.setting)
        let columns: [(title: String, alignment: MarkdownTable.Alignment)] = titles.map { ($0, .left) }
        var table = MarkdownTable(columns)
        for probe in findings.probes {
            table.add(
                ["`\(probe.id)`", Markdown.escaped(probe.tries), Markdown.escaped(probe.expected)]
                    + settings.map { IsolationWords.cell(probe.outcomes[$0]) })
        }
        return table.text
    }

    private var reasons: String {
        var table = MarkdownTable(("probe", .left), ("why it matters", .left))
        for probe in findings.probes { table.add("`\(probe.id)`", Markdown.escaped(probe.matters)) }
        return table.text
    }
}
