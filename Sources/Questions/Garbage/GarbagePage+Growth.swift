/// How the disk grows: by change where nothing is removed, and in all under each policy.
extension GarbagePage {
    var growth: [Page.Block] { ["## How the disk grows"] + classes + days + checks + remainders }

    private var classes: [Page.Block] {
        var table = Table(
            ("fixture", .left), ("builder", .left), ("changed", .left), ("jobs", .right),
            ("growth per job", .right), ("95 % interval", .left), ("layers made per job", .right))
        for policy in evidence.policies where policy.isReference {
            for found in policy.disk?.classes ?? [] {
                table.add(
                    Words.fixture(found.kind.series.fixture), Words.configuration(policy.configuration),
                    Words.changeClass(found.kind.changeClass), "\(found.growth.count)", Words.bytes(found.growth.mean),
                    Words.byteInterval(found.growth.interval), Words.bytes(found.made))
            }
        }
        return table.isEmpty
            ? ["The growth was not measured where nothing is removed."] : ["Where nothing is removed:", .table(table)]
    }

    private var days: [Page.Block] {
        let rows = evidence.policies.flatMap { policy in
            (policy.disk?.configurations ?? []).flatMap { found in
                found.days.map { (policy: policy, growth: found.growth, days: $0) }
            }
        }
        guard !rows.isEmpty else { return [] }
        let table = Table(rows) {
            Column("builder") { Words.configuration($0.policy.configuration) }
            Column("policy") { $0.policy.word }
            Column("growth per build", .right) { Words.bytes($0.growth.mean) }
            Column("95 % interval") { Words.byteInterval($0.growth.interval) }
            Column("disk", .right) { Words.bytes($0.days.disk) }
            Column("builds a day", .right) { Words.plain($0.days.buildsADay) }
            Column("full after", .right) { Words.days($0.days.days) }
        }
        return [
            .table(table),
            """
            The table counts builds in the proportions of the real trace, jobs and collections together, at the pace of this run. \
            A policy that acts on marks lets a disk grow up to its mark. Under such a policy, “never” or a number of days only \
            describes this run's trace. The disks of 24 GB and 45 GB are Wikimedia's `/var/lib/docker` of 2018 and later \
            (Phabricator T202160; operations-puppet 2022–2024). The busiest day of scap's history had 15 builds.
            """,
        ]
    }

    private var checks: [Page.Block] {
        evidence.policies.filter(\.isReference).compactMap { policy -> Page.Block? in
            guard let check = policy.disk?.check else { return nil }
            let share = check.relativeError.map { " (\(Words.percent(abs($0))) of it)" } ?? ""
            return """
                **Does the growth go on as it began?** With \(Words.theConfiguration(policy.configuration)) a model predicted \
                \(Words.bytes(check.predicted)) over the last \(check.judged) jobs. It was fitted on the first \(check.fitted). \
                The disk grew by \(Words.bytes(check.actual)): the model was wrong by \(Words.bytes(abs(check.error)))\(share).
                """
        }
    }

    private var remainders: [Page.Block] {
        var table = Table(
            ("builder", .left), ("policy", .left), ("layers made", .right), ("remainder", .right),
            ("blocks and directories", .right), ("engine's records", .right), ("files not counted", .right),
            ("filesystem", .right), ("foreign", .right), ("unexplained, share of layers made", .right))
        for policy in evidence.policies {
            guard let disk = policy.disk, let shares = RemainderShares(disk.remainder) else { continue }
            table.add(
                Words.configuration(policy.configuration), policy.word, Words.bytes(disk.made),
                Words.bytes(shares.total), Words.bytes(shares.holding), Words.bytes(shares.records),
                Words.bytes(shares.uncounted), Words.bytes(shares.filesystem), Words.bytes(shares.foreign),
                Words.percent(disk.made.flatMap { $0 > 0 ? shares.unexplained / $0 : nil }))
        }
        guard !table.isEmpty else { return growthOfRemainders }
        return [
            """
            The remainder is what a disk holds beyond its engine's own figure and beyond an empty engine. At the end of the \
            series Plimsoll examined each disk, file by file. The remainder consists of:
            """,
            .table(table),
            """
            Disks give files whole blocks, and keep directories; an engine counts neither. An engine's records are images' \
            configurations, lists to rebuild layers from, databases and logs. These two are measured and have a known cause. \
            “Files not counted” are in layers, but the engine does not report them (below 0: it counts what is not there). \
            “Filesystem” is taken although no file is there: the filesystem's own tables grew, or a removed file is still open. \
            These two and foreign files, without their signs, are unexplained.
            """,
        ]
    }

    /// Where the disks were not surveyed: of a run that did not come to its end.
    private var growthOfRemainders: [Page.Block] {
        var table = Table(
            ("builder", .left), ("policy", .left), ("layers made", .right), ("remainder grew by", .right),
            ("share of layers made", .right))
        for policy in evidence.policies {
            guard let disk = policy.disk, let growth = disk.remainderGrowth else { continue }
            table.add(
                Words.configuration(policy.configuration), policy.word, Words.bytes(disk.made), Words.bytes(growth),
                Words.percent(disk.made.flatMap { $0 > 0 ? growth / $0 : nil }))
        }
        guard !table.isEmpty else { return [] }
        return [
            "The remainder is what the disk holds beyond the engine's own figure and beyond an empty engine:",
            .table(table),
        ]
    }
}
