import Foundation
import Model
import Statistics
import Store

/// From a run's jobs to what they say of `executors`. Pure: the same jobs and samples give the same evidence.
enum ExecutorsAnalysis {
    /// The host at one moment of a level, in seconds since 1970.
    struct HostLook {
        var point: LevelPoint
        var at: Double
        var value: Double
    }

    /// What a run says of `executors`; nil where none of its scenarios bears on it and varies them.
    static func analyse(_ database: ResultsDatabase, run: RunSummary) throws -> ExecutorsEvidence? {
        let scenarios = run.scenarios(bearingOn: ExecutorsQuestion.id)
        guard !scenarios.isEmpty else { return nil }
        let jobs = try database.jobs(run: run, of: scenarios).filter {
            !$0.warmup && $0.cell.factors?.executors != nil
        }
        guard !jobs.isEmpty else { return nil }
        var host: [String: [HostLook]] = [:]
        for name in try database.seriesNames(run: run.id) {
            guard let level = LevelPoint.level(of: name) else { continue }
            host[level.configuration, default: []] += try database.points(run: run.id, name: name).map {
                HostLook(point: level.point, at: $0.at.timeIntervalSince1970, value: $0.value)
            }
        }
        let search = WarningSearch(run: run, jobs: jobs)
        return evidence(
            run: run, scenarios: scenarios, jobs: jobs, host: host,
            warnings: search.runWarnings().filter { $0 != .nothingReal } + search.failures())
    }

    /// - Parameter host: what the host was like, by the configuration of the level.
    static func evidence(
        run: RunSummary, scenarios: [String], jobs: [Job], host: [String: [HostLook]] = [:], warnings: [Warning] = []
    ) -> ExecutorsEvidence {
        let levels = Dictionary(grouping: jobs, by: \.cell.configuration).compactMap { name, jobs in
            LevelEvidence(name, jobs, host: host[name] ?? [])
        }
        let sweeps = Dictionary(grouping: levels, by: \.configuration).sorted { $0.key < $1.key }.map { name, levels in
            SweepEvidence(name, levels.sorted { ($0.executors, $0.load ?? "") < ($1.executors, $1.load ?? "") })
        }
        return ExecutorsEvidence(run: run, scenarios: scenarios, sweeps: sweeps, warnings: warnings)
    }
}

extension LevelEvidence {
    fileprivate init?(_ name: String, _ jobs: [Job], host: [ExecutorsAnalysis.HostLook]) {
        guard let factors = jobs.first?.cell.factors, let executors = factors.executors else { return nil }
        let load = factors.load.flatMap { $0 == .closed ? nil : $0.rawValue }
        let repeats = Dictionary(grouping: jobs, by: \.round).sorted { $0.key < $1.key }.map {
            LevelRepeat($1, round: $0, executors: executors, isOpen: load != nil)
        }
        let windows = repeats.compactMap(\.window)
        let looks = host.filter { look in windows.contains { $0.contains(look.at) } }
        self.init(
            configuration: factors.withoutLoad.name, executors: executors, load: load,
            repeats: repeats,
            host: Dictionary(grouping: looks, by: \.point).mapValues { looks in
                looks.reduce(0) { $0 + $1.value / Double(looks.count) }
            })
    }
}

extension SweepEvidence {
    fileprivate init(_ name: String, _ all: [LevelEvidence]) {
        func knee(_ levels: [LevelEvidence]) -> ExecutorsRule.Knee? {
            ExecutorsRule.knee(
                levels.map {
                    .init(
                        executors: $0.executors, tail: $0.quantile(0.95)?.value, throughput: $0.throughput,
                        failed: $0.failed)
                })
        }
        let closed = all.filter { $0.load == nil }
        // Each level with one time through it alone.
        let alone = closed.flatMap { level in
            level.repeats.map { one in
                var level = level
                level.repeats = [one]
                return level
            }
        }
        let rounds = Dictionary(grouping: alone) { $0.repeats[0].round }.sorted { $0.key < $1.key }
        let points = alone.compactMap { level in
            level.throughput.map { (number: Double(level.executors), throughput: $0) }
        }
        let found = knee(closed)
        let broken = found?.next.flatMap { next in closed.first { $0.executors == next.executors } }
        self.init(
            configuration: name, levels: closed, open: all.filter { $0.load != nil }, knee: found,
            kneesOfRepeats: rounds.compactMap { knee($0.value)?.executors },
            law: UniversalScalability(points).flatMap { $0.isPhysical ? $0 : nil },
            saturated: broken.flatMap { Saturation($0.host) })
    }
}

extension Job {
    /// From when it was to begin to its end, in seconds; nil where that is unknown.
    fileprivate var response: Double? { wall.map { queued + $0 } }

    fileprivate var span: BusyRate.Span? {
        wall.map { BusyRate.Span(executor: executor, began: start, ended: start + $0) }
    }
}

/// One time through one level. Times are in seconds.
struct LevelRepeat: Sendable {
    /// Which time, from 1.
    var round: Int
    var jobs: Int
    /// How many of them did not succeed.
    var failed: Int
    /// Whether the counted jobs' times settled within their first half.
    var isSteady: Bool
    /// How many jobs a second ended while all executors were busy; nil where that cannot be told.
    var throughput: Double?
    /// How long the counted jobs waited and took, in the order in which they began.
    var responses: [Double]
    var queued: [Double]
    /// In what time all executors were busy, in seconds since 1970; nil where they never were.
    var window: ClosedRange<Double>?

    /// Jobs count that began when every executor had ended its first, and ended before the first executor had no more to do; then as
    /// many more are left out at the start as the times' settling asks for. Where jobs arrive by themselves executors idle between:
    /// there only the settling decides.
    init(_ jobs: [Job], round: Int, executors: Int, isOpen: Bool) {
        let ordered = jobs.sorted { ($0.start, $0.executor) < ($1.start, $1.executor) }
        let spans = ordered.compactMap(\.span)
        window = BusyRate.window(of: spans, executors: executors)
        var counted = ordered.filter { $0.outcome == .succeeded && $0.response != nil }
        if !isOpen {
            let firsts = Dictionary(grouping: ordered, by: \.executor).compactMapValues { $0.first?.start }
            let end = window?.upperBound ?? .infinity
            counted = counted.filter {
                $0.start > firsts[$0.executor] ?? .infinity && ($0.span?.ended ?? .infinity) <= end
            }
        }
        let settled = SteadyState.truncation(counted.compactMap(\.response))
        counted.removeFirst(settled ?? 0)
        self.round = round
        self.jobs = jobs.count
        failed = jobs.count { $0.outcome != .succeeded }
        isSteady = settled != nil
        throughput = isOpen ? nil : BusyRate.of(spans, executors: executors)
        responses = counted.compactMap(\.response)
        queued = counted.map(\.queued)
    }
}
