import Model

/// The tables by policy: whether the disk holds, what it costs, what the collections did, why steps missed.
extension GarbagePage {
    var costs: [Page.Block] {
        let table = costTable()
        return [
            "## By policy", table.isEmpty ? "No job ran." : .table(table),
            """
            All policies replayed the same trace. Hits and costs cover the same jobs: those of the trace that succeeded, as \
            replayed, without weights. “Peak disk” is the most that was seen, during builds too. “Afterwards” counts the jobs \
            after the policy's first removal. With \(Markdown.code(PolicyEvidence.reference)) there is room beyond the compared \
            disk, so that all jobs can be compared. What it held shows when the compared disk would have been full.
            """,
            .text(roomNote),
        ]
    }

    /// - Parameter configuration: the builder whose rows stand first; nil for the order of the names.
    func costTable(first configuration: String? = nil) -> Table {
        let ordered =
            evidence.policies.filter { $0.configuration == configuration }
            + evidence.policies.filter { $0.configuration != configuration }
        return Table(ordered) {
            Column("builder") { Words.configuration($0.configuration) }
            Column("policy") { $0.word }
            Column("jobs", .right) { "\($0.jobs)" }
            Column("peak disk", .right) { Words.bytes($0.peak) }
            Column("disk full") { full($0) }
            Column("over the mark after its turn", .right) { "\($0.crossings)" }
            Column("hits by count", .right) { Words.percent($0.hits.byCount) }
            Column("hits by time", .right) { Words.percent($0.hits.byColdTime) }
            Column("by count afterwards", .right) { Words.percent($0.hitsAfterwards?.byCount) }
            Column("by time afterwards", .right) { Words.percent($0.hitsAfterwards?.byColdTime) }
            Column("cost in points", .right) { Words.number($0.hitCost?.value) }
            Column("95 % interval") { policy in policy.hitCost.map { Words.points($0.interval) } ?? Words.absent }
            Column("rebuild time per build", .right) { Words.seconds($0.rebuild?.value) }
            Column("95 % interval") { policy in policy.rebuild.map { Words.interval($0.interval) } ?? Words.absent }
            Column("pairs", .right) { policy in policy.rebuild.map { "\($0.count)" } ?? Words.absent }
        }
    }

    private func full(_ policy: PolicyEvidence) -> String {
        guard let build = policy.fullAfter else { return "no" }
        return policy.isReference
            ? "would be after build \(build)"
            : "from build \(build), \(Words.count(policy.refused, "job", "jobs")) failed"
    }

    /// Where a policy kept its mark and a build found no room all the same.
    private var roomNote: String {
        let short = evidence.policies.filter(\.wasFullUnderTheMark)
        guard !short.isEmpty, let capacity = evidence.capacity, let high = evidence.high else { return "" }
        let builders = Set(short.map(\.configuration)).sorted().compactMap { name in
            evidence.policies.filter { $0.configuration == name }.compactMap(\.largestBuild).max().map {
                "\(Words.bytes($0)) with \(Words.theConfiguration(name))"
            }
        }
        let names = short.map(\.wordWithBuilder).joined(separator: ", ")
        return """
            **Leave room above the mark.** This concerns \(names). The disk was at or under the mark after each turn, yet full \
            during \(Words.count(short.reduce(0) { $0 + $1.refused }, "job", "jobs")). From the mark to a full disk there are \
            \(Words.bytes(capacity - high)). One job took up to \(builders.joined(separator: ", ")) while it ran. Where that is \
            more than the room, a policy by marks can promise nothing. On a larger disk the same share leaves more room.
            """
    }

    var collections: [Page.Block] {
        func count(_ point: CollectionPoint, _ policy: PolicyEvidence) -> String { "\(Int(policy.work[point] ?? 0))" }
        let table = Table(evidence.policies.filter { !$0.isReference }) {
            Column("builder") { Words.configuration($0.configuration) }
            Column("policy") { $0.word }
            Column("turns with removals", .right) { "\($0.turns)" }
            Column("freed", .right) { Words.bytes($0.work[.freedBytes]) }
            Column("images", .right) { count(.removedImages, $0) }
            Column("cache records", .right) { count(.removedRecords, $0) }
            Column("time of all turns", .right) { Words.seconds($0.work[.seconds]) }
            Column("builds kept out", .right) { Words.seconds($0.work[.heldSeconds]) }
            Column("waited for builds", .right) { Words.seconds($0.work[.waitSeconds]) }
            Column("builds waited", .right) { Words.seconds($0.work[.buildMutexWaitSeconds]) }
            Column("races lost", .right) { count(.lostRaces, $0) }
        }
        return [
            "## What the collections did",
            table.isEmpty ? "No policy collects." : .table(table),
            """
            The figures are sums over the whole run, warm-ups included. “Builds kept out” is how long collections held the mutex \
            alone. A race is lost when someone else uses or removes an object before the collection removes it. Here turns came \
            between jobs, so that neither waits for the other. Tests with builds at the same time cover the waiting.
            """,
        ]
    }

    /// Why steps missed, by policy: what was evicted is the policy's doing.
    var misses: [Page.Block] {
        // What was evicted stands first, what is not known last.
        let ends = [MissReason.evicted: "", .unknown: "~"]
        let ordered = Set(evidence.policies.flatMap(\.reasons.keys)).sorted {
            (ends[$0] ?? $0.rawValue) < (ends[$1] ?? $1.rawValue)
        }
        guard !ordered.isEmpty else { return ["## Why steps missed", "No step missed."] }
        let table = Table(evidence.policies) {
            Column("builder") { Words.configuration($0.configuration) }
            Column("policy") { $0.word }
            ordered.map { reason in
                Column<PolicyEvidence>(reason == .cold ? "never made before" : reason.rawValue, .right) {
                    "\($0.reasons[reason] ?? 0)"
                }
            }
        }
        return [
            "## Why steps missed", .table(table),
            """
            The table counts steps of the trace's jobs that succeeded. “Evicted”: the engine had made the same step from the same \
            inputs before, and was seen to have it no longer. “Unknown” counts misses whose reason could not be found. Steps \
            built on an evicted one count as “parent missed”.
            """,
        ]
    }
}
