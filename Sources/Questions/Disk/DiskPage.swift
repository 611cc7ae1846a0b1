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
        let headline = growth.isEmpty ? "not enough samples to say." : growth.joined(separator: ", ") + " a build."
        return """
            \(Page.answerMark)the disk grows by \(headline)** A run of \(Words.day(run.record.startedAt)), profile \
            \(Markdown.escaped(run.record.profile)), \(Words.count(run.jobs, "job", "jobs")). This is evidence for `storage`; its \
            rule needs every collection policy beside.
            """
    }

    private var samples: Page.Block {
        let quiet =
            disk.unquiet == 0
            ? "nothing changed while they were taken" : "\(disk.unquiet) of them while something still changed"
        let measure =
            disk.measure == .filesystem
            ? "Growth is measured on disk."
            : "What the disk itself held could not be seen, so growth is measured by the engine's own word."
        return """
            After \(disk.samples) of \(Words.count(disk.jobs, "job", "jobs")) the engine was asked what it keeps and \
            the disk what is used, outside the job's time (\(Words.milliseconds(disk.seconds)) a sample, on the median; \
            \(quiet)). \(measure)
            """
    }

    private var growth: [Page.Block] {
        guard !disk.classes.isEmpty else { return [] }
        let table = Table(disk.classes) {
            Column("fixture") { Words.fixture($0.kind.series.fixture) }
            Column("builder") { Words.configuration($0.kind.series.configuration) }
            Column("changed") { Words.changeClass($0.kind.changeClass) + ($0.kind.cold ? ", no cache" : "") }
            Column("jobs", .right) { "\($0.growth.count)" }
            Column("disk grows a job by", .right) { Words.bytes($0.growth.mean) }
            Column("95 % interval") { Words.byteInterval($0.growth.interval) }
            Column("layers made a job", .right) { Words.bytes($0.made) }
        }
        return [
            .table(table),
            """
            Means: disks fill by sums. A job that supersedes an image takes away what only that image used, so that the disk \
            may grow by less than the layers it made. A job without a sample, and the one after it, are left out. An interval is not \
            known of fewer than \(Estimate.fewestJobs) jobs, nor where none differed from the others of its kind.
            """,
        ]
    }

    private var days: [Page.Block] {
        let rows = disk.configurations.flatMap { found in found.days.map { (found: found, days: $0) } }
        guard !rows.isEmpty else { return [] }
        let table = Table(rows) {
            Column("builder") { Words.configuration($0.found.name) }
            Column("disk grows a build by", .right) { Words.bytes($0.found.growth.mean) }
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
            Builds in the proportions of the real trace, beginning with what the warm worker held, and with nothing collected \
            but what each job's retention removes. The disks of 24 GB and 45 GB are Wikimedia's `/var/lib/docker` of 2018 and \
            later (Phabricator T202160; operations-puppet 2022–2024); 15 builds are the busiest day of scap's history.
            """,
        ]
    }

    private var check: Page.Block {
        guard let check = disk.check else {
            return "The samples are too few to judge a model of the growth on the last third of them."
        }
        let share = check.relativeError.map { " (\(Words.percent(abs($0))) of the actual growth)" } ?? ""
        return """
            **Does the growth go on as it began?** A model that was fitted on the first \(check.fitted) jobs foretold a \
            growth of \(Words.bytes(check.predicted)) over the last \(check.judged); it was \(Words.bytes(check.actual)): wrong \
            by \(Words.bytes(abs(check.error)))\(share). On the way it was \(Words.bytes(check.meanError)) off on the mean, \
            while \(Words.bytes(check.moved)) were made and removed.
            """
    }

    private var remainder: [Page.Block] {
        guard let growth = disk.remainderGrowth else { return [] }
        let share = disk.made.flatMap { $0 > 0 ? ", \(Words.percent(growth / $0)) of the layers made" : nil } ?? ""
        var table = Table(("the remainder at the end consists of", .left), ("on disk", .right))
        for part in disk.remainder where part.bytes != 0 {
            table.add(Words.remainderPart(part.part), Words.bytes(Double(part.bytes)))
        }
        if !table.isEmpty { table.add("all", Words.bytes(Double(disk.remainder.reduce(0) { $0 + $1.bytes }))) }
        return [
            """
            **The remainder**, what the disk holds beyond the engine's word and beyond an empty engine, changed by \
            \(Words.bytes(growth)) from the first sample to the last\(share).
            """,
            .table(table),
        ]
    }
}
