import Model
import Store

/// One job of a scenario that varies the cache, reduced to what the analysis looks at.
struct CacheObservation: Sendable {
    /// Which job of which fixture with which builder it is: the factor `cache` is left out of the configuration.
    var series: Series
    /// What its build found of earlier builds.
    var kind: CacheKind
    var job: Job

    /// What a job holds for the analysis; nil where its scenario does not vary the cache.
    init?(_ job: Job) {
        guard let kind = job.series.factor("cache").flatMap(CacheKind.init(rawValue:)) else { return nil }
        self.kind = kind
        self.job = job
        series = job.series.without("cache")
    }

    /// Whether it counts: it succeeded, and replays a change of the trace.
    var counts: Bool { job.isWarm && job.weight > 0 }
}

/// From a run's jobs to what they say of `central-cache`.
struct CentralCacheAnalysis {
    /// A figure of a run, and the job that it belongs to.
    struct RunPoint {
        /// The name of its series.
        var name: String
        var value: Double
        /// The configuration of its job, without the factor `cache`; nil where it is of the run as a whole.
        var configuration: String?
    }

    let run: RunSummary
    let scenarios: [String]
    let jobs: [CacheObservation]
    let points: [RunPoint]

    /// What a run in a database says of it; nil where none of its scenarios bears on it.
    ///
    /// - Throws: `ResultsError` where the database cannot be read.
    static func analyse(_ database: ResultsDatabase, run: RunSummary) throws -> CentralCacheEvidence? {
        let scenarios = run.scenarios(bearingOn: CentralCacheQuestion.id)
        guard !scenarios.isEmpty else { return nil }
        let names = CachePoint.allCases.map(\.rawValue) + SetUpAction.allCases.map(\.series)
        let points = try names.flatMap { try database.points(run: run.id, name: $0) }
        let parts: [JobPart] = [.stepCounts, .pointsNamed(by: CachePoint.self)]
        let jobs = try database.jobs(run: run, of: scenarios, including: parts).compactMap(CacheObservation.init)
        let configurations = Dictionary(uniqueKeysWithValues: jobs.map { ($0.job.id, $0.series.configuration) })
        let others = points.filter { $0.job == nil || CachePoint(rawValue: $0.name) == nil }
        return CentralCacheAnalysis(
            run: run, scenarios: scenarios, jobs: jobs,
            points: others.map {
                RunPoint(name: $0.name, value: $0.value, configuration: $0.job.flatMap { configurations[$0] })
            }
        ).evidence()
    }

    private func evidence() -> CentralCacheEvidence {
        let real = jobs.filter { !$0.series.isFloor }
        let builders = Set(real.map(\.series.configuration)).sorted().map { name in
            comparison(name, real.filter { $0.series.configuration == name && $0.counts })
        }
        return CentralCacheEvidence(
            run: run, scenarios: scenarios, builders: builders, series: seriesFindings(), pushes: pushes(),
            registry: registry(), setUp: setUp(), warnings: warnings())
    }

    private func comparison(_ configuration: String, _ jobs: [CacheObservation]) -> BuilderComparison {
        let seed = run.record.seed
        let pairs = CachePairs(.registry, of: jobs)
        func median(_ kind: CacheKind) -> Double? {
            jobs.filter { $0.kind == kind }.map(\.job).weightedMedian(of: \.wall)
        }
        return BuilderComparison(
            configuration: configuration, warm: median(.local), registry: median(.registry), cold: median(.nothing),
            ratio: pairs.wallRatio(seed: seed), coldRatio: CachePairs(.nothing, of: jobs).wallRatio(seed: seed),
            hits: pairs.hitShare(seed: seed))
    }

    private func seriesFindings() -> [CacheSeriesFindings] {
        Set(jobs.map(\.series)).sorted().flatMap { series in
            CacheKind.allCases.compactMap { kind in
                let like = jobs.filter { $0.series == series && $0.kind == kind && $0.counts }
                let observed = like.map(\.job)
                guard let wall = observed.median(of: \.wall, seed: run.record.seed) else { return nil }
                func median(_ point: CachePoint) -> Double? {
                    let known = like.compactMap { job in job.job[point].map { ($0, job.job.weight) } }
                    return Medians.weighted(known.map(\.0), weights: known.map(\.1))
                }
                return CacheSeriesFindings(
                    series: series, kind: kind, wall: wall, build: observed.weightedMedian { $0[.build] },
                    cacheableSteps: observed.map(\.cacheableSteps).reduce(0, +),
                    cachedSteps: observed.map(\.cachedSteps).reduce(0, +), bytes: median(.registryBytes),
                    pull: median(.pullSeconds), points: observed.compactMap(\.wall).sorted())
            }
        }
    }

    /// The first push of a series carries everything; it belongs to a warm-up, and counts here all the same.
    private func pushes() -> [PushFindings] {
        Set(jobs.map(\.series)).sorted().compactMap { series in
            let pushed = jobs.filter { $0.series == series && $0.job[CachePoint.pushSeconds] != nil }
            guard let first = pushed.first else { return nil }
            func median(_ point: CachePoint) -> Double? {
                Medians.plain(pushed.dropFirst().compactMap { $0.job[point] })
            }
            return PushFindings(
                series: series, pushes: pushed.count, firstBytes: first.job[CachePoint.pushBytes],
                laterBytes: median(.pushBytes), firstSeconds: first.job[CachePoint.pushSeconds],
                laterSeconds: median(.pushSeconds))
        }
    }

    private func registry() -> RegistryFindings? {
        let pushed = jobs.filter { $0.job[CachePoint.registryBlobBytes] != nil }
        guard let last = pushed.last, let blobs = last.job[CachePoint.registryBlobBytes] else { return nil }
        let manifests = last.job[CachePoint.registryManifestBytes] ?? 0
        func value(_ point: CachePoint) -> Double? { points.last { $0.name == point.rawValue }?.value }
        var collection: RegistryFindings.Collection?
        if let before = value(.collectionBeforeBytes), let after = value(.collectionAfterBytes),
            let seconds = value(.collectionSeconds), let blocked = value(.collectionBlockedSeconds)
        {
            collection = RegistryFindings.Collection(before: before, after: after, seconds: seconds, blocked: blocked)
        }
        return RegistryFindings(
            pushes: pushed.count, kept: blobs + manifests, manifests: manifests, collection: collection)
    }

    /// A run that was resumed, or lost an engine, set all up again: what is done once a fleet or a worker is counted for one
    /// time of setting up.
    private func setUp() -> [SetUpCount] {
        func all(_ action: SetUpAction) -> [RunPoint] { points.filter { $0.name == action.series } }
        let times = max(1, all(.startRegistry).count)
        return SetUpAction.allCases.flatMap { action -> [SetUpCount] in
            let done = all(action)
            switch action.scope {
            case .fleet, .worker:
                let count = (done.count + times - 1) / times
                return count > 0 ? [SetUpCount(action: action, configuration: nil, count: count)] : []
            case .jobDefinition:
                let byBuilder = Dictionary(grouping: done) { $0.configuration ?? "" }
                return byBuilder.sorted { $0.key < $1.key }.map { name, done in
                    SetUpCount(action: action, configuration: name, count: (done.count + times - 1) / times)
                }
            }
        }
    }

    private func warnings() -> [Warning] {
        let search = WarningSearch(run: run, jobs: jobs.map(\.job))
        let real = jobs.filter { !$0.series.isFloor && $0.counts }
        let unpaired = Set(real.map(\.series)).sorted().flatMap { series -> [Warning] in
            let like = real.filter { $0.series == series }
            return [CacheKind.registry, .nothing].compactMap { kind in
                let alone = like.count { $0.kind == kind } - CachePairs(kind, of: like).count
                guard alone > 0, let job = like.first(where: { $0.kind == kind }) else { return nil }
                return .unpaired(series: job.job.series, count: alone)
            }
        }
        return search.runWarnings() + search.failures() + unpaired
    }
}
