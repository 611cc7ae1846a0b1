/// What the page tells of times, by fixture and builder.
extension OverheadPage {
    var phases: [Page.Block] {
        let known = evidence.series.compactMap { found in found.parts.map { (found: found, parts: $0) } }
        guard !known.isEmpty else { return [] }
        let table = Table(known) {
            Series.columns { $0.found.series }
            WallParts.Part.commandLast.map { part in Column(part.words, .right) { Words.seconds($0.parts[part]) } }
            Column("whole job", .right) { Words.seconds($0.found.wall) }
            Column("overhead's share", .right) { Words.percent($0.found.share) }
        }
        let text = """
            Each figure is its own median over the warm jobs. So the parts of a row need not add up exactly to the whole \
            job. “Container” is what creating, starting and awaiting the container takes beyond the command \
            itself; “between” is time between the phases.
            """
        return ["## Where the time goes"] + .chart(evidence.partsChart) + .chart(evidence.jobChart)
            + [.table(table), .text(text)]
    }

    var cold: [Page.Block] {
        let known = evidence.series.compactMap { found in found.cold.map { (found: found, cold: $0) } }
        let table = Table(known) {
            Series.columns { $0.found.series }
            Column("cold jobs", .right) { "\($0.cold.overhead.count)" }
            Column("cold build", .right) { Words.seconds($0.cold.build) }
            Column("cold job", .right) { Words.seconds($0.cold.wall) }
            Column("cold overhead", .right) { Words.seconds($0.cold.overhead.value) }
            Column("warm overhead", .right) { Words.seconds($0.found.overhead?.value) }
            Column("cold ÷ warm", .right) { Words.times(Self.ratio($0.cold.overhead, to: $0.found.overhead)) }
        }
        return .section(
            "## Cold against warm", table,
            """
            Medians. Cold jobs are those set to build without the cache, and warm-ups in which no step came from it. They \
            count in no other figure of this report.
            """, otherwise: "No job of this run was built without a cache.")
    }

    private static func ratio(_ cold: Estimate, to warm: Estimate?) -> Double? {
        warm.flatMap { $0.value > 0 ? cold.value / $0.value : nil }
    }

    var direct: [Page.Block] {
        let known = evidence.series.compactMap { found in found.direct.map { (series: found.series, direct: $0) } }
        let table = Table(known) {
            Series.columns { $0.series }
            Column("pairs", .right) { "\($0.direct.pairs)" }
            Column("bare first", .right) { "\($0.direct.directFirst)" }
            Column("bare command", .right) { Words.seconds($0.direct.seconds) }
            Column("the job costs more by", .right) { Words.seconds($0.direct.job.shift) }
            Column("pairs", .right) { "\($0.direct.usualPairs) \(Words.changeClass($0.direct.usualClass))" }
            Column("95 % interval") { Words.interval($0.direct.job.interval) }
            Column("p", .right) { Words.probability($0.direct.job.probability) }
            Column("the command is slower by", .right) { Words.seconds($0.direct.command.shift) }
            Column("95 % interval") { Words.interval($0.direct.command.interval) }
            Column("p", .right) { Words.probability($0.direct.command.probability) }
        }
        return .section(
            "## Beside the bare command",
            lead: """
                The same command also ran without an engine, on the same files and right before or after the job. This shows \
                what the container job costs as a whole, and whether the command itself runs slower in a container.
                """, table,
            """
            What the job costs more comes from the pairs of the most usual kind of change: jobs after rarer kinds also \
            rebuild more. Whether the command is slower comes from all pairs. “Bare first” counts the pairs in which the run \
            without an engine came first; half of them is balanced. Differences are Hodges and Lehmann's estimates from the \
            pairs. The p is the probability of so large a difference if there was none (Wilcoxon's signed ranks, two-sided).
            """, otherwise: "No job of this run has the same command run without an engine beside it.")
    }

    var floor: [Page.Block] {
        let measured = evidence.floor.compactMap { found -> String? in
            guard let overhead = found.overhead else { return nil }
            let interval =
                overhead.interval.map { "95 % interval \(Words.interval($0))" } ?? "n too small for an interval"
            return """
                - \(Words.configuration(found.series.configuration)): \(Words.seconds(overhead.value)), \(interval), \
                n = \(overhead.count)
                """
        }
        return [
            "## The floor",
            measured.isEmpty
                ? "No no-op job succeeded on a warm worker in this run, so the floor is not known."
                : "A warm no-op job, whose command does nothing, has a median overhead of:",
            .text(measured.joined(separator: "\n")),
        ]
    }

    var ownCost: [Page.Block] {
        let known = evidence.series.compactMap { found in found.own.map { (series: found.series, own: $0) } }
        let table = Table(known) {
            Series.columns { $0.series }
            Column("processor time a job", .right) { Words.milliseconds($0.own.processor) }
            Column("time outside engine requests a job", .right) { Words.milliseconds($0.own.outsideRequests) }
            Column("engine requests a job", .right) { Words.plain($0.own.requests) }
        }
        return .section(
            "## Plimsoll's own cost", table,
            "Medians over the warm jobs. This cost is part of the overhead reported above.")
    }
}
