/// What caching takes on disk: how fast it grows, by what, how long disks last, and what the engine does not count.
struct StorageSection {
    let storage: StorageFindings
    /// The chart as a paragraph, where there is one.
    let chart: [String]

    var paragraphs: [String] {
        ["## Disk", introduction] + chart + growth + days + check + remainder
    }

    private var introduction: String {
        let quiet =
            storage.unquiet == 0
            ? "nothing changed while they were taken"
            : "\(storage.unquiet) of them while something still changed"
        let measure =
            switch storage.measure {
            case .filesystem: "Growth is measured on disk."
            case .engine: "What the disk itself held could not be seen, so growth is measured by the engine's own word."
            }
        return """
            After \(storage.samples) of \(Words.count(storage.jobs, "job", "jobs")) the engine was asked what it keeps and \
            the disk what is used, outside the job's time (\(Words.milliseconds(storage.seconds)) a sample, on the median; \
            \(quiet)). \(measure)
            """
    }

    private var growth: [String] {
        var table = MarkdownTable(
            ("fixture", .left), ("builder", .left), ("changed", .left), ("jobs", .right),
            ("disk grows a job by", .right), ("95 % interval", .left), ("layers made a job", .right))
        for found in storage.classes {
            let changed = Words.changeClass(found.kind.changeClass) + (found.kind.cold ? ", no cache" : "")
            table.add(
                Words.fixture(found.kind.series.fixture), Words.configuration(found.kind.series.configuration), changed,
                "\(found.growth.count)", Words.bytes(found.growth.mean), Words.byteInterval(found.growth.interval),
                Words.bytes(found.made))
        }
        guard !table.isEmpty else { return [] }
        return [
            table.text,
            """
            Means: disks fill by sums. A job that supersedes an image takes away what only that image used, so that the disk \
            may grow by less than the layers it made. A job without a sample, and the one after it, are left out. An interval is not \
            known of fewer than \(Estimate.fewestJobs) jobs, nor where none differed from the others of its kind.
            """,
        ]
    }

    private var days: [String] {
        var table = MarkdownTable(
            ("builder", .left), ("disk grows a build by", .right), ("95 % interval", .left), ("disk", .right),
            ("builds a day", .right), ("full after", .right), ("95 % interval", .left))
        for configuration in storage.configurations {
            for days in configuration.days {
                table.add(
                    Words.configuration(configuration.name), Words.bytes(configuration.growth.mean),
                    Words.byteInterval(configuration.growth.interval), Words.bytes(days.disk),
                    Words.plain(days.buildsADay), Words.days(days.days),
                    days.interval.map { "\(Words.days($0.lowerBound)) to \(Words.days($0.upperBound))" }
                        ?? "not known")
            }
        }
        guard !table.isEmpty else { return [] }
        return [
            table.text,
            """
            Builds in the proportions of the real trace, beginning with what the warm worker held, and with nothing collected \
            but what each job's retention removes. The disks of 24 GB and 45 GB are Wikimedia's `/var/lib/docker` of 2018 and \
            later (Phabricator T202160; operations-puppet 2022–2024); 15 builds are the busiest day of scap's history.
            """,
        ]
    }

    private var check: [String] {
        guard let check = storage.check else {
            return ["The samples are too few to judge a model of the growth on the last third of them."]
        }
        let share = check.relativeError.map { " (\(Words.percent(abs($0))) of the actual growth)" } ?? ""
        return [
            """
            **Does the growth go on as it began?** A model that was fitted on the first \(check.fitted) jobs foretold a \
            growth of \(Words.bytes(check.predicted)) over the last \(check.judged); it was \(Words.bytes(check.actual)): wrong \
            by \(Words.bytes(abs(check.error)))\(share). On the way it was \(Words.bytes(check.meanError)) off on the mean, \
            while \(Words.bytes(check.moved)) were made and removed.
            """
        ]
    }

    private var remainder: [String] {
        guard let growth = storage.remainderGrowth else { return [] }
        let share = storage.made.flatMap { $0 > 0 ? ", \(Words.percent(growth / $0)) of the layers made" : nil } ?? ""
        let sentence = """
            **The remainder**, what the disk holds beyond the engine's word and beyond an empty engine, changed by \
            \(Words.bytes(growth)) from the first sample to the last\(share).
            """
        var table = MarkdownTable(("the remainder at the end consists of", .left), ("on disk", .right))
        for part in storage.remainder where part.bytes != 0 {
            table.add(Words.remainderPart(part.part), Words.bytes(Double(part.bytes)))
        }
        guard !table.isEmpty else { return [sentence] }
        table.add("all", Words.bytes(Double(storage.remainder.reduce(0) { $0 + $1.bytes })))
        return [sentence, table.text]
    }
}
