import Results

/// What to do, by verdict: fixed beside the rule, so that it follows from the verdict alone.
public struct Advice: Sendable, Equatable {
    /// Where the rule is met, or named what was asked for.
    public var yes: String
    /// Where it is not.
    public var no: String
    /// Where the data carries no answer.
    public var undecided: String
    /// Where people judge.
    public var evidence: String

    init(yes: String = "", no: String = "", undecided: String = "", evidence: String = "") {
        self.yes = yes
        self.no = no
        self.undecided = undecided
        self.evidence = evidence
    }

    /// What to do on a verdict.
    public func on(_ verdict: VerdictRecord.Verdict) -> String {
        switch verdict {
        case .yes: yes
        case .no: no
        case .undecided: undecided
        case .evidence: evidence
        }
    }
}

extension Question {
    /// What to do once it is answered; nil for a question that nothing measures yet.
    public var advice: Advice? { Self.advices[id] }

    private static let advices: [String: Advice] = {
        var advices: [String: Advice] = [:]
        advices[Questions.buildOverhead.id] = Advice(
            yes: "Do not count overhead against builds in containers; the other answers say what else to weigh.",
            no: "Find the phase that takes the time before moving builds into containers.",
            undecided: "Do not decide on it yet: run more jobs.")
        advices[Questions.executors.id] = Advice(
            yes: "Give each worker of this kind so many executors, and no more; measure other kinds.",
            no: "Give it no executor before the failures with one are understood.",
            undecided: "Keep to one executor a worker until more is measured.")
        advices[Questions.cleanup.id] = Advice(
            yes: "Let workers live: jobs leave nothing behind.",
            no:
                "Collect what is left on a schedule, or renew workers, which costs their caches: the jobs' own cleanup is not enough.",
            undecided: "Renew workers from time to time until every kind of leftover was seen.")
        advices[Questions.storage.id] = Advice(
            yes: "Plan a bounded disk with a collection policy; size it by the growth of your own repositories.",
            no: "Plan more disk, or less cache: these policies do not hold the mark at a bearable cost.",
            undecided: "Plan disk with room to spare until more is measured.")
        advices[Questions.garbage.id] = Advice(
            yes: "Run the named policy on every worker.",
            no: "Use none of them as they are: enlarge the disk or collect earlier, and measure again.",
            undecided: "Do not choose a policy on these figures yet; watch the disk.")
        advices[Questions.centralCache.id] = Advice(
            yes: "Set up the registry's cache: new and idle workers can take over jobs.",
            no: "Send jobs to the worker that built their repository last; do not count on a central cache.",
            undecided: "Do not build a central cache on these figures yet.")
        advices[Questions.cacheableDependencies.id] = Advice(
            yes: "Write Dockerfiles with the strategy that the table names for each package manager.",
            no:
                "Use the strategy that the table under this answer names for each manager, and plan for the cost of those that are not easy.",
            undecided: "Do not prescribe a strategy on these figures yet.")
        advices[Questions.baseImages.id] = Advice(
            yes: "Provide base images, keep them on every worker, rebuild them with every security update.",
            no: "Leave the base to the repositories, unless what provided images do win is worth it to you.",
            undecided: "Do not build a suite of images on these figures yet.")
        advices[Questions.isolation.id] = Advice(
            undecided: "Let Security see the probes before untrusted changes are built on a shared worker.",
            evidence: "Let Security judge the failed probes before untrusted changes are built on a shared worker.")
        advices[Questions.workerDependencies.id] = Advice(
            yes: "Take the repositories' dependencies out of the provisioning of workers.",
            no: "Do not expect workers half the size: decide for or against containers by other reasons.",
            undecided: "Do not count on smaller workers yet.")
        advices[Questions.opsRequirements.id] = Advice(
            undecided: "Run `plimsoll doctor` on a worker of the kind that is planned.",
            evidence: "Run `plimsoll doctor` on each planned worker, and mend what it finds lacking.")
        advices[Questions.capacity.id] = Advice(
            undecided:
                "Do not plan a fleet yet: measure how long jobs wait (`plimsoll run scenarios/capacity.yaml --profile full`).",
            evidence:
                "Plan the workers that the table under this answer gives at your builds a day, of the kind that was measured."
        )
        return advices
    }()
}
