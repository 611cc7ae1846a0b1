import Model
import Store

/// One job, reduced to what the analysis looks at. All durations are in seconds.
///
/// A million of them are held at once: what is long or rare stands apart, shared or on the heap.
struct Observation: Sendable {
    /// What few jobs have.
    private final class Rarities: Sendable {
        let direct: DirectRecord?
        let failure: String?

        init?(direct: DirectRecord?, failure: String?) {
            if direct == nil && failure == nil { return nil }
            self.direct = direct
            self.failure = failure
        }
    }

    private let shared: SharedSeries
    private let rarities: Rarities?
    private var knownWall: Known
    private var knownCommand: Known
    /// The phases that were entered.
    var phases: PhaseTimes
    /// What Plimsoll itself cost.
    var own: OwnCost
    /// How much it counts when the trace is weighted back to its population.
    var weight: Double
    /// Its place in the plan.
    var position: Int
    /// The round of the interleaved order that it belongs to: jobs of one round, of the trace, built the same change.
    var round: Int
    private var steps: (cacheable: Int32, cached: Int32)
    /// What its revision changed.
    var changeClass: ChangeClass
    /// Whether it only warmed the worker.
    var warmup: Bool
    /// Whether it was told to build without the cache.
    var cold: Bool
    /// How it ended.
    var outcome: Outcome

    /// What a job's record holds for the analysis.
    init(_ job: JobRecord) {
        let cacheable = job.steps.filter(\.cacheable)
        self.init(
            job, cacheableSteps: cacheable.count, cachedSteps: cacheable.count(where: \.cached))
    }

    /// A job whose steps were counted elsewhere.
    init(_ job: JobRecord, cacheableSteps: Int, cachedSteps: Int) {
        shared = SharedSeries(Series(fixture: job.fixture, configuration: job.configuration))
        changeClass = job.changeClass
        weight = job.weight
        position = job.position
        round = job.round
        warmup = job.warmup
        cold = job.cold
        outcome = job.outcome
        knownWall = Known(job.wall)
        knownCommand = Known(job.command)
        phases = PhaseTimes(job.phases)
        rarities = Rarities(direct: job.direct, failure: job.failure?.message)
        own = job.own
        steps = (Int32(clamping: cacheableSteps), Int32(clamping: cachedSteps))
    }

    /// A job's outline, of a kind whose series is kept once.
    init(_ job: JobOutline, changeClass: ChangeClass, series: SharedSeries) {
        shared = series
        self.changeClass = changeClass
        weight = job.weight
        position = job.position
        round = job.round
        warmup = job.warmup
        cold = job.cold
        outcome = job.outcome
        knownWall = Known(job.wall)
        knownCommand = Known(job.command)
        phases = PhaseTimes(
            context: job.context, build: job.build, run: job.run, artifacts: job.artifacts, cleanup: job.cleanup)
        rarities = Rarities(direct: job.direct, failure: job.failure)
        own = job.own
        steps = (Int32(clamping: job.steps.cacheable), Int32(clamping: job.steps.cached))
    }

    /// Its fixture and configuration.
    var series: Series { shared.series }

    /// From its start to the end of its cleanup; nil when it was killed before.
    var wall: Double? { knownWall.value }

    /// How long its own command ran.
    var command: Double? { knownCommand.value }

    /// The same command without an engine.
    var direct: DirectRecord? { rarities?.direct }

    /// Why it did not succeed, in the words of the engine or the command.
    var failure: String? { rarities?.failure }

    /// How many of its build steps can come from the cache.
    var cacheableSteps: Int { Int(steps.cacheable) }

    /// How many of those did.
    var cachedSteps: Int { Int(steps.cached) }

    /// What the job cost beyond its own command; nil where either is unknown.
    var overhead: Double? {
        guard let wall, let command else { return nil }
        return wall - command
    }

    /// Overhead over wall time, from 0 to 1.
    var share: Double? {
        guard let wall, let overhead, wall > 0 else { return nil }
        return overhead / wall
    }

    /// Whether it was built without a cache: told so, or a warm-up that found none of its steps.
    var isCold: Bool { cold || (warmup && cacheableSteps > 0 && cachedSteps == 0) }

    /// Whether it succeeded and its overhead is known.
    var isMeasured: Bool { outcome == .succeeded && overhead != nil }

    /// Whether it counts as a job on a warm worker.
    var isWarm: Bool { isMeasured && !warmup && !cold }
}

/// Gathers the observations of some scenarios' jobs by series, as a survey hands their outlines on.
struct ObservationCollector {
    private let scenarios: Set<String>
    private var lists: [[Observation]] = []
    private var series: [SharedSeries] = []
    private var numbers: [Series: Int] = [:]
    /// By the number of a job's kind: that of its series; nil where its scenario is none of those.
    private var places: [Int?] = []

    /// - Parameter scenarios: the names of those whose jobs are wanted.
    init(scenarios: [String]) {
        self.scenarios = Set(scenarios)
    }

    /// The jobs of each series in the order in which they came.
    var jobs: [Series: [Observation]] {
        Dictionary(uniqueKeysWithValues: zip(series.map(\.series), lists))
    }

    /// Adds a job where it is wanted. Kinds must come in the order of their numbers.
    mutating func add(_ kind: JobKind, _ job: JobOutline) {
        if job.kind == places.count {
            var wanted: Int?
            if scenarios.contains(kind.scenario) { wanted = number(of: kind) }
            places.append(wanted)
        }
        guard let place = places[job.kind] else { return }
        lists[place].append(Observation(job, changeClass: kind.changeClass, series: series[place]))
    }

    private mutating func number(of kind: JobKind) -> Int {
        let name = Series(fixture: kind.fixture, configuration: kind.configuration)
        if let number = numbers[name] { return number }
        series.append(SharedSeries(name))
        lists.append([])
        numbers[name] = series.count - 1
        return series.count - 1
    }
}

extension Sequence<Observation> {
    /// The weighted median of a figure over the jobs that have it; nil where none has.
    func weightedMedian(of figure: (Observation) -> Double?) -> Double? {
        var values: [Double] = []
        var weights: [Double] = []
        for job in self {
            guard let value = figure(job) else { continue }
            values.append(value)
            weights.append(job.weight)
        }
        return Medians.weighted(values, weights: weights)
    }

    /// The weighted median of a figure with its 95 % interval; nil where no job has it.
    ///
    /// - Parameter seed: the run's, so that resampling gives the same interval every time.
    func median(of figure: (Observation) -> Double?, seed: UInt64) -> Estimate? {
        Strata(self, of: figure).estimate(seed: seed)
    }
}
