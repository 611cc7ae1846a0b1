import Store

/// The page on the disk that caching takes: how fast it grows, by what, how long disks last, and what the engine does not report. It
/// answers no question.
struct DiskPage {
    let disk: DiskEvidence
    let run: RunSummary

    /// The page on a run; nil where the run has no ledger, or its jobs replay no history.
    static func page(in run: RunReader) async throws -> Page? {
        guard try await run.isHistory(), let disk = try DiskAnalysis.analyse(run.database, run: run.run) else {
            return nil
        }
        return DiskPage(disk: disk, run: run.run).page
    }

    var page: Page {
        let sections: [[Page.Block]] = [
            ["## Disk", samples], .chart(DiskEvidence.chart(disk.points)), growth, days, [check], remainder,
            .environment(run),
        ]
        return Page(
            subject: "disk", title: "What builds leave on the disk", run: run, introduction: introduction,
            blocks: sections.flatMap { $0 })
    }

    private var introduction: String {
        let growth = disk.configurations.map {
            "\(Words.bytes($0.growth.mean)) with \(Words.theConfiguration($0.name))"
        }
        let grows = "the disk grows by \(growth.joined(separator: ", ")) a build."
        let headline = growth.isEmpty ? "too few samples to say." : grows
        return """
            \(Page.answerMark)\(headline)** A run of \(Words.day(run.record.startedAt)), profile \
            \(Markdown.escaped(run.record.profile)), \(Words.count(run.jobs, "job", "jobs")). This is evidence for `storage`, \
            whose rule needs a run of every collection policy.
            """
    }

    private var samples: Page.Block {
        let quiet =
            disk.unquiet == 0
            ? "nothing changed meanwhile" : "during \(disk.unquiet) of them something still changed"
        let measure =
            disk.measure == .filesystem
            ? "Growth is measured on disk."
            : "The disk itself could not be seen, so growth is measured by the engine's own figure."
        return """
            After \(disk.samples) of \(Words.count(disk.jobs, "job", "jobs")) the engine was asked what it keeps, and \
            the disk what is used. This was outside the job's time, at \(Words.milliseconds(disk.seconds)) a sample \
            (median); \(quiet). \(measure)
            """
    }

    private var growth: [Page.Block] {
        guard !disk.classes.isEmpty else { return [] }
        let table = Table(disk.classes) {
            Column("fixture") { Words.fixture($0.kind.series.fixture) }
            Column("builder") { Words.configuration($0.kind.series.configuration) }
            Column("changed") { Words.changeClass($0.kind.changeClass) + ($0.kind.cold ? ", no cache" : "") }
            Column("jobs", .right) { "\($0.growth.count)" }
            Column("growth per job", .right) { Words.bytes($0.growth.mean) }
            Column("95 % interval") { Words.byteInterval($0.growth.interval) }
            Column("layers made per job", .right) { Words.bytes($0.made) }
        }
        return [
            .table(table),
            """
            The figures are means, as disks fill by sums. A job that replaces an image removes what only that image used. So the \
            disk may grow by less than the layers it made. A job without a sample, and the one after it, are left out. Fewer than \
            \(Estimate.fewestJobs) jobs have no interval, nor do jobs of which none differed from the others of its kind.
            """,
        ]
    }

    private var days: [Page.Block] {
        let rows = disk.configurations.flatMap { found in found.days.map { (found: found, days: $0) } }
        guard !rows.isEmpty else { return [] }
        let table = Table(rows) {
            Column("builder") { Words.configuration($0.found.name) }
            Column("growth per build", .right) { Words.bytes($0.found.growth.mean) }
            Column("95 % interval") { Words.byteInterval($0.found.growth.interval) }
            Column("disk", .right) { Words.bytes($0.days.disk) }
            Column("builds a day", .right) { Words.plain($0.days.buildsADay) }
            Column("full after", .right) { Words.days($0.days.days) }
            Column("95 % interval") { row in
                row.days.interval.map { "\(Words.days($0.lowerBound)) to \(Words.days($0.upperBound))" } ?? "not known"
            }
        }
        return [
            .table(table),
            """
            The table counts builds in the proportions of the real trace, beginning with what the warm worker held. Nothing \
            is collected but what each job's retention removes. The disks of 24 GB and 45 GB are Wikimedia's \
            `/var/lib/docker` of 2018 and later (Phabricator T202160; operations-puppet 2022–2024). The busiest day of scap's \
            history had 15 builds.
            """,
        ]
    }

    private var check: Page.Block {
        guard let check = disk.check else {
            return "The samples are too few to judge a model of the growth on their last third."
        }
        let share = check.relativeError.map { " (\(Words.percent(abs($0))) of the actual growth)" } ?? ""
        return """
            **Does the growth go on as it began?** A model that was fitted on the first \(check.fitted) jobs predicted a growth \
            of \(Words.bytes(check.predicted)) over the last \(check.judged). The disk grew by \(Words.bytes(check.actual)): \
            the model was wrong by \(Words.bytes(abs(check.error)))\(share). On the way it was \(Words.bytes(check.meanError)) \
            off on the mean, while \(Words.bytes(check.moved)) were made and removed.
            """
    }

    private var remainder: [Page.Block] {
        guard let growth = disk.remainderGrowth else { return [] }
        let share = disk.made.flatMap { $0 > 0 ? ", \(Words.percent(growth / $0)) of the layers made" : nil } ?? ""
        var table = Table(("part of the remainder at the end", .left), ("on disk", .right))
        for part in disk.remainder where part.bytes != 0 {
            table.add(Words.remainderPart(part.part), Words.bytes(Double(part.bytes)))
        }
        if !table.isEmpty { table.add("all", Words.bytes(Double(disk.remainder.reduce(0) { $0 + $1.bytes }))) }
        return [
            """
            **The remainder** is what the disk holds beyond the engine's own figure and beyond an empty engine. It \
            changed by \(Words.bytes(growth)) from the first sample to the last\(share).
            """,
            .table(table),
        ]
    }
}
