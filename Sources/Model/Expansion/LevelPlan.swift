import Foundation

/// The plan of a scenario that varies executors: levels, each with jobs of one configuration that run at the same time.
///
/// First every fixture is built twice with every builder, one job after the other, so that no level starts on a cold
/// worker. Then all levels follow in drawn order, once per repeat, every second time in reverse order. Open levels come
/// after the closed ones, which give their arrival rates.
///
/// All jobs of a fixture and a builder follow one trace. Each builds a change that no other does, so that no builder
/// can share work between concurrent jobs.
struct LevelPlan {
    /// The minimum number of jobs per executor in a level: fewer would be all ramp-up and drain.
    private static let fewestAnExecutor = 3
    private static let warmups = 2

    private let scenario: Scenario
    private let profile: ScenarioProfile
    private let closedJobs: Int
    private let fixtures: [String]

    /// nil if the scenario varies no executors.
    init?(of scenario: Scenario, _ profile: ScenarioProfile) {
        guard scenario.configurations.contains(where: { $0.executors != nil }), let jobs = profile.jobs else {
            return nil
        }
        (self.scenario, self.profile, closedJobs) = (scenario, profile, jobs)
        fixtures = scenario.sources.map(\.name)
    }

    private var repeats: Int { profile.repeats ?? 1 }

    var changes: Int {
        Dictionary(grouping: scenario.configurations, by: \.withoutLoad).values.flatMap { levels in
            fixtures.map { fixture in levels.reduce(0) { $0 + counts(of: $1)[fixture, default: 0] } * repeats }
        }.max() ?? 0
    }

    /// The jobs in the order in which they start.
    /// - Parameter recorded: the times for loads with recorded spacing.
    func jobs(seed: UInt64, traces: [Trace], recorded: RecordedTimes?) throws(PlanInvalid) -> [PlannedJob] {
        var byFixture: [String: Trace] = [:]
        for fixture in fixtures { byFixture[fixture] = try traces.trace(of: fixture, changes, profile.name) }
        var jobs = warmupJobs(byFixture)
        let isOpen = { (configuration: Configuration) in configuration.load?.isOpen ?? false }
        let kinds = [
            (levels: scenario.configurations.filter { !isOpen($0) }, name: "closed"),
            (levels: scenario.configurations.filter(isOpen), name: "open"),
        ]
        var orders = kinds.map { kind in
            Balanced.order(
                of: kind.levels.count,
                SeededGenerator(seed: seed, purpose: "order of \(kind.name) levels in \(scenario.name)"))
        }
        var reached: [StreamPlace: Int] = [:]
        for round in 1...repeats {
            for (kind, levels) in kinds.map(\.levels).enumerated() {
                for place in orders[kind].next() {
                    jobs += try level(levels[place], round, from: jobs.count, seed, byFixture, recorded, &reached)
                }
            }
        }
        return jobs
    }

    private func warmupJobs(_ traces: [String: Trace]) -> [PlannedJob] {
        var jobs: [PlannedJob] = []
        var seen: Set<Configuration> = []
        let firsts = scenario.configurations.filter { seen.insert($0.withoutLoad).inserted }
        for _ in 0..<Self.warmups {
            for configuration in firsts {
                for fixture in fixtures {
                    guard let change = traces[fixture]?.changes.first else { continue }
                    jobs.append(
                        PlannedJob(
                            position: jobs.count, round: 0, fixture: fixture, change: change,
                            configuration: configuration, warmup: true, weight: 0))
                }
            }
        }
        return jobs
    }

    private func level(
        _ configuration: Configuration, _ round: Int, from position: Int, _ seed: UInt64, _ traces: [String: Trace],
        _ recorded: RecordedTimes?, _ reached: inout [StreamPlace: Int]
    ) throws(PlanInvalid) -> [PlannedJob] {
        var order = counts(of: configuration).sorted { $0.key < $1.key }.flatMap {
            Array(repeating: $0.key, count: $0.value)
        }
        let purpose = "\(configuration.name), round \(round), of \(scenario.name)"
        var generator = SeededGenerator(seed: seed, purpose: "jobs of \(purpose)")
        generator.shuffle(&order)
        var draws = SeededGenerator(seed: seed, purpose: "arrivals of \(purpose)")
        let arrivals = try Self.arrivals(order.count, by: configuration.load ?? .closed, recorded, using: &draws)
        return order.enumerated().compactMap { index, fixture in
            let stream = StreamPlace(fixture: fixture, builder: configuration.withoutLoad)
            let change = reached[stream, default: 0] + 1
            reached[stream] = change
            guard let trace = traces[fixture], trace.changes.indices.contains(change) else { return nil }
            return PlannedJob(
                position: position + index, round: round, fixture: fixture, change: trace.changes[change],
                configuration: configuration, arrival: arrivals?[index])
        }
    }

    /// The arrival of each job of a level, in mean times between arrivals, the first at 0; nil for a closed level.
    private static func arrivals(
        _ count: Int, by load: Load, _ recorded: RecordedTimes?, using generator: inout SeededGenerator
    ) throws(PlanInvalid) -> [Double]? {
        switch load {
        case .closed: return nil
        case .open:
            var arrival = 0.0
            return (0..<count).map { index in
                if index > 0 { arrival += generator.drawExponential() }
                return arrival
            }
        case .recorded:
            guard let arrivals = recorded?.arrivals(count, using: &generator) else {
                throw .arrivalsShort(recorded, wanted: count)
            }
            return arrivals
        }
    }

    private func counts(of configuration: Configuration) -> [String: Int] {
        let asked = configuration.load?.isOpen ?? false ? profile.openJobs ?? closedJobs : closedJobs
        let jobs = max(asked, Self.fewestAnExecutor * (configuration.executors ?? 1))
        let mix = scenario.mix ?? Dictionary(fixtures.map { ($0, 1) }) { first, _ in first }
        let whole = mix.values.reduce(0, +)
        guard whole > 0 else { return [:] }
        // The largest remainders get the jobs left over (Hamilton's method); of equal ones the first by name.
        var counts = mix.mapValues { $0 * jobs / whole }
        let byRemainder = mix.keys.sorted {
            let left = mix[$0, default: 0] * jobs % whole
            let right = mix[$1, default: 0] * jobs % whole
            return left == right ? $0 < $1 : left > right
        }
        for fixture in byRemainder.prefix(jobs - counts.values.reduce(0, +)) { counts[fixture, default: 0] += 1 }
        return counts
    }

    private struct StreamPlace: Hashable {
        let fixture: String
        let builder: Configuration
    }
}
