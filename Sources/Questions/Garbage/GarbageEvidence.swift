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
    var warnings: [Warning]
}

extension GarbageEvidence {
    /// The evidence of a run, read once for both questions; nil where none of its scenarios varies the collection policy.
    static func read(_ run: RunReader) async throws -> GarbageEvidence? {
        try await run.once("collection policies") { try GarbageAnalysis.analyse(run.database, run: run.run) }
    }

    var storage: Verdict { StorageRule.verdict(policies) }
    var garbage: Verdict { GarbageRule.verdict(policies) }
    /// What the rule of `garbage` names for each builder.
    var choices: [GarbageRule.Choice] { GarbageRule.choices(policies) }
    var builders: [String] { Set(policies.map(\.configuration)).sorted() }

    /// The policy with its builder that has a name like `builder=legacy,policy=lru`.
    func policy(named name: String?) -> PolicyEvidence? { policies.first { $0.name == name } }
}

extension [PolicyEvidence] {
    /// The policies that were put to the test: the same trace, with the same builder and nothing removed, went over the mark.
    var tested: [PolicyEvidence] {
        let full = filter { $0.isReference && ($0.crossings > 0 || $0.fullAfter != nil) }
        return filter { policy in !policy.isReference && full.contains { $0.configuration == policy.configuration } }
    }
}

/// One policy with one builder, on its own engine and disk. Sizes are in bytes, durations in seconds.
struct PolicyEvidence: Sendable, Equatable {
    struct Point: Sendable, Equatable {
        /// Which build of its engine it is, from 1.
        var build: Int
        /// What the disk held after it, before the policy's turn.
        var disk: Double
        /// What it held after the turn.
        var afterwards: Double
    }

    /// The policy that removes nothing, with which others are compared.
    static let reference = "none"

    /// The configuration without the policy.
    var configuration: String
    /// The policy, in the words of the scenario.
    var policy: String
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
    var points: [Point]
    /// Hits over all jobs of the trace that succeeded.
    var hits: PolicyHits
    /// Hits over those that came after the policy's first removal; nil where it removed nothing.
    var hitsAfterwards: PolicyHits?
    /// The mean rebuild time a build; nil of the policy that removes nothing, and where nothing can be compared.
    var rebuild: Estimate?
    /// The cost in points of time-weighted hit rate; nil likewise.
    var hitCost: Estimate?
    /// How many steps missed for each reason.
    var reasons: [MissReason: Int]
    /// After how many jobs the policy removed something.
    var turns: Int
    /// What all its collections came to, each in its unit.
    var work: [CollectionPoint: Double]
    /// How the disk grew, jobs and collections together; nil without samples.
    var disk: DiskEvidence?

    var name: String { "\(configuration),policy=\(policy)" }
    var isReference: Bool { policy == Self.reference }
    /// Whether its disk was never above the high mark when it had had its turn, nor full.
    var holds: Bool { crossings == 0 && fullAfter == nil && !points.isEmpty }
    /// Whether its disk was at or under the high mark after each of its turns, and yet full during a job.
    var wasFullUnderTheMark: Bool { crossings == 0 && refused > 0 }
}

/// How much came from the cache over some jobs of a trace as it was replayed.
struct PolicyHits: Sendable, Equatable {
    /// Hits over build steps that can come from the cache, from 0 to 1; nil without steps.
    var byCount: Double?
    /// The same, each step weighted by the time that it takes when it misses; nil where none was seen to miss.
    var byColdTime: Double?

    init(_ jobs: [PolicyObservation], _ times: ColdTimes) {
        let steps = jobs.reduce(0) { $0 + $1.steps.count }
        if steps > 0 { byCount = Double(jobs.reduce(0) { $0 + $1.steps.count(where: \.cached) }) / Double(steps) }
        let seconds = jobs.map(times.saved)
        let possible = seconds.reduce(0) { $0 + $1.possible }
        if possible > 0 { byColdTime = seconds.reduce(0) { $0 + $1.saved } / possible }
    }
}
