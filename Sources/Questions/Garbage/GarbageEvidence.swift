import Model
import Store

/// What a run that compares collection policies says of `storage` and `garbage`.
struct GarbageEvidence: Sendable, Equatable {
    var run: RunSummary
    /// The names of the run's scenarios that bear on the questions.
    var scenarios: [String]
    /// Every policy with every builder, by builder, the policy that removes nothing first.
    var policies: [PolicyEvidence]
    /// How much the compared disk takes, in bytes; nil where that was not noted.
    var capacity: Double?
    /// The high mark, in bytes; nil where it was not noted.
    var high: Double?
    /// How many builds make a day of the policies' clock; nil where the scenario does not tell.
    var buildsADay: Double?
    /// What a reader should know beside.
    var warnings: [Warning]
}

extension GarbageEvidence {
    /// The evidence of a run, read once for both questions; nil where none of its scenarios varies the collection policy.
    ///
    /// - Throws: `ResultsError` where the database cannot be read.
    static func read(_ run: RunReader) async throws -> GarbageEvidence? {
        try await run.once("collection policies") { try GarbageAnalysis.analyse(run.database, run: run.run) }
    }

    /// What the rule of `storage` says.
    var storage: Verdict { StorageRule.verdict(policies) }
    /// What the rule of `garbage` says.
    var garbage: Verdict { GarbageRule.verdict(policies) }
    /// What the rule of `garbage` names for each builder.
    var choices: [GarbageRule.Choice] { GarbageRule.choices(policies) }

    /// What the rule of `storage` says of each builder alone, the best answer first.
    var storageByBuilder: [(configuration: String, answer: Verdict.Answer)] {
        let answers = Set(policies.map(\.configuration)).map { name in
            (configuration: name, answer: StorageRule.verdict(policies.filter { $0.configuration == name }).answer)
        }
        return answers.sorted { ($0.answer.severity, $0.configuration) < ($1.answer.severity, $1.configuration) }
    }

    /// The policy with its builder that has a name like `builder=legacy,policy=lru`.
    func policy(named name: String?) -> PolicyEvidence? { policies.first { $0.name == name } }
}

/// One policy with one builder, on its own engine and disk. Sizes are in bytes, durations in seconds.
struct PolicyEvidence: Sendable, Equatable {
    /// A point of the chart.
    struct Point: Sendable, Equatable {
        /// Which build of its engine it is, from 1.
        var build: Int
        /// What the disk held after it, before the policy's turn.
        var disk: Double
        /// What it held after the turn.
        var afterwards: Double
    }

    /// How many steps missed for a reason.
    struct Misses: Sendable, Equatable {
        /// The reason, in the words of the database; nil where it is not known.
        var reason: String?
        var count: Int
    }

    /// The policy that removes nothing.
    static let reference = "none"

    /// The configuration without the policy.
    var configuration: String
    /// The policy, in the words of the scenario.
    var policy: String
    /// How many jobs ran on its engine.
    var jobs: Int
    /// How many of them did not succeed because the disk was full.
    var refused: Int
    /// After how many builds the compared disk was full: by a refused job, or, on a disk with room, by what it held.
    var fullAfter: Int?
    /// The most that the disk held, during jobs too.
    var peak: Double?
    /// The most that the disk grew by during one job, however briefly; nil where no job's peak is known.
    var largestBuild: Double?
    /// After how many jobs the disk was above the high mark although the policy had had its turn.
    var crossings: Int
    /// What the disk held after each job.
    var points: [Point]
    /// Hits over all jobs of the trace that succeeded.
    var hits: PolicyHits
    /// Hits over those that came after the policy's first removal; nil where it removed nothing.
    var hitsAfterwards: PolicyHits?
    /// The mean rebuild time a build; nil of the policy that removes nothing, and where nothing can be compared.
    var rebuild: Estimate?
    /// The cost in points of time-weighted hit rate; nil likewise.
    var hitCost: Estimate?
    /// How many steps missed because what they had made was gone.
    var evicted: Int
    /// Misses by reason, the most frequent first.
    var reasons: [Misses]
    /// What the policy did.
    var work: PolicyWork
    /// How the disk grew, jobs and collections together; nil without samples.
    var disk: DiskEvidence?

    /// The configuration with the policy.
    var name: String { "\(configuration),policy=\(policy)" }
    /// Whether it is what the others are compared with.
    var isReference: Bool { policy == Self.reference }
    /// Whether its disk was never above the high mark when it had had its turn, nor full.
    var holds: Bool { crossings == 0 && fullAfter == nil && !points.isEmpty }
    /// Whether its disk was at or under the high mark after each of its turns, and yet full during a job.
    var wasFullUnderTheMark: Bool { crossings == 0 && refused > 0 }
}

/// How much came from the cache over some jobs of a trace as it was replayed.
struct PolicyHits: Sendable, Equatable {
    /// Build steps that can come from the cache.
    var steps = 0
    /// Those that did.
    var hits = 0
    /// The time that the steps take when they miss, in seconds.
    var coldSeconds = 0.0
    /// The same of those that came from the cache.
    var savedSeconds = 0.0

    /// Hits over steps, from 0 to 1; nil without steps.
    var byCount: Double? { steps > 0 ? Double(hits) / Double(steps) : nil }
    /// Hits over steps, each weighted by the time that it takes when it misses; nil where none was seen to miss.
    var byColdTime: Double? { coldSeconds > 0 ? savedSeconds / coldSeconds : nil }

    init(_ jobs: [PolicyObservation], _ times: ColdTimes) {
        for job in jobs {
            steps += job.steps.count
            hits += job.steps.count(where: \.cached)
            let (saved, possible) = times.saved(job)
            savedSeconds += saved
            coldSeconds += possible
        }
    }
}

/// What a policy did over a trace, and what that took. Sizes are in bytes, durations in seconds.
struct PolicyWork: Sendable, Equatable {
    /// After how many jobs it removed something.
    var turns: Int
    /// How long all its turns took, looking included.
    var seconds: Double
    /// How long builds were kept out.
    var held: Double
    /// How long it waited for builds.
    var waited: Double
    /// How long builds waited for the mutex.
    var buildsWaited: Double
    /// What the disk gave back.
    var freed: Double
    /// How many images, or names of them, were removed.
    var images: Int
    /// How many records of the build cache were removed.
    var records: Int
    /// Removals lost to a concurrent process.
    var lostRaces: Int
    /// How many collections could not be carried out.
    var failures: Int

    init(_ jobs: [PolicyObservation]) {
        func sum(_ point: CollectionPoint) -> Double { jobs.reduce(0) { $0 + ($1[point] ?? 0) } }
        turns = jobs.count(where: \.wasFollowedByRemovals)
        seconds = sum(.seconds)
        held = sum(.heldSeconds)
        waited = sum(.waitSeconds)
        buildsWaited = sum(.buildMutexWaitSeconds)
        freed = sum(.freedBytes)
        images = Int(sum(.removedImages))
        records = Int(sum(.removedRecords))
        lostRaces = Int(sum(.lostRaces))
        failures = Int(sum(.failures))
    }
}
