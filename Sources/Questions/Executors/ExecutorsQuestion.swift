/// How many jobs at a time a worker carries.
struct ExecutorsQuestion: Question {
    static let id = "executors"

    var id: String { Self.id }
    let words = "How many executors can we support per instance?"
    let measuredBy = "closed- and open-loop sweeps"
    let rule = """
        the largest N that meets three conditions. The p95 job time is at most 1.5 × that of N=1. Throughput still \
        grew 5 % or more over N−1. No job failed. The interval is over repeats
        """
    let scenario: String? = "executors"
    let terms = AnswerTerms(yes: "found", no: "none", basis: .overRepeats)
    let advice = Advice(
        yes: "Give each worker of this kind the number that was found, and no more. Measure other kinds.",
        no: "Give it no executor before the failures with one are understood.",
        undecided: "Keep to one executor a worker until more is measured.")

    func evidence(in run: RunReader) throws -> ExecutorsEvidence? {
        try ExecutorsAnalysis.analyse(run.database, run: run.run)
    }

    func verdict(on evidence: ExecutorsEvidence) -> Verdict { ExecutorsRule.verdict(evidence.sweeps) }

    func warnings(on evidence: ExecutorsEvidence) -> [Warning] { evidence.warnings }

    func answer(_ evidence: ExecutorsEvidence, _ verdict: Verdict) -> Answer {
        let others = evidence.sweeps.filter { $0.configuration != verdict.decidedBy }.map {
            ($0.configuration, $0.estimate.map { Words.plain($0.value) } ?? Words.absent)
        }
        let name = verdict.with + Words.beside(others)
        switch verdict.answer {
        case .yes:
            let next = evidence.deciding(verdict)?.knee?.next
            let beyond = next.map { " With \($0.executors), \($0.words)." } ?? ""
            return Answer(
                sentence: """
                    Up to \(verdict.figure)\(name). The 95th percentile of job times stays at most \
                    \(Words.plain(ExecutorsRule.tailBound)) × that of one executor. Each one more adds throughput.\(beyond)
                    """)
        case .no:
            return Answer(sentence: "Not even one executor kept the rule\(name).")
        case .undecided, .evidence:
            return Answer(
                sentence: "\(verdict.figure) kept the rule\(name). Whether more would, or how sure that is, is open."
            )
        }
    }

    func page(_ evidence: ExecutorsEvidence, _ verdict: Verdict) -> Page {
        ExecutorsPage(question: self, evidence: evidence, verdict: verdict).page
    }
}

/// The rule of `executors`, applied: pure, and fixed before any run.
enum ExecutorsRule {
    /// The most that the 95th percentile of the job's time may be over that of one executor.
    static let tailBound = 1.5
    /// The least by which throughput must have grown over the level before, as a share.
    static let growthBound = 0.05

    /// What one level showed.
    struct Level {
        var executors: Int
        /// The 95th percentile of the jobs' time, in seconds; nil where it is not known.
        var tail: Double?
        /// Jobs a second; nil where it is not known.
        var throughput: Double?
        /// How many jobs did not succeed.
        var failed: Int
    }

    /// Where a sweep bends.
    struct Knee: Sendable {
        struct Next: Sendable {
            var executors: Int
            /// What it broke, in words.
            var breaches: [String]
            var words: String { breaches.joined(separator: ", ") }
        }

        /// The largest number that keeps the rule; 0 where not even one executor does.
        var executors: Int
        /// The next level measured and what it broke; nil where the sweep ended before anything broke.
        var next: Next?
    }

    /// Goes up the levels until one breaks the rule; nil where one executor was not measured, by which all are judged.
    static func knee(_ levels: [Level]) -> Knee? {
        let ordered = levels.sorted { $0.executors < $1.executors }
        guard let first = ordered.first, first.executors == 1, let base = first.tail, base > 0,
            var before = first.throughput
        else { return nil }
        guard first.failed == 0 else {
            return Knee(executors: 0, next: .init(executors: 1, breaches: [failures(first)]))
        }
        var knee = 1
        for level in ordered.dropFirst() {
            let breaches = breaches(level, base: base, before: before)
            guard breaches.isEmpty, let throughput = level.throughput else {
                return Knee(executors: knee, next: .init(executors: level.executors, breaches: breaches))
            }
            (knee, before) = (level.executors, throughput)
        }
        return Knee(executors: knee)
    }

    private static func breaches(_ level: Level, base: Double, before: Double) -> [String] {
        guard let tail = level.tail, let throughput = level.throughput else {
            return ["too little was measured to tell"]
        }
        var breaches: [String] = []
        if tail > tailBound * base {
            breaches.append("the 95th percentile was \(Words.times(tail / base)) that of one")
        }
        if throughput < (1 + growthBound) * before {
            let share = throughput / before - 1
            breaches.append(
                share < 0
                    ? "throughput fell by \(Words.percent(-share))" : "throughput grew by only \(Words.percent(share))")
        }
        if level.failed > 0 { breaches.append(failures(level)) }
        return breaches
    }

    private static func failures(_ level: Level) -> String { "\(Words.count(level.failed, "job", "jobs")) failed" }

    /// The builder of which the fewest fit decides, one that is undecided before others.
    static func verdict(_ sweeps: [SweepEvidence]) -> Verdict {
        func rank(_ sweep: SweepEvidence) -> (Int, Int) {
            (sweep.answer == .undecided ? 0 : 1, sweep.knee?.executors ?? 0)
        }
        let worst = sweeps.min { rank($0) < rank($1) }
        return Verdict(
            worst?.answer ?? .undecided, estimate: worst?.estimate, unit: "executors", decidedBy: worst?.configuration)
    }
}
