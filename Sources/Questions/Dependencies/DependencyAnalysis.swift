import Model
import Statistics
import Store

extension Job {
    /// The factor `strategy` of its configuration.
    fileprivate var strategy: String? { series.factor("strategy") }

    /// Whether every step that installs came from the cache: the fixtures' Dockerfiles have no other `RUN`. Nil where none was
    /// reached.
    fileprivate var installHit: Bool? {
        let installs = steps.filter { $0.cacheable && $0.instruction.hasPrefix("RUN") }
        return installs.isEmpty ? nil : installs.allSatisfy(\.cached)
    }

    /// What the change cost, in seconds: the build, and where the strategy has one, restoring and saving the archive.
    fileprivate var cost: Double? {
        self[.build].map {
            $0 + (self[DependencyPoint.archiveRestoreSeconds] ?? 0) + (self[DependencyPoint.archiveSaveSeconds] ?? 0)
        }
    }

    /// Whether it counts as a cold job: it succeeded without anything that was there before.
    fileprivate var startedCold: Bool { cold && isMeasured && !warmup }

    /// Whether it counts as a change of the trace.
    fileprivate var isChange: Bool { isWarm && weight > 0 }
}

/// From a run's jobs to what they say of `cacheable-dependencies`.
enum DependencyAnalysis {
    /// Nil where none of the run's scenarios bears on the question.
    ///
    /// - Throws: `ResultsError` where the database cannot be read.
    static func analyse(_ database: ResultsDatabase, run: RunSummary) throws -> DependencyEvidence? {
        let scenarios = run.scenarios(bearingOn: CacheableDependenciesQuestion.id)
        guard !scenarios.isEmpty else { return nil }
        let parts: [JobPart] = [.steps, .pointsNamed(by: DependencyPoint.self)]
        let jobs = try database.jobs(run: run, of: scenarios, including: parts).filter { $0.strategy != nil }
        return DependencyEvidence(
            run: run, scenarios: scenarios, managers: managers(jobs), warnings: warnings(jobs, in: run))
    }

    private static func managers(_ jobs: [Job]) -> [DependencyManager] {
        let bySeries = Dictionary(grouping: jobs, by: \.series)
        let found = bySeries.sorted { $0.key < $1.key }.compactMap { series($0.key, $0.value) }
        return Dictionary(grouping: found, by: \.series.fixture).sorted { $0.key < $1.key }.map {
            DependencyManager(name: $0.key, series: $0.value)
        }
    }

    private static func series(_ series: Series, _ jobs: [Job]) -> DependencySeries? {
        guard let strategy = jobs.first?.strategy else { return nil }
        let changes = jobs.filter(\.isChange)
        let cold = jobs.filter(\.startedCold).compactMap(\.cost)
        let classes = Dictionary(grouping: changes, by: \.changeClass).sorted { $0.key < $1.key }.compactMap {
            changeClass($0.key, $0.value)
        }
        let manifest = changes.filter { $0.changeClass == .dependency }
        let ratio = DependencyRule.ratio(of: manifest.compactMap(\.cost), over: cold)
        let (answer, needed) = DependencyRule.judge(
            source: classes.first { $0.changeClass == .source }, ratio: ratio)
        func median(_ point: DependencyPoint) -> Double? { Medians.plain(manifest.compactMap { $0[point] }) }
        return DependencySeries(
            series: series, strategy: strategy, cold: estimate(cold), classes: classes, ratio: ratio,
            restore: median(.archiveRestoreSeconds), save: median(.archiveSaveSeconds),
            archiveBytes: median(.archiveBytes), answer: answer, jobsNeeded: needed)
    }

    private static func changeClass(_ changeClass: ChangeClass, _ jobs: [Job]) -> DependencyClass? {
        guard let cost = estimate(jobs.compactMap(\.cost)) else { return nil }
        let known = jobs.compactMap(\.installHit)
        return DependencyClass(changeClass: changeClass, cost: cost, hits: known.count { $0 }, jobs: known.count)
    }

    /// The median with an interval between order statistics, where n carries one.
    private static func estimate(_ values: [Double]) -> Estimate? {
        guard let sample = try? Sample(values) else { return nil }
        return Estimate(value: sample.median, interval: sample.medianInterval()?.range, count: sample.count)
    }

    private static func warnings(_ jobs: [Job], in run: RunSummary) -> [Warning] {
        let search = WarningSearch(run: run, jobs: jobs)
        return search.runWarnings() + search.failures()
    }
}
