/// The page on `storage` and `garbage`: collection policies on one trace. It answers both questions, and differs only in its key.
struct GarbagePage {
    let evidence: GarbageEvidence

    /// The page as the answer to one of the two: in the page's words, closed by `**`, and what follows it.
    func page(answer: String, decidedBy policy: PolicyEvidence?) -> Page {
        let charts = ChartByBuilder(entries: evidence.builders.map { ($0, evidence.chart(of: $0)) })
        let engines = Words.count(evidence.policies.count, "engine", "engines")
        return Page(
            subject: "garbage", title: "How much disk caching needs, and how to collect the garbage", run: evidence.run,
            place: " on \(engines), each with its own collection policy and disk", warnings: evidence.warnings,
            sections: [answers, .charts(charts.all), reading, costs, collections, misses, growth], limits: limits,
            reproduction: reproduction,
            key: KeyEvidence(
                words: answer, table: costTable(first: policy?.configuration),
                charts: charts.deciding(policy?.configuration)))
    }

    private var answers: [Page.Block] {
        let storage: Page.Block = """
            **As applied:** each job is compared with the job on the same change on the engine that removes nothing. A policy \
            holds the mark if, after each job and the policy's turn, its disk was at or under it. Also, no job was refused for \
            lack of space. The time-weighted hit rate counts each build step by its time when it misses, the same under all \
            policies. A policy only counts if its trace, where nothing is removed, goes over the mark. Yes if one that holds \
            costs at most \(Words.plain(StorageRule.costBound)) points at the upper end of its interval. No if none holds, or \
            each costs more at the lower end. Where no pair differs, the interval ends where its pairs exclude more. Its end is \
            the loss if as many jobs lose all their hits as n pairs without one such job allow (1 − 0.05^(1/n)).
            """
        let garbage: Page.Block = """
            **As applied:** rebuild time is what the build phase takes beyond that of the same change where nothing is removed. \
            It is the mean over the trace as it was replayed. It does not include the policy's own work, which a table shows. \
            Each builder is judged alone; the answer is the least of all. “Not distinguishable” policies hold the mark too, and \
            their interval reaches down to the named one's value.
            """
        return ["## The answers"] + StorageQuestion().answered(storageAnswer) + [storage]
            + GarbageQuestion().answered(garbageAnswer) + [garbage]
    }

    /// The answer on `storage`: its headline, closed by `**`, and what follows it.
    var storageAnswer: String {
        let verdict = evidence.storage
        let headline = verdict.answer.headline(yes: "yes, it is bounded.", no: "no, it is not bounded.")
        return "\(headline)** \(sentence(verdict))"
    }

    private func sentence(_ verdict: Verdict) -> String {
        guard let estimate = verdict.estimate, let policy = evidence.policy(named: verdict.decidedBy) else {
            return verdict.answer == .no
                ? "No policy held the mark on \(disk): see the table."
                : "Nothing was put to the test: the trace did not fill \(disk) where nothing was removed."
        }
        let needed =
            verdict.jobsNeeded.map { "; about \(Words.count($0, "more job", "more jobs")) would decide it" } ?? ""
        let cost = """
            \(policy.wordWithBuilder) holds the mark on \(disk). It costs \(Words.number(estimate.value)) points of the \
            time-weighted hit rate
            """
        guard let interval = estimate.interval else {
            let few = Words.count(estimate.count, "job is", "jobs are")
            return "\(cost). \(few) too few to say how sure that is\(needed)."
        }
        if let unvaried = estimate.unvaried {
            let pairs = Words.count(estimate.count, "pair of jobs", "pairs of jobs")
            return """
                \(cost). No job lost a hit, \(Words.unvaried(unvaried, pairs, of: "jobs")) lose all of theirs (95 % confidence). \
                That would cost \(Words.number(interval.upperBound)) points\(needed).
                """
        }
        return """
            \(cost). The true cost lies between \(Words.number(interval.lowerBound)) and \(Words.number(interval.upperBound)) points \
            with 95 % confidence (n = \(Words.count(estimate.count, "job", "jobs")))\(needed).
            """
    }

    private var disk: String {
        guard let capacity = evidence.capacity, let high = evidence.high else { return "a disk of unknown size" }
        return "a disk of \(Words.bytes(capacity)) (high mark \(Words.bytes(high)))"
    }

    /// The answer on `garbage`: its headline, closed by `**`, and what follows it.
    var garbageAnswer: String {
        let verdict = evidence.garbage
        let named = evidence.policy(named: verdict.decidedBy).map { "\($0.wordWithBuilder)." }
        let headline = verdict.answer.headline(yes: named ?? "yes.", no: "none of them.")
        return "\(headline)** \(evidence.choices.map(sentence(_:)).joined(separator: " "))"
    }

    private func sentence(_ choice: GarbageRule.Choice) -> String {
        let builder = Words.theConfiguration(choice.configuration)
        guard let policy = choice.policy, let rebuild = policy.rebuild else {
            return choice.answer == .no
                ? "With \(builder) no policy holds the mark."
                : "With \(builder) nothing could be judged."
        }
        let rivals = choice.notTold.map(\.word).joined(separator: ", ")
        let near = rivals.isEmpty ? "" : " Not distinguishable from it: \(rivals)."
        return """
            With \(builder) \(policy.word) holds the mark. Its rebuild time is \(Words.seconds(rebuild.value)) a \
            build (95 % interval \(Words.interval(rebuild.interval)), n = \(rebuild.count)).\(near)
            """
    }

    private var reading: [Page.Block] {
        let policies = evidence.meanings.map { "\(Markdown.code($0.key)) \($0.value)" }
        return [
            "## How to read it",
            """
            - **Policy:** what is removed from the disk, and when. \(policies.joined(separator: ". ")).
            - **A policy's turn** comes after each job; it counts in no job's time.
            - **Hit:** a build step that came from the cache, of those that can. **By time:** each step counts by its time \
            when it misses. So a lost package installation weighs more than a lost copy.
            - **95 % interval:** the true value lies in it with 95 % confidence; from resampling the pairs.
            """,
        ]
    }

    private var limits: [Page.Block] {
        [
            "## What was not measured",
            """
            One job ran at a time, and each policy had its turn between two jobs. During builds the disk was sampled every 20 ms: \
            a shorter peak is not seen. Daily and weekly were counted in builds, so that ages of hours and days played no part. \
            Where the scenario says `command: none`, jobs built images and ran nothing in them. The trace has more rare changes \
            than the real history: the disk fills faster than it would.
            """,
        ]
    }

    private var reproduction: [Page.Block] {
        let run = evidence.run.record
        let sql = """
            WITH counted AS (
                SELECT job_view.job, fixture, round, build_s, warmup, outcome, weight,
                    substr(configuration, 1, instr(configuration, ',policy=') - 1) AS builder,
                    substr(configuration, instr(configuration, ',policy=') + 8) AS policy,
                    (SELECT filesystem_bytes FROM disk_view WHERE disk_view.job = job_view.job) AS disk
                FROM job_view
                WHERE \(ReproductionSection.isOf(run, scenarios: evidence.scenarios))
            ), trace AS (
                SELECT * FROM counted WHERE outcome = 'succeeded' AND warmup = 0 AND weight > 0
            )
            SELECT own.builder, own.policy, count(*) AS pairs, avg(own.build_s - reference.build_s) AS rebuild_s,
                (SELECT max(disk) FROM counted
                    WHERE counted.builder = own.builder AND counted.policy = own.policy) AS peak_bytes
            FROM trace AS own
            JOIN trace AS reference ON reference.policy = 'none' AND reference.builder = own.builder
                AND reference.fixture = own.fixture AND reference.round = own.round
            WHERE own.policy <> 'none'
            GROUP BY own.builder, own.policy ORDER BY own.builder, rebuild_s;
            """
        return ReproductionSection.paragraphs(of: run, querying: "Rebuild time and peak disk by policy", by: sql)
    }
}

/// How policies read on a page.
extension PolicyEvidence {
    var word: String { Markdown.code(policy) }

    /// With its builder inside a sentence: `lru` with BuildKit.
    var wordWithBuilder: String { "\(word) with \(Words.theConfiguration(configuration))" }
}

extension GarbageEvidence {
    /// What each policy does, in the order in which pages explain them.
    var meanings: KeyValuePairs<String, String> {
        [
            "none": "removes nothing",
            "job-tag": "removes the job's own image after each build",
            "dangling": "removes images that lost their name to a newer one, after each build",
            "daily-weekly": "runs `docker system prune` \(every(1)), and with `--all` \(every(7))",
            "threshold": "removes every image but the newest of each repository, above the high mark",
            "lru":
                "removes images and build cache above the high mark, least recently used first, down to the low mark",
            "keep-storage": "lets BuildKit limit its own cache to a size",
        ]
    }

    /// `every 8 builds`: days by the clock of the policies, which goes on with each build and with nothing else.
    private func every(_ days: Double) -> String {
        guard let buildsADay else { return days == 1 ? "daily" : "every \(Words.plain(days)) days" }
        return "every \(Words.plain(buildsADay * days)) builds"
    }

    /// A policy with what it does: `lru` (removes …).
    func explained(_ policy: PolicyEvidence) -> String {
        policy.word + (meanings.first { $0.key == policy.policy }.map { " (\($0.value))" } ?? "")
    }
}

extension Words {
    static func points(_ interval: ClosedRange<Double>?) -> String {
        interval.map { "\(number($0.lowerBound)) to \(number($0.upperBound))" } ?? "n too small"
    }
}
