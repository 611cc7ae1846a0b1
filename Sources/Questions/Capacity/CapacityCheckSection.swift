/// The simulation beside the measured open loops.
struct CapacityCheckSection {
    let findings: CapacityFindings

    var paragraphs: [String] {
        var table = MarkdownTable(
            ("open loop", .left), ("jobs", .right), ("measured p95 wait", .right), ("its interval", .left),
            ("predicted", .right), ("95 of 100 predictions", .left), ("off by", .right),
            ("in the measured interval", .left), ("with the jobs' own times", .right), ("", .left))
        for check in findings.settings.flatMap(\.checks) {
            table.add(
                Words.configuration(check.configuration), "\(check.jobs)", Words.seconds(check.measured),
                check.measuredInterval == nil ? Words.absent : Words.interval(check.measuredInterval),
                Words.seconds(check.predicted), check.predicted == nil ? Words.absent : Words.interval(check.interval),
                Words.percent(check.error), check.isCovered.map { $0 ? "yes" : "no" } ?? Words.absent,
                Words.seconds(check.replayed), answer(check))
        }
        return [
            "## The simulation beside what was measured",
            table.isEmpty
                ? "The run has no open loop: the simulation could not be compared with anything measured." : table.text,
            table.isEmpty
                ? ""
                : """
                The simulation was given the same arrivals, and times that were measured in closed loops (or, where there are none, \
                in the first half of the same loop). Waits count from the moment at which a job was to start; jobs that find an idle \
                worker because nobody came before them are not judged. The measured wait is uncertain itself: its interval is that of \
                95 of 100 loops with the same arrivals whose jobs take times of this loop, drawn anew. Where it reaches farther than \
                \(Words.percent(OpenLoopCheck.tolerance)) to either side nothing is decided, and the jobs are named that it would \
                take; but a prediction that far outside of all of it counts against the simulation. The last figure takes each job's \
                own time: what it is off by is the fault of \
                the queue as it is simulated; what the prediction is off by beyond that, of the times.
                """,
        ].filter { !$0.isEmpty }
    }

    private func answer(_ check: OpenLoopCheck) -> String {
        switch check.answer {
        case .agrees: "agrees"
        case .disagrees: "disagrees"
        case .undecided(let needed): "undecided: some \(needed) jobs are needed"
        case .notJudged(let reason): "not judged: \(reason)"
        }
    }
}
