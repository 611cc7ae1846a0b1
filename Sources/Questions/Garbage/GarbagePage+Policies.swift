import Model

/// The tables by policy: whether the disk holds, what it costs, what the collections did, why steps missed.
extension GarbagePage {
    var costs: [Page.Block] {
        let table = costTable()
        return [
            "## By policy",
            table.isEmpty ? "No job ran." : .table(table),
            """
            All policies replayed the same trace; hits and costs are over it as it was replayed, without weights, and over the same \
            jobs of the trace that succeeded. “Peak” is the most that was seen, \
            during builds too. “Afterwards” counts the jobs after the \
            policy's first removal. With \(GarbageWords.policy("none")) there is room beyond the compared disk, so that all jobs have \
            something to be compared with; where the compared disk would have been full is told by what it held.
            """,
            .text(roomNote),
        ]
    }

    /// The table of what policies cost.
    ///
    /// - Parameter configuration: the builder whose rows stand first; nil for the order of the names.
    func costTable(first configuration: String? = nil) -> Table {
        let ordered =
            evidence.policies.filter { $0.configuration == configuration }
            + evidence.policies.filter { $0.configuration != configuration }
        return Table(ordered) {
            Column("builder") { Words.configuration($0.configuration) }
            Column("policy") { GarbageWords.policy($0.policy) }
            Column("jobs", .right) { "\($0.jobs)" }
            Column("peak disk", .right) { Words.bytes($0.peak) }
            Column("disk full") { full($0) }
            Column("over the mark after its turn", .right) { "\($0.crossings)" }
            Column("hits by count", .right) { Words.percent($0.hits.byCount) }
            Column("hits by time", .right) { Words.percent($0.hits.byColdTime) }
            Column("by count afterwards", .right) { Words.percent($0.hitsAfterwards?.byCount) }
            Column("by time afterwards", .right) { Words.percent($0.hitsAfterwards?.byColdTime) }
            Column("cost in points", .right) { GarbageWords.points($0.hitCost?.value) }
            Column("95 % interval") { policy in
                policy.hitCost.map { GarbageWords.pointInterval($0.interval) } ?? Words.absent
            }
            Column("rebuilding a build", .right) { Words.seconds($0.rebuild?.value) }
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
        let names = short.map(GarbageWords.choice).joined(separator: ", ")
        return """
            **Leave room above the mark.** \(names): the disk was at or under the mark after each turn, and yet \
            full during \(Words.count(short.reduce(0) { $0 + $1.refused }, "job", "jobs")). From the mark to full there are \
            \(Words.bytes(capacity - high)) here, and one job took up to \(builders.joined(separator: ", ")) while it ran: a policy by \
            marks can promise nothing where that is more. On a larger disk the same share leaves more room.
            """
    }

    var collections: [Page.Block] {
        let table = Table(evidence.policies.filter { !$0.isReference }) {
            Column("builder") { Words.configuration($0.configuration) }
            Column("policy") { GarbageWords.policy($0.policy) }
            Column("turns that removed", .right) { "\($0.work.turns)" }
            Column("given back", .right) { Words.bytes($0.work.freed) }
            Column("images", .right) { "\($0.work.images)" }
            Column("cache records", .right) { "\($0.work.records)" }
            Column("time of all turns", .right) { Words.seconds($0.work.seconds) }
            Column("builds kept out", .right) { Words.seconds($0.work.held) }
            Column("waited for builds", .right) { Words.seconds($0.work.waited) }
            Column("builds waited", .right) { Words.seconds($0.work.buildsWaited) }
            Column("races lost", .right) { "\($0.work.lostRaces)" }
        }
        return [
            "## What the collections did",
            table.isEmpty ? "No policy collects." : .table(table),
            """
            Sums over the whole run, warm-ups included. “Builds kept out” is how long the mutex was held alone. A race is lost when \
            something that was to go was used or removed by somebody else first. Turns came between jobs here, so that neither \
            waits for the other; what waiting does is tested with builds at the same time.
            """,
        ]
    }

    /// Why steps missed, by policy: what was evicted is the policy's doing.
    var misses: [Page.Block] {
        // Earlier versions left out what they could not tell.
        let unknown = MissReason.unknown.rawValue
        // What was evicted stands first, what is not known last.
        func rank(_ reason: String) -> String {
            reason == MissReason.evicted.rawValue ? "" : reason == unknown ? "~" : reason
        }
        let reasons = Set(evidence.policies.flatMap { $0.reasons.map { $0.reason ?? unknown } })
        let ordered = reasons.sorted { rank($0) < rank($1) }
        guard !ordered.isEmpty else { return ["## Why steps missed", "No step missed."] }
        let table = Table(evidence.policies) {
            Column("builder") { Words.configuration($0.configuration) }
            Column("policy") { GarbageWords.policy($0.policy) }
            ordered.map { reason in
                Column<PolicyEvidence>(GarbageWords.reason(reason), .right) { policy in
                    "\(policy.reasons.filter { ($0.reason ?? unknown) == reason }.reduce(0) { $0 + $1.count })"
                }
            }
        }
        return [
            "## Why steps missed", .table(table),
            """
            Steps of jobs of the trace that succeeded. “Evicted”: the engine had made the same step from the same inputs before, and \
            was seen to have it no longer. “Unknown” counts misses whose reason could not be learned. The steps that stand on an evicted one count as “parent missed”.
            """,
        ]
    }
}
