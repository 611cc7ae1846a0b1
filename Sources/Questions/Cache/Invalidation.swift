import Model
import Store

/// What one named change invalidated, in each configuration.
struct Invalidation: Sendable {
    /// What it did in one configuration.
    struct Effect: Sendable {
        /// The cacheable steps.
        var steps = 0
        /// Those that missed.
        var misses = 0
        /// The first that missed.
        var first: String?
        /// Why.
        var reason: MissReason?
    }

    /// The change's name.
    var change: String
    var fixture: String
    /// Its effect by configuration.
    var effects: [String: Effect] = [:]

    /// Whether every step came from the cache, in every configuration.
    var isHarmless: Bool { effects.values.allSatisfy { $0.misses == 0 } }

    /// Whether the configurations differ in what missed.
    var differs: Bool {
        Set(effects.values.map { "\($0.misses) \($0.first ?? "")" }).count > 1
    }
}

extension Job {
    /// Whether it was measured, succeeded and is of a change with a name of its own.
    var isOfNamedChange: Bool { !warmup && outcome == .succeeded && change != nil }
}

/// Adds jobs of named changes up to what each change invalidated. They may come in any order: the plan decides which
/// step was the first.
struct InvalidationCollector {
    private struct Key: Hashable {
        let change: String
        let fixture: String
    }

    /// Where a step stands in the plan. Jobs of several scenarios can have one place: their steps are taken together.
    private struct Place: Comparable {
        let round: Int
        let position: Int
        let ordinal: Int
        let job: Int64

        init(of step: StepRecord, in job: Job) {
            (round, position, ordinal, self.job) = (job.round, job.position, step.ordinal, job.id)
        }

        static func < (left: Self, right: Self) -> Bool {
            (left.round, left.position, left.ordinal, left.job)
                < (right.round, right.position, right.ordinal, right.job)
        }
    }

    /// What was added up of one change.
    private struct Sum {
        var invalidation: Invalidation
        /// Its first step.
        var first: Place
        /// The first step that missed, by configuration.
        var firstMisses: [String: Place] = [:]

        mutating func add(_ step: StepRecord, at place: Place, in configuration: String) {
            first = min(first, place)
            var effect = invalidation.effects[configuration] ?? Invalidation.Effect()
            effect.steps += 1
            if !step.cached {
                effect.misses += 1
                if firstMisses[configuration].map({ place < $0 }) ?? true {
                    firstMisses[configuration] = place
                    effect.first = step.instruction
                    effect.reason = step.missReason
                }
            }
            invalidation.effects[configuration] = effect
        }
    }

    private var sums: [Key: Sum] = [:]

    /// In the order in which the changes come first in the plan.
    var found: [Invalidation] { sums.values.sorted { $0.first < $1.first }.map(\.invalidation) }

    /// Adds a job with its steps.
    ///
    /// An update of base images meets configurations that build upon unlike ones: what it invalidates is not the
    /// builders' doing.
    mutating func add(_ job: Job) {
        guard let change = job.change, BaseUpdate(rawValue: change) == nil else { return }
        let key = Key(change: change, fixture: job.cell.fixture)
        for step in job.steps where step.cacheable {
            let place = Place(of: step, in: job)
            let invalidation = Invalidation(change: change, fixture: key.fixture)
            sums[key, default: Sum(invalidation: invalidation, first: place)]
                .add(step, at: place, in: job.cell.configuration)
        }
    }
}
