import Model
import Simulation
import Store

/// What a run's jobs say of how long builds take, in one setting: alone, cold, and beside others.
package struct ServiceMeasurements: Sendable, Equatable {
    /// Fewer warm jobs of a fixture than these, with one executor, are no basis.
    static let fewestAlone = 20
    /// Fewer jobs of a closed loop than these say nothing of its number of executors.
    static let fewestTogether = 20

    /// How much longer builds take with a number of executors that are all busy.
    struct Level: Sendable, Equatable {
        var executors: Int
        /// The mean time over that of one executor, kind by kind.
        var slowdown: Double
        /// How many jobs it rests on.
        var jobs: Int
    }

    /// Times of warm jobs with one executor, in seconds.
    let alone: [BuildKind: [Double]]
    /// How much each kind counts: the weights of its jobs, or how many they are where none has a weight.
    let weights: [BuildKind: Double]
    /// Times of first builds, in seconds of a build alone.
    let cold: [String: [Double]]
    /// What was measured of several executors, ascending; the first is one executor, whose slowdown is 1.
    let levels: [Level]

    /// What the jobs of one setting say; series of open loops are left out.
    init(_ series: [LoadSeries]) {
        let closed = series.filter { $0.loop == .closed }
        let single = closed.filter { $0.executors == 1 }.flatMap(\.jobs)
        let warm = Dictionary(grouping: single.warmSamples, by: \.kind)
        let alone = warm.mapValues { $0.compactMap(\.service) }
        let weights = warm.mapValues { jobs in
            let sum = jobs.reduce(0) { $0 + $1.weight }
            return sum > 0 ? sum : Double(jobs.count)
        }
        let together = Dictionary(grouping: closed.filter { $0.executors > 1 }, by: \.executors)
        let levels = together.sorted { $0.key < $1.key }.compactMap { executors, series in
            Self.level(executors, series.flatMap(\.busyJobs).warmSamples, alone: alone, weights: weights)
        }
        (self.alone, self.weights) = (alone, weights)
        let count = alone.values.reduce(0) { $0 + $1.count }
        self.levels = count > 0 ? [Level(executors: 1, slowdown: 1, jobs: count)] + levels : []
        var cold = Dictionary(grouping: single.filter(\.isColdSample), by: \.cell.fixture).mapValues {
            $0.compactMap(\.service)
        }
        // A first build beside others took longer, by what others did on average.
        for level in levels {
            let jobs = closed.filter { $0.executors == level.executors }.flatMap(\.jobs).filter(\.isColdSample)
            for (fixture, jobs) in Dictionary(grouping: jobs, by: \.cell.fixture) where cold[fixture] == nil {
                cold[fixture] = jobs.compactMap(\.service).map { $0 / level.slowdown }
            }
        }
        self.cold = cold
    }

    /// Means are compared kind by kind, with the weights of one executor, so that another mix is not taken for a slowdown.
    private static func level(
        _ executors: Int, _ jobs: [Job], alone: [BuildKind: [Double]], weights: [BuildKind: Double]
    ) -> Level? {
        guard jobs.count >= fewestTogether else { return nil }
        var (beside, single) = (0.0, 0.0)
        // In the same order every time, as sums of floating-point numbers depend on it.
        for (kind, jobs) in Dictionary(grouping: jobs, by: \.kind).sorted(by: { $0.key < $1.key }) {
            guard let times = alone[kind], let weight = weights[kind] else { continue }
            let together = jobs.compactMap(\.service)
            beside += weight * together.reduce(0, +) / Double(together.count)
            single += weight * times.reduce(0, +) / Double(times.count)
        }
        return single > 0 ? Level(executors: executors, slowdown: beside / single, jobs: jobs.count) : nil
    }

    /// How many jobs with one executor it rests on.
    package var jobs: Int { levels.first?.jobs ?? 0 }

    var fixtures: [String] { Set(alone.keys.map(\.fixture)).sorted() }

    /// How many times as long a build takes while k run, at index k − 1, up to `executors`: as measured, and between two measured
    /// numbers on the straight line between them. Nil beyond what was measured.
    func slowdown(upTo executors: Int) -> [Double]? {
        guard executors > 0, let last = levels.last, executors <= last.executors else { return nil }
        return (1...executors).map { count in
            guard let above = levels.first(where: { $0.executors >= count }),
                let below = levels.last(where: { $0.executors <= count }), above.executors > below.executors
            else { return levels.first { $0.executors == count }?.slowdown ?? 1 }
            let share = Double(count - below.executors) / Double(above.executors - below.executors)
            return below.slowdown + share * (above.slowdown - below.slowdown)
        }
    }

    /// The most executors at which a build takes at most one and a half times as long as alone, of those that were measured.
    var usualExecutors: Int { levels.last { $0.slowdown <= 1.5 }?.executors ?? 1 }

    /// What is missing for a claim about workers with so many executors. Without `growth` the disk plays no part.
    func lacks(executors: Int, growth: DiskGrowth? = nil) -> [CapacityLack] {
        guard !fixtures.isEmpty else { return [.nothingAlone] }
        var lacks: [CapacityLack] = []
        for fixture in fixtures {
            let count = alone.filter { $0.key.fixture == fixture }.values.reduce(0) { $0 + $1.count }
            if count < Self.fewestAlone {
                lacks.append(.fewAlone(fixture: fixture, count: count, needed: Self.fewestAlone))
            }
            if cold[fixture, default: []].isEmpty { lacks.append(.noCold(fixture: fixture)) }
        }
        if let growth {
            let kinds = alone.keys.filter { growth.bytes(of: $0) == nil }.sorted()
            let sizes = fixtures.filter { growth.size(of: $0) == nil }
            if !kinds.isEmpty || !sizes.isEmpty { lacks.append(.noGrowth(kinds: kinds, first: sizes)) }
        }
        if slowdown(upTo: executors) == nil {
            lacks.append(.noLevel(executors: executors, measured: levels.map(\.executors)))
        }
        return lacks
    }

    /// The model that a simulation draws from; nil where something is lacking. Without `growth` builds do not grow a disk.
    func model(executors: Int, growth: DiskGrowth? = nil) -> ServiceModel? {
        guard lacks(executors: executors).isEmpty, let slowdown = self.slowdown(upTo: executors) else { return nil }
        let fixtures = fixtures.map { fixture in
            let kinds = alone.filter { $0.key.fixture == fixture }.sorted { $0.key < $1.key }.map { kind, times in
                ServiceModel.Kind(
                    weight: weights[kind] ?? 0, samples: times, growth: growth?.bytes(of: kind) ?? 0)
            }
            return ServiceModel.Fixture(
                name: fixture, kinds: kinds, cold: cold[fixture] ?? [], size: growth?.size(of: fixture) ?? 0)
        }
        return try? ServiceModel(fixtures: fixtures, slowdown: slowdown)
    }
}

/// By how many bytes builds of one setting grow a worker's disk.
package enum DiskGrowth: Sendable, Equatable {
    /// Not measured: every build, and every repository's first one, by so many bytes.
    case given(build: Double, first: Double)
    /// Means of a ledger: builds on a worker that has built their fixture before, and a fixture's first build.
    case ledger(builds: [BuildKind: Double], first: [String: Double])

    /// What a run's ledger says of a setting. A first build leaves the layers that a build without the cache makes; where the engine
    /// does not tell these, what such a build grows the disk by. A kind that makes the disk smaller does not grow it.
    static func of(_ classes: [ClassGrowth], setting: String) -> DiskGrowth {
        var builds: [BuildKind: Double] = [:]
        var first: [String: Double] = [:]
        for found in classes where found.kind.series.setting == setting {
            let fixture = found.kind.series.fixture
            if found.kind.cold {
                first[fixture] = max(first[fixture] ?? 0, found.made ?? found.growth.mean)
            } else {
                let kind = BuildKind(fixture: fixture, changeClass: found.kind.changeClass)
                builds[kind] = max(0, found.growth.mean)
            }
        }
        return .ledger(builds: builds, first: first)
    }

    /// By how much a build grows the disk; nil where that was not measured.
    func bytes(of kind: BuildKind) -> Double? {
        switch self {
        case .given(let build, _): build
        case .ledger(let builds, _): builds[kind]
        }
    }

    /// What a fixture's first build leaves on the disk; nil where that was not measured.
    func size(of fixture: String) -> Double? {
        switch self {
        case .given(_, let first): first
        case .ledger(_, let first): first[fixture]
        }
    }
}
