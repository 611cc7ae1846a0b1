import Model
import Store

/// One job of a scenario that varies the cache.
struct CacheObservation {
    /// Its series without the factor `cache`.
    let series: Series
    let kind: CacheKind
    let job: Job

    /// Nil where the job's scenario does not vary the cache.
    init?(_ job: Job) {
        guard let kind = (job.cell.factors?.cache?.rawValue).flatMap(CacheKind.init(rawValue:)) else { return nil }
        (self.series, self.kind, self.job) = (job.series.without(\.cache), kind, job)
    }

    /// Whether it counts: it succeeded, and replays a change of the trace.
    var counts: Bool { job.isWarm && job.weight > 0 }
}

/// From a run's jobs to what they say of `central-cache`.
struct CentralCacheAnalysis {
    /// A figure; `configuration` is its job's without the factor `cache`, nil where it is of the run as a whole.
    private typealias Point = (name: String, value: Double, configuration: String?)

    private let run: RunSummary
    private let jobs: [CacheObservation]
    private let points: [Point]

    /// Nil where none of the run's scenarios bears on the question.
    ///
    /// - Throws: `ResultsError` where the database cannot be read.
    static func analyse(_ database: ResultsDatabase, run: RunSummary) throws -> CentralCacheEvidence? {
        let scenarios = run.scenarios(bearingOn: CentralCacheQuestion().id)
        guard !scenarios.isEmpty else { return nil }
        let names = CachePoint.allCases.map(\.rawValue) + SetUpAction.allCases.map(\.series)
        let points = try names.flatMap { try database.points(run: run.id, name: $0) }
            .filter { $0.job == nil || CachePoint(rawValue: $0.name) == nil }
        let parts: [JobPart] = [.stepCounts, .pointsNamed(by: CachePoint.self)]
        let jobs = try database.jobs(run: run, of: scenarios, including: parts).compactMap(CacheObservation.init)
        let configurations = Dictionary(uniqueKeysWithValues: jobs.map { ($0.job.id, $0.series.configuration) })
        let analysis = CentralCacheAnalysis(
            run: run, jobs: jobs, points: points.map { ($0.name, $0.value, $0.job.flatMap { configurations[$0] }) })
        return CentralCacheEvidence(
            run: run, scenarios: scenarios, builders: analysis.builders(), series: analysis.seriesFindings(),
            pushes: analysis.pushes(), registry: analysis.registry(), setUp: analysis.setUp(),
            warnings: analysis.warnings())
    }

    private var series: [Series] { Set(jobs.map(\.series)).sorted() }

    private func builders() -> [BuilderComparison] {
        let real = jobs.filter { !$0.series.isFloor }
        return Set(real.map(\.series.configuration)).sorted().map { name in
            let jobs = real.filter { $0.series.configuration == name && $0.counts }
            let pairs = CachePairs(.registry, of: jobs)
            func median(_ kind: CacheKind) -> Double? {
                jobs.filter { $0.kind == kind }.map(\.job).weightedMedian(of: \.wall)
            }
            let seed = run.record.seed
            return BuilderComparison(
                configuration: name, warm: median(.local), registry: median(.registry), cold: median(.nothing),
                ratio: pairs.wallRatio(seed: seed), coldRatio: CachePairs(.nothing, of: jobs).wallRatio(seed: seed),
                hits: pairs.hitShare(seed: seed))
        }
    }

    private func seriesFindings() -> [CacheSeriesFindings] {
        series.flatMap { series in
            CacheKind.allCases.compactMap { kind in
                let like = jobs.filter { $0.series == series && $0.kind == kind && $0.counts }.map(\.job)
                guard let wall = like.median(of: \.wall, seed: run.record.seed) else { return nil }
                return CacheSeriesFindings(
                    series: series, kind: kind, wall: wall, build: like.weightedMedian { $0[.build] },
                    cacheableSteps: like.map(\.cacheableSteps).reduce(0, +),
                    cachedSteps: like.map(\.cachedSteps).reduce(0, +),
                    bytes: like.weightedMedian { $0[CachePoint.registryBytes] },
                    pull: like.weightedMedian { $0[CachePoint.pullSeconds] }, points: like.compactMap(\.wall).sorted())
            }
        }
    }

    private func pushes() -> [PushFindings] {
        series.compactMap { series in PushFindings(series, jobs.filter { $0.series == series }.map(\.job)) }
    }

    private func registry() -> RegistryFindings? {
        let pushed = jobs.map(\.job).filter { $0[CachePoint.registryBlobBytes] != nil }
        guard let last = pushed.last, let blobs = last[CachePoint.registryBlobBytes] else { return nil }
        let manifests = last[CachePoint.registryManifestBytes] ?? 0
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

    /// A run that was resumed, or lost an engine, set all up again: it is counted for one time of setting up.
    private func setUp() -> [SetUpCount] {
        func all(_ action: SetUpAction) -> [Point] { points.filter { $0.name == action.series } }
        let times = max(1, all(.startRegistry).count)
        return SetUpAction.allCases.flatMap { action in
            let ofAll = action.scope != .jobDefinition
            let byBuilder = Dictionary(grouping: all(action)) { ofAll ? "" : $0.configuration ?? "" }
            return byBuilder.sorted { $0.key < $1.key }.map { name, done in
                SetUpCount(
                    action: action, configuration: ofAll ? nil : name, count: (done.count + times - 1) / times)
            }
        }
    }

    private func warnings() -> [Warning] {
        let search = WarningSearch(run: run, jobs: jobs.map(\.job))
        let real = jobs.filter { !$0.series.isFloor && $0.counts }
        let unpaired = Set(real.map(\.series)).sorted().flatMap { series in
            let like = real.filter { $0.series == series }
            return [CacheKind.registry, .nothing].compactMap { kind -> Warning? in
                let alone = like.count { $0.kind == kind } - CachePairs(kind, of: like).count
                guard alone > 0, let job = like.first(where: { $0.kind == kind }) else { return nil }
                return .unpaired(series: job.job.series, count: alone)
            }
        }
        return search.runWarnings() + search.failures() + unpaired
    }
}
