import Simulation

/// The answer first: the question in its words, how many workers, whether the simulation is to be believed, what follows from it.
struct CapacityAnswerSection {
    let findings: CapacityFindings

    var paragraphs: [String] {
        [
            "## The answer",
            "**\(Questions.capacity.words)** (`\(Questions.capacity.id)`)",
            AnswerSection.headlineMark + words,
            "**All numbers of workers and their waits are simulated, not measured.** \(basis)",
            "**Rule, fixed before the run:** \(Questions.capacity.rule).",
            "**As applied:** \(applied)",
            "**What follows:** \(consequence)",
        ]
    }

    private var verdict: CapacityRule.Verdict { findings.verdict }

    private var usual: String { Words.builds(CapacityTerms.usualBuildsADay) }

    /// The headline, closed by `**`, and what follows it.
    var words: String { "\(headline)** \(sentence)" }

    private var headline: String {
        guard verdict.isValidated, let workers = verdict.point?.workers else { return "undecided." }
        return "\(Words.workers(workers)) for \(usual) builds a day."
    }

    private var sentence: String {
        guard let point = verdict.point, let workers = point.workers, let name = verdict.setting else {
            return "Too little was measured to simulate workers from: see below what is lacking."
        }
        let number = """
            with \(Words.theConfiguration(name)) the bound is held by \(Words.workers(workers)) at \(usual) builds a day (over the \
            repetitions: \(Words.range(point.range)))
            """
        return verdict.isValidated
            ? "So many permanent workers are needed: \(number)."
            : "By a simulation that was not seen to agree with measured waits, \(number). Do not decide on it."
    }

    private var basis: String {
        """
        They rest on the measured times of \(Words.count(verdict.jobs, "warm job", "warm jobs")) with one executor, and on what \
        was assumed: \(CapacityAssumptions(terms: findings.terms).sentence)
        """
    }

    private var applied: String {
        """
        the fewest workers with which \(Words.percent(CapacityTerms.share)) of all builds of whole days wait for less than \
        \(Words.plain(CapacityTerms.bound)) s for an executor; with one worker fewer they do not, which was simulated too. The \
        search is repeated \(Words.count(findings.terms.repetitions, "time", "times")) with times drawn anew from the measured ones and other days: the range \
        is that of all repetitions. First the simulation is given the arrivals of each measured open loop: it counts as \
        checked where its p95 wait lies within \(Words.percent(OpenLoopCheck.tolerance)) of the measured one in every loop that \
        can be judged, and there is one; a loop whose measured p95 wait is itself less certain than that cannot. Otherwise the answer is undecided, whatever the numbers. Of several settings the one that \
        was not checked, or else needs most workers, decides.
        """
    }

    private var consequence: String {
        guard verdict.isValidated, let setting = findings.settings.first(where: { $0.name == verdict.setting }),
            let least = setting.points.first, let most = setting.points.last(where: { $0.workers != nil }),
            let first = least.workers, let last = most.workers
        else {
            return """
                measure an open loop in which jobs wait, beside closed loops with the same executors, before deciding \
                (`plimsoll run scenarios/capacity.yaml --profile full`).
                """
        }
        return """
            permanent workers of this kind go from \(first) at \(Words.builds(least.buildsADay)) builds a day to \(last) at \
            \(Words.builds(most.buildsADay)). Whether these are virtual machines or machines of their own is not a question of \
            waiting: the numbers hold for workers that build as fast as the one that was measured.
            """
    }
}
