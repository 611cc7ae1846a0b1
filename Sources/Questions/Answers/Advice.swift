import Store

/// What to do, by verdict: fixed beside the rule, so that it follows from the verdict alone.
struct Advice: Sendable, Equatable {
    /// Where the rule is met, or named what was asked for.
    var yes: String = ""
    /// Where it is not.
    var no: String = ""
    /// Where the data carries no answer.
    var undecided: String = ""
    /// Where people judge.
    var evidence: String = ""

    /// What to do on a verdict.
    func on(_ verdict: VerdictRecord.Verdict) -> String {
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
    var advice: Advice? { Self.advices[id] }

    private static let advices: [String: Advice] = {
        var advices: [String: Advice] = [:]
        advices[Questions.buildOverhead.id] = Advice(
            yes: "Do not count overhead against builds in containers; the other answers say what else to weigh.",
            no: "Find the phase that takes the time before moving builds into containers.",
            undecided: "Do not decide on it yet: run more jobs.")
        advices[Questions.executors.id] = Advice(
            yes:
                "Give each worker of this kind the number of executors that was found, and no more; measure other kinds.",
            no: "Give it no executor before the failures with one are understood.",
            undecided: "Keep to one executor a worker until more is measured.")
        advices[Questions.cleanup.id] = Advice(
            yes: "Let workers live: jobs leave nothing behind.",
            no:
                """
                The jobs' own cleanup is not enough: sweep workers on a schedule, for processes, mounts and files too, which a \
                policy for images does not remove; where the disk fills all the same, replace the worker, which then starts \
                without its caches.
                """,
            undecided: "Renew workers from time to time until every kind of leftover was seen.")
        advices[Questions.storage.id] = Advice(
            yes:
                """
                Where it is a yes for your builder, give workers a disk of a fixed size and the policy of the next answer; \
                where it is undecided, give it to one worker first, and measure what it costs. The size depends on your \
                repositories: find it by a run of `scenarios/garbage.yaml` with them.
                """,
            no: "Plan more disk, or less cache: these policies do not hold the mark at a bearable cost.",
            undecided: "Plan disk with room to spare until more is measured.")
        advices[Questions.garbage.id] = Advice(
            yes:
                """
                Run the policy that is named for the worker's builder, as often as it says, counted in builds and not in days; \
                where the answer above is undecided for that builder, on one worker first.
                """,
            no: "Use none of them as they are: enlarge the disk or collect earlier, and measure again.",
            undecided: "Do not choose a policy on these figures yet; watch the disk.")
        advices[Questions.centralCache.id] = Advice(
            yes: "Set up the registry's cache: new and idle workers can take over jobs.",
            no:
                """
                Send jobs to the worker that built their repository last; a central cache does not replace that. Where workers \
                are often new, set one up besides, if the time that it saves them is worth those actions.
                """,
            undecided: "Do not build a central cache on these figures yet.")
        advices[Questions.cacheableDependencies.id] = Advice(
            yes: "Write Dockerfiles with the strategy that the table names for each package manager.",
            no:
                """
                Use the strategy that the table in this answer's section names for each manager, and plan for what a changed list costs.
                """,
            undecided: "Do not prescribe a strategy on these figures yet.")
        advices[Questions.baseImages.id] = Advice(
            yes:
                """
                Provide base images, keep them on every worker (bring them back after a `prune --all`), rebuild them when a security \
                update asks for it.
                """,
            no: "Leave the base to the repositories, unless what provided images do win is worth it to you.",
            undecided: "Do not build a suite of images on these figures yet.")
        advices[Questions.isolation.id] = Advice(
            undecided: "Let Security see the probes before untrusted changes are built on a shared worker.",
            evidence:
                """
                Let Security judge what the probes saw in the container that you will use, before untrusted changes are built \
                on a shared worker.
                """)
        advices[Questions.workerDependencies.id] = Advice(
            yes: "Take the repositories' dependencies out of the provisioning of workers.",
            no:
                """
                Do not expect workers half the size, unless your repositories need much more than the test ones; decide for or \
                against containers by other reasons.
                """,
            undecided: "Do not count on smaller workers yet.")
        advices[Questions.opsRequirements.id] = Advice(
            undecided: "Run `plimsoll doctor` on a worker of the kind that is planned.",
            evidence:
                "Run `plimsoll doctor` on each planned worker, and mend what it calls lacking; what it calls degraded may stay."
        )
        advices[Questions.capacity.id] = Advice(
            undecided:
                "Do not plan a fleet yet: measure how long jobs wait (`plimsoll run scenarios/capacity.yaml --profile full`).",
            evidence:
                """
                Measure with your own repositories before you plan, as the number goes with how long builds take; then plan as \
                many workers of the measured kind as your builds a day need. Choose between virtual machines and hardware on \
                other grounds.
                """
        )
        return advices
    }()
}
