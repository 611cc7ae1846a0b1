import Foundation
import Model
import Statistics
import Store

/// From a run's jobs to what they say of `executors`. Pure: the same jobs and samples give the same evidence.
struct ExecutorsAnalysis {
    /// The host at one moment of a level.
    struct HostLook {
        /// What was looked at.
        var point: LevelPoint
        /// When, in seconds since 1970.
        var at: Double
        var value: Double
    }

    private let jobs: [Job]
    /// By the configuration of the level.
    private let host: [String: [HostLook]]

    /// What a run in a database says of `executors`; nil where none of its scenarios bears on it and varies them.
    ///
    /// - Throws: `ResultsError` where the database cannot be read.
    static func analyse(_ database: ResultsDatabase, run: RunSummary) throws -> ExecutorsEvidence? {
        let scenarios = run.scenarios(bearingOn: ExecutorsQuestion.id)
        guard !scenarios.isEmpty else { return nil }
        let jobs = try database.jobs(run: run, of: scenarios).filter {
            !$0.warmup && $0.series.factor("executors") != nil
        }
        guard !jobs.isEmpty else { return nil }
        let search = WarningSearch(run: run, jobs: jobs)
        let warnings = search.runWarnings().filter { $0 != .nothingReal } + search.failures()
        return evidence(
            run: run, scenarios: scenarios, jobs: jobs, host: try host(database, run), warnings: warnings)
    }

    private static func host(_ database: ResultsDatabase, _ run: RunSummary) throws -> [String: [HostLook]] {
        var looks: [String: [HostLook]] = [:]
        for name in try database.seriesNames(run: run.id) {
            guard let level = LevelPoint.level(of: name) else { continue }
            looks[level.configuration, default: []] += try database.points(run: run.id, name: name).map {
                HostLook(point: level.point, at: $0.at.timeIntervalSince1970, value: $0.value)
            }
        }
        return looks
    }

    /// What the given jobs say.
    ///
    /// - Parameter host: what the host was like, by the configuration of the level.
    static func evidence(
        run: RunSummary, scenarios: [String], jobs: [Job], host: [String: [HostLook]] = [:],
        warnings: [Warning] = []
    ) -> ExecutorsEvidence {
        let sweeps = ExecutorsAnalysis(jobs: jobs, host: host).sweeps()
        return ExecutorsEvidence(run: run, scenarios: scenarios, sweeps: sweeps, warnings: warnings)
    }

    private func sweeps() -> [SweepEvidence] {
        let levels = Dictionary(grouping: jobs, by: \.cell.configuration).compactMap { level($0, $1) }
        return Dictionary(grouping: levels, by: \.configuration).sorted { $0.key < $1.key }.map { name, levels in
            let ordered = levels.sorted { ($0.executors, $0.load ?? "") < ($1.executors, $1.load ?? "") }
            return sweep(name, closed: ordered.filter { $0.load == nil }, open: ordered.filter { $0.load != nil })
        }
    }

    private func level(_ name: String, _ jobs: [Job]) -> LevelEvidence? {
        let series = Series(fixture: "", configuration: name)
        guard let executors = series.factor("executors").flatMap(Int.init) else { return nil }
        let load = series.factor("load").flatMap { $0 == "closed" ? nil : $0 }
        let repeats = Dictionary(grouping: jobs, by: \.round).sorted { $0.key < $1.key }.map {
            LevelRepeat($1, round: $0, executors: executors, isOpen: load != nil)
        }
        return LevelEvidence(
            configuration: series.without("executors").without("load").configuration, executors: executors, load: load,
            repeats: repeats, host: means(of: name, within: repeats.compactMap(\.window)))
    }

    private func means(of level: String, within windows: [ClosedRange<Double>]) -> [LevelPoint: Double] {
        let looks = (host[level] ?? []).filter { look in windows.contains { $0.contains(look.at) } }
        return Dictionary(grouping: looks, by: \.point).mapValues { looks in
            looks.reduce(0) { $0 + $1.value / Double(looks.count) }
        }
    }

    private func sweep(_ name: String, closed: [LevelEvidence], open: [LevelEvidence]) -> SweepEvidence {
        let knee = ExecutorsRule.knee(
            closed.map {
                ExecutorsRule.Level(
                    executors: $0.executors, tail: $0.quantile(0.95)?.value, throughput: $0.throughput,
                    failed: $0.failed)
            })
        let rounds = Set(closed.flatMap { $0.repeats.map(\.round) }).sorted()
        let knees = rounds.compactMap { round in
            ExecutorsRule.knee(
                closed.compactMap { level in
                    level.repeats.first { $0.round == round }.map {
                        ExecutorsRule.Level(
                            executors: level.executors, tail: $0.tail, throughput: $0.throughput, failed: $0.failed)
                    }
                })?.executors
        }
        let points = closed.flatMap { level in
            level.repeats.compactMap { one in
                one.throughput.map { (number: Double(level.executors), throughput: $0) }
            }
        }
        let law = UniversalScalability(points).flatMap { $0.isPhysical ? $0 : nil }
        let broken = knee?.next.flatMap { next in closed.first { $0.executors == next.executors } }
        return SweepEvidence(
            configuration: name, levels: closed, open: open, knee: knee, kneesOfRepeats: knees, law: law,
            saturated: broken.flatMap { Saturation($0.host) })
    }
}
