import Model
import Store

/// What one named change invalidated, in each configuration.
struct Invalidation: Sendable {
    /// What it did in one configuration.
    struct Effect: Sendable, Hashable {
        /// The cacheable steps, and those that missed.
        var steps = 0, misses = 0
        /// The first that missed, and why.
        var first: String?
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
    var differs: Bool { Set(effects.values.map { "\($0.misses) \($0.first ?? "")" }).count > 1 }
}

/// A configuration in which changes were tried.
struct InvalidationColumn: Sendable {
    /// The configuration's name.
    var name: String
    /// How it reads: its engine first, if it has one.
    var words: String
}

extension Job {
    /// Whether it was measured, succeeded and is of a change with a name of its own.
    var isOfNamedChange: Bool { !warmup && outcome == .succeeded && change != nil }
}

/// Adds jobs of named changes up, in any order: the plan decides which step was the first.
struct InvalidationCollector {
    private struct Key: Hashable {
        let change, fixture: String
    }

    /// Where a step stands in the plan: round, position, ordinal, job. Jobs of several scenarios can have one place:
    /// their steps are taken together.
    private typealias Place = (Int, Int, Int, Int64)

    /// What was added up of one change.
    private struct Sum {
        var invalidation: Invalidation
        /// Its first step.
        var first: Place
        /// The first step that missed, by configuration.
        var firstMisses: [String: Place] = [:]

        mutating func add(_ step: StepRecord, at place: Place, in configuration: String) {
            if place < first { first = place }
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
    /// By its name; nil where this version does not know all its factors.
    private var configurations: [String: Configuration?] = [:]

    /// In the order in which the changes come first in the plan.
    var found: [Invalidation] { sums.values.sorted { $0.first < $1.first }.map(\.invalidation) }

    /// The configurations of all jobs, those that are not understood last.
    func columns(_ engines: RunEngines) -> [InvalidationColumn] {
        let known = engines.sorted(configurations.values.compactMap(\.self))
        let unknown = configurations.filter { $0.value == nil }.keys.sorted()
        return known.map { InvalidationColumn(name: $0.name, words: Words.byEngine($0)) }
            + unknown.map { InvalidationColumn(name: $0, words: Words.configuration($0)) }
    }

    /// Adds a job with its steps.
    ///
    /// An update of base images meets configurations with unlike ones: what it invalidates is not the builders' doing.
    mutating func add(_ job: Job) {
        guard let change = job.change, BaseUpdate(rawValue: change) == nil else { return }
        let key = Key(change: change, fixture: job.cell.fixture)
        configurations[job.cell.configuration] = .some(job.cell.factors)
        for step in job.steps where step.cacheable {
            let place = (job.round, job.position, step.ordinal, job.id)
            let invalidation = Invalidation(change: change, fixture: key.fixture)
            sums[key, default: Sum(invalidation: invalidation, first: place)]
                .add(step, at: place, in: job.cell.configuration)
        }
    }
}
