import Model
import Statistics
import Store

/// What a run says of `cacheable-dependencies`.
struct DependencyEvidence: Sendable {
    var run: RunSummary
    /// The names of its scenarios that bear on the question.
    var scenarios: [String]
    /// By name.
    var managers: [DependencyManager]
    var warnings: [Warning]

    /// Every package manager with every strategy and builder.
    var series: [DependencySeries] { managers.flatMap(\.series) }
}

/// One package manager over all its strategies and builders.
struct DependencyManager: Sendable {
    /// Its name, which is its fixture's.
    var name: String
    /// Every strategy with every builder, by name.
    var series: [DependencySeries]

    /// Whether its dependencies can be easily cached: some strategy with some builder does it.
    var answer: Verdict.Answer { best?.answer ?? .undecided }

    /// The strategy and builder that decide: of the best answer the one with the least ratio.
    var best: DependencySeries? {
        series.min {
            ($0.answer.severity, $0.ratio?.value ?? .infinity) < ($1.answer.severity, $1.ratio?.value ?? .infinity)
        }
    }
}

/// One package manager with one strategy and one builder. Costs are in seconds.
struct DependencySeries: Sendable {
    /// The fixture, named for its package manager, and the configuration.
    var series: Series
    /// The factor `strategy`.
    var strategy: String
    /// The median cost of a cold job.
    var cold: Estimate?
    /// The changes by class: nothing, source, dependencies.
    var classes: [DependencyClass]
    /// The cost of a change of the manifest over that of a cold job; its count is of such changes.
    var ratio: Estimate?
    /// Medians, of changes of the manifest, of what restoring an archive took and saving one; nil where there was none.
    var restore, save: Double?
    /// Median of its size, in bytes.
    var archiveBytes: Double?
    /// What the rule says of it alone.
    var answer: Verdict.Answer
    /// How many more changes of the manifest would decide it, where it is undecided and changes can.
    var jobsNeeded: Int?

    /// How a verdict names it: `pip: builder=buildkit,strategy=archive`.
    var decider: String { "\(series.fixture): \(series.configuration)" }

    func of(_ changeClass: ChangeClass) -> DependencyClass? { classes.first { $0.changeClass == changeClass } }
}

/// The jobs of one class of change, with one package manager, strategy and builder.
struct DependencyClass: Sendable {
    var changeClass: ChangeClass
    /// The median cost, in seconds.
    var cost: Estimate
    /// Jobs whose installation came from the cache, and all of which that is known.
    var hits, jobs: Int
}

extension Job {
    /// The factor `strategy` of its configuration.
    fileprivate var strategy: String? { cell.factors?.strategy?.rawValue }

    /// Whether every step that installs, as every `RUN` does, came from the cache. Nil where none was reached.
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
}

/// From a run's jobs to what they say of `cacheable-dependencies`.
enum DependencyAnalysis {
    /// Nil where none of the run's scenarios bears on the question.
    ///
    /// - Throws: `ResultsError` where the database cannot be read.
    static func analyse(_ database: ResultsDatabase, run: RunSummary) throws -> DependencyEvidence? {
        let scenarios = run.scenarios(bearingOn: CacheableDependenciesQuestion().id)
        guard !scenarios.isEmpty else { return nil }
        let parts: [JobPart] = [.steps, .pointsNamed(by: DependencyPoint.self)]
        let jobs = try database.jobs(run: run, of: scenarios, including: parts).filter { $0.strategy != nil }
        let series = Dictionary(grouping: jobs, by: \.series).sorted { $0.key < $1.key }
            .compactMap { self.series($0.key, $0.value) }
        let managers = Dictionary(grouping: series, by: \.series.fixture).sorted { $0.key < $1.key }
        let search = WarningSearch(run: run, jobs: jobs)
        return DependencyEvidence(
            run: run, scenarios: scenarios, managers: managers.map { DependencyManager(name: $0, series: $1) },
            warnings: search.runWarnings() + search.failures())
    }

    private static func series(_ series: Series, _ jobs: [Job]) -> DependencySeries? {
        guard let strategy = jobs.first?.strategy else { return nil }
        let changes = jobs.filter { $0.isWarm && $0.weight > 0 }
        let cold = jobs.filter { $0.cold && $0.isMeasured && !$0.warmup }.compactMap(\.cost)
        let classes = Dictionary(grouping: changes, by: \.changeClass).sorted { $0.key < $1.key }
            .compactMap { changeClass, jobs in
                let known = jobs.compactMap(\.installHit)
                return estimate(jobs.compactMap(\.cost)).map {
                    DependencyClass(changeClass: changeClass, cost: $0, hits: known.count { $0 }, jobs: known.count)
                }
            }
        let manifest = changes.filter { $0.changeClass == .dependency }
        let ratio = DependencyRule.ratio(of: manifest.compactMap(\.cost), over: cold)
        let (answer, needed) = DependencyRule.judge(source: classes.first { $0.changeClass == .source }, ratio: ratio)
        func median(_ point: DependencyPoint) -> Double? { Medians.plain(manifest.compactMap { $0[point] }) }
        return DependencySeries(
            series: series, strategy: strategy, cold: estimate(cold), classes: classes, ratio: ratio,
            restore: median(.archiveRestoreSeconds), save: median(.archiveSaveSeconds),
            archiveBytes: median(.archiveBytes), answer: answer, jobsNeeded: needed)
    }

    /// The median with an interval between order statistics, where n carries one.
    private static func estimate(_ values: [Double]) -> Estimate? {
        guard let sample = try? Sample(values) else { return nil }
        return Estimate(value: sample.median, interval: sample.medianInterval()?.range, count: sample.count)
    }
}
