extension Scenario {
    /// Expands the scenario to the exact, ordered list of jobs.
    ///
    /// A stream is one fixture in one configuration. The plan is a sequence of laps, each with one job of every stream.
    /// Laps of one purpose (warm-up, trace, pair, cold) come in pairs, the second in the first's reverse order. So over
    /// an even number of laps every stream has the same mean position. The same seed and traces give the same plan.
    ///
    /// If executors are varied, the plan is a sequence of levels instead; see ``LevelPlan``.
    /// - Parameters:
    ///   - seed: draws the orders; the traces are already drawn.
    ///   - traces: one for each fixture, found by its name; changes beyond the profile's are left out.
    ///   - recorded: the times for loads with recorded spacing; nil: those of the traces.
    ///   - references: of the fixtures that are held against a baseline, the changes of the reference's rounds. The
    ///     fixture's own trace has its newer revisions and then the candidate's rounds at its end.
    package func plan(
        profile: String, seed: UInt64, traces: [Trace], recorded: RecordedTimes? = nil,
        references: [Trace] = []
    ) throws(PlanInvalid) -> Plan {
        let chosen = try self.profile(named: profile)
        if let levels = LevelPlan(of: self, chosen) {
            let times = recorded ?? RecordedTimes(seconds: traces.flatMap { $0.times ?? [] })
            let jobs = try levels.jobs(seed: seed, traces: traces, recorded: times)
            return try plan(of: jobs, profile: profile, seed: seed)
        }
        var streams = try streams(of: chosen, seed: seed, traces: traces)
        var orders: [PlannedJob.Purpose: Balanced<[Int]>] = [:]
        for purpose in PlannedJob.Purpose.allCases {
            orders[purpose] = .order(
                of: streams.count, SeededGenerator(seed: seed, purpose: "order of \(purpose.rawValue) in \(name)"))
        }
        var jobs: [PlannedJob] = []
        for lap in Lap.all(of: chosen) {
            for stream in orders[lap.purpose]?.next() ?? [] {
                jobs.append(streams[stream].job(of: lap, position: jobs.count))
            }
        }
        jobs += RoundPlan(of: self, changes: chosen.changes, traces: traces, references: references)
            .jobs(from: jobs.count, round: (jobs.last?.round ?? 0) + 1, seed: seed)
        return try plan(of: jobs, profile: profile, seed: seed)
    }

    func plan(of jobs: [PlannedJob], profile: String, seed: UInt64) throws(PlanInvalid) -> Plan {
        Plan(
            scenario: name, scenarioHash: try hash(profile: profile), questions: questions, profile: profile,
            seed: seed, fixtures: fixtures, workload: workload,
            secrets: secrets?.map { $0.resolved(against: directory) }, jobs: jobs)
    }

    private func streams(of profile: ScenarioProfile, seed: UInt64, traces: [Trace]) throws(PlanInvalid) -> [Stream] {
        var streams: [Stream] = []
        for source in sources {
            let trace = try traces.trace(of: source.name, profile.changes, profile.name)
            for configuration in configurations {
                streams.append(Stream(trace: trace, configuration: configuration, length: profile.changes, seed: seed))
            }
        }
        return streams
    }
}

extension [Trace] {
    /// The trace of a fixture, with at least as many changes after its start as a profile replays.
    func trace(of fixture: String, _ changes: Int, _ profile: String) throws(PlanInvalid) -> Trace {
        guard let trace = first(where: { $0.fixture == fixture }) else { throw .traceMissing(fixture) }
        guard trace.changes.count > changes else { throw .traceShort(trace, wanted: changes, profile: profile) }
        return trace
    }
}

/// One fixture in one configuration, following its trace in order.
struct Stream {
    let trace: Trace
    let configuration: Configuration
    private let weights: TraceWeights
    /// Which of a pair runs first.
    private var pairs: Balanced<DirectRecord.Order>

    init(trace: Trace, configuration: Configuration, length: Int, seed: UInt64) {
        (self.trace, self.configuration) = (trace, configuration)
        weights = TraceWeights(trace, length: length)
        pairs = .pairs(SeededGenerator(seed: seed, purpose: "pairs of \(trace.fixture) \(configuration.name)"))
    }

    /// The stream's job in a lap. Outside the trace the revision does not change: its class is `none`, its weight 0.
    mutating func job(of lap: Lap, position: Int) -> PlannedJob {
        var change = trace.changes[lap.change]
        if lap.purpose != .trace { change.changeClass = .none }
        if let update = lap.update { change = update.applied(to: change) }
        return PlannedJob(
            position: position, round: lap.round, fixture: trace.fixture, change: change, configuration: configuration,
            warmup: lap.purpose == .warmup, cold: lap.purpose == .cold,
            direct: lap.purpose == .pair ? pairs.next() : nil,
            weight: lap.purpose == .trace ? weights[change.changeClass] : 0)
    }
}

/// One pass over all streams: each gets exactly one job. Plans consist of whole laps, so that every stream's place can be balanced.
struct Lap: Equatable {
    /// From 0.
    let round: Int
    let change: Int
    let purpose: PlannedJob.Purpose
    /// The update of base images before its jobs; nil: none.
    var update: BaseUpdate?

    /// The laps of a profile, in order.
    ///
    /// Round 0 warms up: one lap fills the cache, one finds it full. Round k replays change k, followed by its pairs
    /// and cold builds. These are spread evenly; cold builds avoid the first round if there is another. Updates of base
    /// images come last, and the last change is built again on each. They change images that all streams share, so
    /// every stream has to catch up before the next update.
    static func all(of profile: ScenarioProfile) -> [Lap] {
        let pairs = spread(profile.pairs, over: 1...profile.changes)
        let cold = spread(profile.cold, over: min(2, profile.changes)...profile.changes)
        var laps = [Lap](repeating: Lap(round: 0, change: 0, purpose: .warmup), count: 2)
        for round in 1...profile.changes {
            laps.append(Lap(round: round, change: round, purpose: .trace))
            laps += Array(repeating: Lap(round: round, change: round, purpose: .pair), count: pairs[round] ?? 0)
            laps += Array(repeating: Lap(round: round, change: round, purpose: .cold), count: cold[round] ?? 0)
        }
        let updates = (0..<(profile.baseUpdates ?? 0)).flatMap { _ in BaseUpdate.allCases }
        return laps
            + updates.enumerated().map { number, update in
                Lap(round: profile.changes + 1 + number, change: profile.changes, purpose: .update, update: update)
            }
    }

    /// How many of `count` events fall into each round when they are spread evenly and away from the ends.
    static func spread(_ count: Int, over rounds: ClosedRange<Int>) -> [Int: Int] {
        var places: [Int: Int] = [:]
        for event in 0..<count {
            places[rounds.lowerBound + (2 * event + 1) * rounds.count / (2 * count), default: 0] += 1
        }
        return places
    }
}

/// Weights that bring a drawn trace back to its population.
struct TraceWeights {
    private let weights: [ChangeClass: Double]

    /// Weights of the first `length` changes after the trace's starting state: a class's share of the population
    /// divided by its share of the draw. If all classes were drawn, they sum up to `length`.
    init(_ trace: Trace, length: Int) {
        let drawn = trace.changes.dropFirst().prefix(length)
        let counts = Dictionary(grouping: drawn, by: \.changeClass).mapValues(\.count)
        let population = trace.population.values.reduce(0, +)
        weights = counts.reduce(into: [:]) { weights, entry in
            guard let known = trace.population[entry.key], known > 0 else { return }
            let share = Double(known) / Double(population)
            weights[entry.key] = share / (Double(entry.value) / Double(drawn.count))
        }
    }

    /// The weight of a class; 1 if the trace is its own population, or the population lacks the class.
    subscript(_ changeClass: ChangeClass) -> Double { weights[changeClass] ?? 1 }
}
