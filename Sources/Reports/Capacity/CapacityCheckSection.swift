import Findings

/// The simulation beside the measured open loops.
struct CapacityCheckSection {
    let findings: CapacityFindings

    var paragraphs: [String] {
        var table = MarkdownTable(
            ("open loop", .left), ("jobs", .right), ("measured p95 wait", .right), ("predicted", .right),
            ("95 of 100 predictions", .left), ("off by", .right), ("with the jobs' own times", .right), ("", .left))
        for check in findings.settings.flatMap(\.checks) {
            table.add(
                Words.configuration(check.configuration), "\(check.jobs)", Words.seconds(check.measured),
                Words.seconds(check.predicted), check.predicted == nil ? Words.absent : Words.interval(check.interval),
                Words.percent(check.error), Words.seconds(check.replayed), answer(check))
        }
        return [
            "## The simulation beside what was measured",
            table.isEmpty
                ? "The run has no open loop: the simulation could not be compared with anything measured." : table.text,
            table.isEmpty
                ? ""
                : """
                The simulation was given the same arrivals, and times that were measured in closed loops (or, where there are none, \
                in the first half of the same loop). The last figure takes each job's own time: what it is off by is the fault of \
                the queue as it is simulated; what the prediction is off by beyond that, of the times.
                """,
        ].filter { !$0.isEmpty }
    }

    private func answer(_ check: OpenLoopCheck) -> String {
        switch check.answer {
        case .agrees: "agrees"
        case .disagrees: "disagrees"
        case .notJudged(let reason): "not judged: \(reason)"
        }
    }
}
