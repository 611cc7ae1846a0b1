/// The tables by policy: whether the disk holds, what it costs, what the collections do.
struct PolicySection {
    let findings: GarbageFindings

    var paragraphs: [String] {
        ["## By policy", costs.isEmpty ? "No job ran." : costs.text, costsNote] + roomNote + [
            "## What the collections did", work, workNote,
        ]
    }

    private var costs: MarkdownTable { costs(first: nil) }

    /// The table of what policies cost.
    ///
    /// - Parameter configuration: the builder whose rows stand first; nil for the order of the names.
    func costs(first configuration: String?) -> MarkdownTable {
        var table = MarkdownTable(
            ("builder", .left), ("policy", .left), ("jobs", .right), ("peak disk", .right), ("disk full", .left),
            ("over the mark after its turn", .right), ("hits by count", .right), ("hits by time", .right),
            ("by count afterwards", .right), ("by time afterwards", .right), ("cost in points", .right),
            ("95 % interval", .left), ("rebuilding a build", .right), ("95 % interval", .left), ("pairs", .right))
        let ordered =
            findings.policies.filter { $0.configuration == configuration }
            + findings.policies.filter { $0.configuration != configuration }
        for policy in ordered {
            table.add(
                Words.configuration(policy.configuration), GarbageWords.policy(policy.policy), "\(policy.jobs)",
                Words.bytes(policy.peak), full(policy), "\(policy.crossings)", Words.percent(policy.hits.byCount),
                Words.percent(policy.hits.byColdTime), Words.percent(policy.hitsAfterwards?.byCount),
                Words.percent(policy.hitsAfterwards?.byColdTime), GarbageWords.points(policy.hitCost?.value),
                policy.hitCost.map { GarbageWords.pointInterval($0.interval) } ?? Words.absent,
                Words.seconds(policy.rebuild?.value),
                policy.rebuild.map { Words.interval($0.interval) } ?? Words.absent,
                policy.rebuild.map { "\($0.count)" } ?? Words.absent)
        }
        return table
    }

    private func full(_ policy: PolicyFindings) -> String {
        guard let build = policy.fullAfter else { return "no" }
        return policy.isReference
            ? "would be after build \(build)"
            : "from build \(build), \(Words.count(policy.refused, "job", "jobs")) failed"
    }

    private var costsNote: String {
        """
        All policies replayed the same trace; hits and costs are over it as it was replayed, without weights, and over the same \
        jobs of the trace that succeeded. “Peak” is the most that was seen, \
        during builds too. “Afterwards” counts the jobs after the \
        policy's first removal. With \(GarbageWords.policy("none")) there is room beyond the compared disk, so that all jobs have \
        something to be compared with; where the compared disk would have been full is told by what it held.
        """
    }

    /// Where a policy kept its mark and a build found no room all the same.
    private var roomNote: [String] {
        let short = findings.policies.filter(\.wasFullUnderTheMark)
        guard !short.isEmpty, let capacity = findings.capacity, let high = findings.high else { return [] }
        let names = short.map { policy in
            "\(GarbageWords.policy(policy.policy)) with \(Words.theConfiguration(policy.configuration))"
        }
        let builders = Set(short.map(\.configuration)).sorted().compactMap { name in
            findings.policies.filter { $0.configuration == name }.compactMap(\.largestBuild).max().map {
                "\(Words.bytes($0)) with \(Words.theConfiguration(name))"
            }
        }
        return [
            """
            **Leave room above the mark.** \(names.joined(separator: ", ")): the disk was at or under the mark after each turn, and yet \
            full during \(Words.count(short.reduce(0) { $0 + $1.refused }, "job", "jobs")). From the mark to full there are \
            \(Words.bytes(capacity - high)) here, and one job took up to \(builders.joined(separator: ", ")) while it ran: a policy by \
            marks can promise nothing where that is more. On a larger disk the same share leaves more room.
            """
        ]
    }

    private var work: String {
        var table = MarkdownTable(
            ("builder", .left), ("policy", .left), ("turns that removed", .right), ("given back", .right),
            ("images", .right), ("cache records", .right), ("time of all turns", .right), ("builds kept out", .right),
            ("waited for builds", .right), ("builds waited", .right), ("races lost", .right))
        for policy in findings.policies where !policy.isReference {
            let work = policy.work
            table.add(
                Words.configuration(policy.configuration), GarbageWords.policy(policy.policy), "\(work.turns)",
                Words.bytes(work.freed), "\(work.images)", "\(work.records)", Words.seconds(work.seconds),
                Words.seconds(work.held), Words.seconds(work.waited), Words.seconds(work.buildsWaited),
                "\(work.lostRaces)")
        }
        return table.isEmpty ? "No policy collects." : table.text
    }

    private var workNote: String {
        """
        Sums over the whole run, warm-ups included. “Builds kept out” is how long the mutex was held alone. A race is lost when \
        something that was to go was used or removed by somebody else first. Turns came between jobs here, so that neither \
        waits for the other; what waiting does is tested with builds at the same time.
        """
    }
}
