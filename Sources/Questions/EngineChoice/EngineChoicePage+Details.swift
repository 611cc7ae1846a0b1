import Model

/// The columns of the first table in detail.
extension EngineChoicePage {
    var comparison: [Page.Block] {
        let table = Table(evidence.choices.filter { $0.standing != nil }) {
            Self.names
            Column("overhead", .right) { Words.seconds($0.overhead?.value) }
            Column("beyond the lowest", .right) { Words.seconds($0.difference?.shift) }
            Column("95 % interval") { $0.difference.map { Words.interval($0.interval) } ?? Words.absent }
            Column("pairs", .right) { $0.standing == .lowest ? Words.absent : "\($0.pairs)" }
            Column("compared") { EngineChoiceWords.standing($0) }
        }
        return .section(
            "## Beside the lowest", table,
            """
            Each job is paired with the lowest's on the same change. The difference is Hodges and Lehmann's estimate with its \
            interval. “Higher”: the interval lies above 0. Each row is compared for itself. So where nothing differs, one in \
            twenty rows or so is called higher by chance.
            """)
    }

    var phases: [Page.Block] {
        let table = Table(evidence.choices.filter { $0.parts != nil }) {
            Self.names
            WallParts.Part.commandLast.map { part in
                Column(part.words, .right) { Words.seconds($0.parts?[part]) }
            }
        }
        return .section(
            "## Where the time goes", table,
            """
            Medians of a job of a source change. So the parts of a row need not add up to its overhead. “Container” is what \
            creating, starting and awaiting the container takes beyond the command. “Between” is time between the phases.
            """) + (table.isEmpty ? [] : .chart(partsChart))
    }

    var cache: [Page.Block] {
        let table = Table(evidence.choices.filter { $0.cacheableSteps > 0 }) {
            Self.names
            Column("steps", .right) { "\($0.cacheableSteps)" }
            Column("hits", .right) { "\($0.cachedSteps)" }
            Column("share", .right) { Words.percent(Double($0.cachedSteps) / Double($0.cacheableSteps)) }
        }
        return .section(
            "## What came from the cache", table,
            """
            Steps of jobs of a source change that can come from the cache, and those that did. All builders get the same \
            changes. Fewer hits mean that the builder did more work again. The report on caches has the reasons.
            """)
    }

    var disk: [Page.Block] {
        let jobs = Table(evidence.choices.filter { $0.disk != nil }) {
            Self.names
            Column("disk a job", .right) { Words.bytes($0.disk?.growth.mean) }
            Column("95 % interval") { Words.byteInterval($0.disk?.growth.interval) }
            Column("jobs", .right) { "\($0.disk?.growth.count ?? 0)" }
            Column("reported", .right) { Words.bytes($0.disk?.reported) }
            Column("not reported", .right) { Words.bytes($0.disk?.remainder) }
        }
        let levels = Table(evidence.engines.filter { $0.level != nil }) {
            Column("engine") { Words.engine($0.source) }
            Column("used at the end", .right) { Words.bytes($0.level?.used) }
            Column("reported", .right) { Words.bytes($0.level?.reported) }
            Column("not reported", .right) { Words.bytes($0.level?.remainder) }
        }
        return .section(
            "## What jobs add to the disk", jobs,
            """
            “Disk a job” is by how much the engine's filesystem grew (`statfs`) from the sample before a job of a source change to \
            the one after it. It is a mean, as disks fill by sums. “Reported” is by how much the engine's own account grew. A negative \
            figure was released. Each engine has a disk of its own, which its builders share.
            """,
            otherwise: "The disks of the engines were not seen, so nothing is known of what jobs add to them.")
            + .section(
                "### At the end", levels,
                "What each disk held after the engine's last job, beyond an empty engine. Base images are part of it.")
    }

    var leftovers: [Page.Block] {
        let table = Table(evidence.choices) {
            Self.names
            Column("audits", .right) { "\($0.audited)" }
            Column("left behind", .right) { "\($0.leaks.values.reduce(0, +))" }
            Column("what") { CleanupWords.leaks($0.leaks) }
            Column("not seen whole") { EngineChoiceWords.unseen($0) }
            Column("failed jobs", .right) { EngineChoiceWords.failed($0) }
        }
        let stray =
            evidence.strayLeaks > 0
            ? " \(Words.count(evidence.strayLeaks, "thing is", "things are")) left of which the job is not known: they are in no row."
            : ""
        return [
            "## What was left behind", .table(table),
            """
            An audit after a job looks at the engine and the worker. What it finds beyond what was there before, and is not meant to \
            stay, counts as left. Of a kind that was not seen whole, more may be there.\(stray)
            """,
        ]
    }

    var engineTable: [Page.Block] {
        .section(
            "## The engines",
            Table(evidence.engines) {
                Column("engine") { Words.engine($0.source) }
                Column("named") { Markdown.code($0.source.rawValue) }
                Column("version") { $0.version.map { Markdown.escaped($0) } ?? Words.absent }
                Column("API", .right) { $0.apiVersion.map { Markdown.escaped($0) } ?? Words.absent }
                Column("image store") { EngineChoiceWords.store($0) }
                Column("command's time by") { EngineChoiceWords.clocks($0) }
            },
            """
            The command's time is what is not overhead. It ends when the container's state says. It begins with the engine's start \
            event, or by the state where that is true.
            """)
    }
}
