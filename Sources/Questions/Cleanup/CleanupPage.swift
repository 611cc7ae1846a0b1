import Model

/// The page on `cleanup`: the answer first, then what was left after what, thing by thing, and what was looked for.
struct CleanupPage {
    /// How many of the things left are listed; all are in the database.
    private static let mostListed = 60

    let evidence: CleanupEvidence
    let verdict: Verdict

    private let question = CleanupQuestion()

    var page: Page {
        Page(
            subject: "cleanup", title: "How well can we clean up", run: evidence.run, warnings: evidence.warnings,
            sections: [answer, cases, missed, kinds, leaks, Self.reading], limits: Self.limits,
            reproduction: reproduction, key: KeyEvidence(words: words, table: caseTable))
    }

    // MARK: - The answer

    private var answer: [Page.Block] {
        ["## The answer"] + question.answered(words) + [
            """
            **As applied:** an audit before the first job says what was there; what the audit after a job finds besides, 3 s after it \
            was first seen or later, and what is not meant to stay (the newest image of each configuration, BuildKit's cache), counts \
            as left. No if anything was left after any job, or the remainder grew by \(Words.percent(CleanupRule.growthBound)) of the \
            bytes created or more; yes if nothing was, every kind was seen whole in every audit, and the remainder grew by less; \
            undecided if a kind was not seen whole, or no ledger was kept. A leak needs no interval: one is one.
            """,
            "**What follows:** \(consequence)",
        ]
    }

    /// The headline, closed by `**`, and what follows it.
    private var words: String {
        "\(verdict.answer.headline(yes: "yes, nothing is left.", no: "no, not by the rule."))** \(sentence)"
    }

    private var sentence: String {
        guard evidence.audited > 0 else { return "No audit was taken after a job, so there is nothing to judge." }
        let all = Words.count(evidence.audited, "job", "jobs")
        let jobs = "After \(evidence.clean) of \(all) nothing was left in any kind that was looked at"
        let left = evidence.leaks
        guard !left.isEmpty else { return "\(jobs). \(growth)\(besides)" }
        let bytes = left.reduce(0) { $0 + ($1.leak.bytes ?? 0) }
        return """
            \(jobs); \(Words.count(left.count, "thing was", "things were")) left in all (\(Words.bytes(Double(bytes))) as far as that \
            is known), and \(left.count { $0.remained == true }) of them were still there at the end. \(growth)\(besides)
            """
    }

    private var growth: String {
        guard let growth = evidence.growth else {
            return "No ledger was kept, so that what the disk holds beyond the engine's words is not known."
        }
        guard let share = growth.share else {
            return
                "No build made anything of which the engine told a size, so that the remainder has nothing to be set beside."
        }
        return """
            What the disk holds beyond the engine's words grew by \(Words.bytes(Double(growth.remainder))) over the series: \
            \(Words.percent(share)) of the \(Words.bytes(Double(growth.made))) of layers that were made \
            (n = \(Words.count(growth.jobs, "job", "jobs"))).
            """
    }

    /// What the answer does not rest on, and jobs that could not clean up after themselves.
    private var besides: String {
        let (missed, failed) = (evidence.missed.reduce(0) { $0 + $1.jobs }, evidence.failedCleanups)
        let missedWords =
            "In \(Words.count(missed, "job", "jobs")) the planted fault missed: of that fault they tell nothing."
        return (missed > 0 ? " \(missedWords)" : "")
            + (failed > 0 ? " The cleanup of \(Words.count(failed, "job", "jobs")) failed." : "")
    }

    private var consequence: String {
        let struck = evidence.cases.filter { $0.left > 0 }.map { CleanupWords.fault($0.fault) }
        let missed = evidence.missed.filter { $0.left > 0 }.map { "\(CleanupWords.fault($0.fault)), though it missed" }
        let dirty = Set(struck + missed).sorted().joined(separator: "; ")
        guard dirty.isEmpty else {
            return """
                a worker is not clean by its jobs' own cleanup after: \(dirty). See below what is left there, and by how much the disk \
                fills with it; a worker on which these happen needs a collector, or to be made anew from time to time.
                """
        }
        let action =
            evidence.unseen.isEmpty ? "keep a ledger" : "run it with --engine embedded, where every kind is seen"
        return verdict.answer.headline(
            yes: "jobs clean up after themselves, whatever happened to them here.",
            no: "nothing with a name is left, but the disk fills all the same: see the ledger's remainder.",
            undecided: "more jobs do not decide it: \(action).")
    }

    // MARK: - What was left after what

    private var cases: [Page.Block] {
        .section("## After what", caseTable, [moments, unknown].filter { !$0.isEmpty }.joined(separator: "\n\n"))
    }

    private var caseTable: Table {
        Table(evidence.cases) {
            Column("what happened") { CleanupWords.fault($0.fault) }
            Column("builder") { CleanupWords.builder($0.series) }
            Column("jobs", .right) { "\($0.jobs)" }
            Self.outcomes
            Column("bytes", .right) { Words.bytes(Double($0.bytes)) }
            Column("still there at the end", .right) { "\($0.remained)" }
            Column("what") { CleanupWords.leaks($0) }
        }
    }

    private static var outcomes: [Column<CleanupCase>] {
        [
            Column("ended") { CleanupWords.outcomes($0) }, Column("clean", .right) { CleanupWords.clean($0) },
            Column("things left", .right) { "\($0.left)" },
        ]
    }

    /// In which phases the jobs were that were stopped at any moment.
    private var moments: String {
        let stopped = evidence.cases.filter { $0.fault == "cancel-anywhere" }
        let phases = Phase.allCases.compactMap { phase -> String? in
            let count = stopped.reduce(0) { $0 + ($1.endedIn[phase] ?? 0) }
            return count > 0 ? "\(count) while \(CleanupWords.phase(phase))" : nil
        }
        guard !phases.isEmpty else { return "" }
        let total = stopped.reduce(0) { $0 + $1.jobs }
        return """
            Of the \(Words.count(total, "job", "jobs")) that were stopped one after the other at any moment: \
            \(phases.joined(separator: ", ")).
            """
    }

    private var unknown: String {
        let count = evidence.leaks.count { $0.leak.job == nil }
        guard count > 0 else { return "" }
        return "Of \(Words.count(count, "thing", "things")) nothing tells which job left it."
    }

    private var missed: [Page.Block] {
        let table = Table(evidence.missed) {
            Column("what was planted") { CleanupWords.fault($0.fault) }
            Column("builder") { CleanupWords.builder($0.series) }
            Column("missed", .right) { "\($0.jobs)" }
            Column("struck", .right) { missed in
                "\(evidence.cases.first { $0.series == missed.series }?.jobs ?? 0)"
            }
            Self.outcomes
        }
        return .section(
            "## Faults that missed", table,
            """
            These jobs' faults came when the phase that they were meant for was over, or could not be planted. The jobs are counted \
            among all, as what they left is, but under no fault above.
            """)
    }

    private var kinds: [Page.Block] {
        let table = Table(evidence.kinds) {
            Column("kind") { CleanupWords.kind($0.name) }
            Column("seen") { $0.isSeen ? "whole" : "\($0.sight): \($0.reason ?? "")" }
            Column("before", .right) { "\($0.before)" }
            Column("at the end", .right) { $0.after.map { "\($0)" } ?? Words.absent }
            Column("left", .right) { "\($0.leaks)" }
            Column("bytes", .right) { Words.bytes(Double($0.bytes)) }
        }
        let cost = evidence.auditSeconds.map {
            "\(Words.count(evidence.audits, "audit", "audits")), of which half took \(Words.milliseconds($0)) or less."
        }
        return .section(
            "## What was looked for", table,
            "What was there at the end and is not left is meant to stay, or was there before. \(cost ?? "")")
    }

    private var leaks: [Page.Block] {
        let table = Table(evidence.leaks.prefix(Self.mostListed)) {
            Column("kind") { CleanupWords.kind($0.leak.kind) }
            Column("which") { Markdown.code(Markdown.oneLine($0.leak.object, limit: 90)) }
            Column("bytes", .right) { Words.bytes($0.leak.bytes.map(Double.init)) }
            Column("job at position", .right) { $0.position.map { "\($0)" } ?? Words.absent }
            Column("known by") { $0.leak.attribution.rawValue }
            Column("still there at the end") { $0.remained.map { $0 ? "yes" : "no" } ?? Words.absent }
        }
        let more = evidence.leaks.count - Self.mostListed
        return .section(
            "## What was left, one by one", table, more > 0 ? "And \(more) more, which are in the database." : "")
    }

    // MARK: - What is beside

    private static let reading: [Page.Block] = [
        "## How to read it",
        """
        - **Left:** found by the audit after a job, at least 3 s after that began, not there before the series, and not meant to \
        stay.
        - **Struck and missed:** a fault that is planted in mid-build may come when the build is over; then it is not planted, \
        or has not done what its name says. By the job's record: a stop struck where the job was cancelled in the phase that was \
        meant, a kill of the engine where the build broke by it, a full disk where the job did not succeed.
        - **Clean:** of a job: the audit after it found nothing new.
        - **Still there at the end:** the audit after the last job found it too: nothing took it away meanwhile.
        - **Bytes:** what it takes on disk; of an image what it shares with no other. What takes none, as a process, counts as \
        nothing.
        - **The remainder:** what the disk holds beyond what the engine says it keeps and what an empty engine takes.
        """,
    ]

    private static let limits: [Page.Block] = [
        "## What was not measured",
        """
        Firewall rules, kernel keys, and memory that the kernel keeps for what is gone were not looked for. Where an engine is not \
        Plimsoll's own, most kinds are hidden, and nothing is said of them. What the last job leaves after the 3 s is seen by no \
        audit. One job ran at a time. Of builds that failed the engine tells no sizes of layers, so that more was made than the \
        share of the remainder is set beside: the true share is smaller.
        """,
    ]

    private var reproduction: [Page.Block] {
        ReproductionSection.paragraphs(
            of: evidence.run.record, querying: "What was left, by configuration, outcome and kind",
            by: """
                SELECT configuration, job_view.outcome, kind, count(*) AS things, sum(bytes) AS bytes, sum(remained) AS remained
                FROM leak_view LEFT JOIN job_view USING (run, job)
                WHERE \(ReproductionSection.isOf(evidence.run.record, scenarios: evidence.scenarios, view: "leak_view."))
                GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;
                """)
    }
}
