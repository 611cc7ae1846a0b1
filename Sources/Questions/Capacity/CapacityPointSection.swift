/// The table by builds a day.
struct CapacityPointSection {
    let findings: CapacityFindings

    var paragraphs: [String] {
        let table = table
        return [
            "## Workers by builds a day (simulated)",
            table.isEmpty ? "Nothing was simulated." : table.text,
            lacks,
        ].filter { !$0.isEmpty }
    }

    var table: MarkdownTable {
        var table = MarkdownTable(
            ("setting", .left), ("executors", .right), ("builds a day", .right), ("workers", .right), ("range", .right),
            ("p95 wait", .right), ("mean wait", .right), ("executors in use", .right), ("first builds", .right),
            ("p95 wait with one fewer", .right))
        for setting in findings.settings {
            for point in setting.points {
                table.add(
                    Words.setting(setting.name), "\(setting.executors)", Words.builds(point.buildsADay),
                    point.workers.map { "\($0)" } ?? "none found", Words.range(point.range),
                    Words.wait(point.result, CapacityTerms.share), Words.seconds(point.result?.waits.mean),
                    Words.percent(point.result?.utilisation), Words.percent(point.result?.coldShare),
                    Words.wait(point.oneFewer))
            }
        }
        return table
    }

    private var lacks: String {
        findings.settings.filter { !$0.lacks.isEmpty }.map { setting in
            let reasons = setting.lacks.map { Markdown.escaped($0.description) }.joined(separator: "; ")
            return "- \(Words.setting(setting.name)): nothing is claimed, as \(reasons)."
        }.joined(separator: "\n")
    }
}
