/// The table by builder and number of executors.
struct LevelsSection {
    let findings: ExecutorsFindings

    var paragraphs: [String] {
        var table = MarkdownTable(
            ("builder", .left), ("executors", .right), ("jobs", .right), ("counted", .right), ("failed", .right),
            ("jobs a minute", .right), ("least to most", .left), ("median", .right), ("95th percentile", .right),
            ("95 % interval", .left), ("99th percentile", .right), ("95th ÷ that of one", .right))
        for sweep in findings.sweeps {
            let base = sweep.levels.first { $0.executors == 1 }?.quantile(0.95)?.value
            for level in sweep.levels {
                let tail = level.quantile(0.95)
                table.add(
                    Words.configuration(sweep.configuration), "\(level.executors)", "\(level.jobs)",
                    "\(level.responses.count)", "\(level.failed)", Self.rate(level.throughput),
                    level.throughputRange.map { "\(Self.rate($0.lowerBound)) to \(Self.rate($0.upperBound))" }
                        ?? Words.absent,
                    Words.seconds(level.quantile(0.5)?.value), Words.seconds(tail?.value),
                    Words.interval(tail?.interval),
                    Words.seconds(level.quantile(0.99)?.value),
                    Words.times(tail.flatMap { tail in base.map { tail.value / $0 } }))
            }
        }
        guard !table.isEmpty else { return [] }
        return ["## By executors", table.text] + laws + unsteady
    }

    private var laws: [String] {
        findings.sweeps.map { sweep in
            guard let law = sweep.law else {
                return """
                    The Universal Scalability Law does not fit \(Words.theConfiguration(sweep.configuration)): its parameters would not be \
                    physical, or the levels are too few.
                    """
            }
            let peak =
                law.peak.isFinite
                ? "throughput would be largest at \(Words.number(law.peak)) executors" : "throughput would never fall"
            return """
                The Universal Scalability Law, fitted to \(Words.theConfiguration(sweep.configuration)): \
                \(Words.percent(law.contention)) of a job is done by one at a time (σ), keeping in step costs each pair \
                \(Words.percent(law.coherency)) (κ), one alone would do \(Words.number(law.single * 60)) jobs a minute; \(peak). \
                Residual \(Words.number(law.residual * 60)) jobs a minute.
                """
        }
    }

    private var unsteady: [String] {
        let levels = findings.sweeps.flatMap(\.levels).flatMap { level in
            level.repeats.filter { !$0.isSteady }.map { "\(level.executors) executors (\($0.round))" }
        }
        guard !levels.isEmpty else { return [] }
        return [
            """
            The times did not settle within the first half of: \(levels.joined(separator: ", ")) (in brackets which time through). There \
            all jobs but ramp-up and drain are counted.
            """
        ]
    }

    static func rate(_ perSecond: Double?) -> String { perSecond.map { Words.number($0 * 60) } ?? Words.absent }
}
