import Model
import Statistics
import Store

/// One job of a scenario that varies the strategy, reduced to what the analysis looks at.
struct DependencyObservation {
    let job: Observation
    /// The factor `strategy` of its configuration.
    let strategy: String
    /// Whether every step that installs came from the cache: the fixtures' Dockerfiles have no other `RUN`. Nil where none was
    /// reached.
    let installHit: Bool?
    /// Its other figures, each in its unit.
    let points: [DependencyPoint: Double]

    /// Nil where the job's scenario does not vary the strategy.
    init?(_ record: JobRecord, points: [DependencyPoint: Double]) {
        job = Observation(record)
        guard let strategy = job.series.factor("strategy") else { return nil }
        self.strategy = strategy
        self.points = points
        let installs = record.steps.filter { $0.cacheable && $0.instruction.hasPrefix("RUN") }
        installHit = installs.isEmpty ? nil : installs.allSatisfy(\.cached)
    }

    /// What the change cost, in seconds: the build, and where the strategy has one, restoring and saving the archive.
    var cost: Double? {
        job.phases[.build].map {
            $0 + points[.archiveRestoreSeconds, default: 0] + points[.archiveSaveSeconds, default: 0]
        }
    }

    /// Whether it counts as a cold job: it succeeded without anything that was there before.
    var isCold: Bool { job.cold && job.isMeasured && !job.warmup }

    /// Whether it counts as a change of the trace.
    var isChange: Bool { job.isWarm && job.weight > 0 }
}

/// From a run's jobs to what they say of `cacheable-dependencies`.
enum DependencyAnalysis {
    /// Nil where none of the run's scenarios bears on the question.
    ///
    /// - Throws: `ResultsError` where the database cannot be read.
    static func analyse(_ database: ResultsDatabase, run: RunSummary) throws -> DependencyEvidence? {
        let scenarios = run.scenarios(bearingOn: CacheableDependenciesQuestion.id)
        guard !scenarios.isEmpty else { return nil }
        var figures: [Int64: [DependencyPoint: Double]] = [:]
        for name in DependencyPoint.allCases {
            for point in try database.points(run: run.id, name: name.rawValue) {
                if let job = point.job { figures[job, default: [:]][name] = point.value }
            }
        }
        var jobs: [DependencyObservation] = []
        try database.forEachJob(run: run.id, including: .steps) { stored in
            guard scenarios.contains(stored.record.scenario),
                let job = DependencyObservation(stored.record, points: figures[stored.id] ?? [:])
            else { return }
            jobs.append(job)
        }
        return DependencyEvidence(
            run: run, scenarios: scenarios, managers: managers(jobs), warnings: warnings(jobs.map(\.job), in: run))
    }

    private static func managers(_ jobs: [DependencyObservation]) -> [DependencyManager] {
        let bySeries = Dictionary(grouping: jobs, by: \.job.series)
        let found = bySeries.sorted { $0.key < $1.key }.compactMap { series($0.key, $0.value) }
        return Dictionary(grouping: found, by: \.series.fixture).sorted { $0.key < $1.key }.map {
            DependencyManager(name: $0.key, series: $0.value)
        }
    }

    private static func series(_ series: Series, _ jobs: [DependencyObservation]) -> DependencySeries? {
        guard let strategy = jobs.first?.strategy else { return nil }
        let changes = jobs.filter(\.isChange)
        let cold = jobs.filter(\.isCold).compactMap(\.cost)
        let classes = Dictionary(grouping: changes, by: \.job.changeClass).sorted { $0.key < $1.key }.compactMap {
            changeClass($0.key, $0.value)
        }
        let manifest = changes.filter { $0.job.changeClass == .dependency }
        let ratio = DependencyRule.ratio(of: manifest.compactMap(\.cost), over: cold)
        let (answer, needed) = DependencyRule.judge(
            source: classes.first { $0.changeClass == .source }, ratio: ratio)
        func median(_ point: DependencyPoint) -> Double? { Medians.plain(manifest.compactMap { $0.points[point] }) }
        return DependencySeries(
            series: series, strategy: strategy, cold: estimate(cold), classes: classes, ratio: ratio,
            restore: median(.archiveRestoreSeconds), save: median(.archiveSaveSeconds),
            archiveBytes: median(.archiveBytes), answer: answer, jobsNeeded: needed)
    }

    private static func changeClass(_ changeClass: ChangeClass, _ jobs: [DependencyObservation]) -> DependencyClass? {
        guard let cost = estimate(jobs.compactMap(\.cost)) else { return nil }
        let known = jobs.compactMap(\.installHit)
        return DependencyClass(changeClass: changeClass, cost: cost, hits: known.count { $0 }, jobs: known.count)
    }

    /// The median with an interval between order statistics, where n carries one.
    private static func estimate(_ values: [Double]) -> Estimate? {
        guard let sample = try? Sample(values) else { return nil }
        return Estimate(value: sample.median, interval: sample.medianInterval()?.range, count: sample.count)
    }

    private static func warnings(_ jobs: [Observation], in run: RunSummary) -> [Warning] {
        let bySeries = Dictionary(grouping: jobs, by: \.series)
        let search = WarningSearch(run: run, jobs: bySeries, series: [])
        return search.runWarnings() + bySeries.keys.sorted().flatMap { search.failures($0, bySeries[$0] ?? []) }
    }
}
