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
            reproduction: reproduction, key: KeyEvidence(words: "\(words)\(sources)", table: caseTable))
    }

    // MARK: - The answer

    private var answer: [Page.Block] {
        ["## The answer"] + question.answered(words, .text(String(sources.dropFirst()))) + [
            """
            **As applied:** an audit before the first job records what was there. What the audit after a job finds besides counts as \
            left, 3 s after it was first seen or later. What is meant to stay does not count: the newest image of each configuration, \
            BuildKit's cache. No if anything was left after any job, or the remainder grew by \
            \(Words.percent(CleanupRule.growthBound)) of the bytes created or more. Yes if nothing was left, every kind was seen whole \
            in every audit, and the remainder grew by less. Undecided if a kind was not seen whole, or no ledger was kept. A leak \
            needs no interval: one is enough.
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
            \(jobs). \(Words.count(left.count, "thing was", "things were")) left in all (\(Words.bytes(Double(bytes))) as far as that \
            is known), and \(left.count { $0.remained == true }) of them were still there at the end. \(growth)\(besides)
            """
    }

    private var growth: String {
        guard let growth = evidence.growth else {
            return "No ledger was kept, so the disk space that the engine does not report is not known."
        }
        guard let share = growth.share else {
            return
                "The engine reported no size for anything that was built, so the remainder cannot be compared with it."
        }
        return """
            The remainder (disk space that the engine does not report) grew by \(Words.bytes(Double(growth.remainder))) over the \
            series. That is \(Words.percent(share)) of the \(Words.bytes(Double(growth.made))) of layers that were made \
            (n = \(Words.count(growth.jobs, "job", "jobs"))).
            """
    }

    /// ` 0 were left after the 16 jobs that nothing happened to, 71 after the 260 that were disturbed …`, by fault and by kind.
    private var sources: String {
        guard evidence.audited > 0 else { return "" }
        let usual = evidence.cases.filter { !$0.isDisturbed }
        let disturbed = evidence.cases.filter(\.isDisturbed)
        func sum(_ cases: [CleanupCase], _ figure: (CleanupCase) -> Int) -> Int { cases.reduce(0) { $0 + figure($1) } }
        let jobs = Words.count(sum(usual, \.audited), "job", "jobs")
        let first = " Left: \(sum(usual, \.left)) after the \(jobs) that nothing happened to"
        guard !disturbed.isEmpty else { return "\(first).\(byKind)" }
        let faults = Dictionary(grouping: disturbed, by: \.fault)
            .map { (fault: CleanupWords.fault($0.key), left: sum($0.value, \.left)) }
            .filter { $0.left > 0 }.sorted { ($1.left, $0.fault) < ($0.left, $1.fault) }
            .map { " After \($0.fault): \($0.left)." }
        return """
            \(first), \(sum(disturbed, \.left)) after the \(sum(disturbed, \.audited)) that were disturbed on purpose.\
            \(faults.joined())\(byKind)
            """
    }

    /// ` By kind: dangling images 28, mounts 13 …`: the most first.
    private var byKind: String {
        let left = evidence.kinds.filter { $0.leaks > 0 }
            .sorted { ($1.leaks, $0.name) < ($0.leaks, $1.name) }
            .map { "\(CleanupWords.kind($0.name)) \($0.leaks)" }
        return left.isEmpty ? "" : " By kind: \(left.joined(separator: ", "))."
    }

    /// What the answer does not rest on, and jobs that could not clean up after themselves.
    private var besides: String {
        let (missed, failed) = (evidence.missed.reduce(0) { $0 + $1.jobs }, evidence.failedCleanups)
        let missedWords =
            "In \(Words.count(missed, "job", "jobs")) the planted fault missed: nothing follows for that fault."
        return (missed > 0 ? " \(missedWords)" : "")
            + (failed > 0 ? " The cleanup of \(Words.count(failed, "job", "jobs")) failed." : "")
    }

    private var consequence: String {
        let struck = evidence.cases.filter { $0.left > 0 }.map { CleanupWords.fault($0.fault) }
        let missed = evidence.missed.filter { $0.left > 0 }.map { "\(CleanupWords.fault($0.fault)), though it missed" }
        let dirty = Set(struck + missed).sorted().joined(separator: "\n- ")
        guard dirty.isEmpty else {
            return """
                the jobs' own cleanup does not leave a worker clean after:

                - \(dirty)

                See below what is left there, and how far it fills the disk. A worker on which these happen needs a collector, or must \
                be replaced from time to time. A policy for images does not remove processes, mounts and files. A new worker starts \
                without its caches.
                """
        }
        let action =
            evidence.unseen.isEmpty ? "keep a ledger" : "run it with --engine embedded, where every kind is seen"
        return verdict.answer.headline(
            yes: "jobs clean up after themselves, whatever happened to them here.",
            no: "nothing with a name is left, but the disk still fills: see the ledger's remainder.",
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
            Column("what") { CleanupWords.leaks($0.leaks) }
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
            \(Words.count(total, "job was", "jobs were")) stopped one after the other, at any moment. That was: \
            \(phases.joined(separator: ", ")).
            """
    }

    private var unknown: String {
        let count = evidence.leaks.count { $0.leak.job == nil }
        guard count > 0 else { return "" }
        return "Which job left it is not known for \(Words.count(count, "thing", "things"))."
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
            These jobs' faults came when the phase that they were meant for was over, or could not be planted. The jobs and what they \
            left are counted among all, but under no fault above.
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
            "Half of \(Words.count(evidence.audits, "audit", "audits")) took \(Words.milliseconds($0)) or less."
        }
        return .section(
            "## What was looked for", table,
            "What was there at the end and does not count as left is meant to stay, or was there before. \(cost ?? "")")
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
        - **Struck and missed:** a fault that is planted in mid-build may come when the build is over. Then it is not planted, or \
        has not done what its name says. The job's record decides. A stop struck where the job was cancelled in the phase that \
        was meant. A kill of the engine struck where it broke the build, a full disk where the job did not succeed.
        - **Clean:** of a job: the audit after it found nothing new.
        - **Still there at the end:** the audit after the last job found it too: nothing removed it meanwhile.
        - **Bytes:** what it takes on disk; of an image, what it shares with no other. What takes none, as a process, counts as \
        zero.
        - **The remainder:** what the disk holds beyond what the engine says it keeps and what an empty engine takes.
        """,
    ]

    private static let limits: [Page.Block] = [
        "## What was not measured",
        """
        Firewall rules, kernel keys, and memory that the kernel keeps for what is gone were not looked for. Where an engine is not \
        Plimsoll's own, most kinds are hidden, and nothing is said of them. No audit sees what the last job leaves after the 3 s. \
        One job ran at a time. The engine reports no sizes of layers for builds that failed. So more was made than the remainder \
        is compared with: the true share is smaller.
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
