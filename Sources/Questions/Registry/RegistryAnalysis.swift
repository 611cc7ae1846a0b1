import Model
import Store

/// From a run's jobs to what they say of `registry`.
struct RegistryAnalysis {
    private let run: RunSummary
    /// Promoted ones, in the order in which they ran.
    private let jobs: [Job]
    /// Figures of the run as a whole, by series; of several the last.
    private let figures: [String: Double]

    /// Nil where none of the run's scenarios bears on the question.
    ///
    /// - Throws: `ResultsError` where the database cannot be read.
    static func analyse(_ database: ResultsDatabase, run: RunSummary) throws -> RegistryEvidence? {
        let scenarios = run.scenarios(bearingOn: RegistryQuestion().id)
        guard !scenarios.isEmpty else { return nil }
        let names = [CachePoint.allCases.map(\.rawValue), RegistryPoint.allCases.map(\.rawValue)].flatMap(\.self)
        let ofFaults = FaultPoint.allCases.map(\.rawValue)
        let jobs = try database.jobs(run: run, of: scenarios, including: [.points(names + ofFaults)])
            .filter { $0.cell.factors?.delivery == .promote }
        var figures: [String: Double] = [:]
        let families = try database.seriesNames(run: run.id).filter { RegistryRepositoryPoint(series: $0) != nil }
        for name in names + families {
            figures[name] = try database.points(run: run.id, name: name).last { $0.job == nil }?.value
        }
        return RegistryAnalysis(run: run, jobs: jobs, figures: figures).evidence(scenarios: scenarios)
    }

    private func evidence(scenarios: [String]) -> RegistryEvidence {
        let search = WarningSearch(run: run, jobs: sound)
        return RegistryEvidence(
            run: run, scenarios: scenarios, transfers: transfers(), growth: growth(), laterGrowth: laterGrowth(),
            repositories: repositories(), together: figures[RegistryPoint.togetherBytes.rawValue],
            collection: collection(), faults: faults(), warnings: search.runWarnings() + search.failures())
    }

    /// Those in which no fault is planted.
    private var sound: [Job] { jobs.filter { !($0.cell.factors?.fault?.isOfRegistry ?? false) } }

    /// Sound jobs of real fixtures on a worker that keeps its images, by fixture and builder.
    private var bySeries: [(series: Series, jobs: [Job])] {
        Dictionary(grouping: sound.filter { !$0.series.isFloor && !$0.cold && $0.outcome == .succeeded }) {
            $0.series.without(\.delivery).without(\.fault)
        }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    // MARK: - Transfers and growth

    private func transfers() -> [RegistryTransfers] {
        bySeries.flatMap { series, jobs in
            [RegistryTransfers.Way.push, .pull].compactMap { way in
                let moved = jobs.filter { transfer(way, of: $0) != nil }
                guard let first = moved.first else { return nil }
                let later = moved.dropFirst().filter { !$0.warmup && $0.weight > 0 }
                func median(_ figure: (RegistryTransfers.Transfer) -> Double?) -> Estimate? {
                    later.median(of: { transfer(way, of: $0).flatMap(figure) }, seed: run.record.seed)
                }
                return RegistryTransfers(
                    series: series, way: way, first: transfer(way, of: first),
                    later: later.compactMap { transfer(way, of: $0) }, bytes: median(\.bytes),
                    seconds: median(\.seconds),
                    rate: median(\.rate))
            }
        }
    }

    private func transfer(_ way: RegistryTransfers.Way, of job: Job) -> RegistryTransfers.Transfer? {
        let (bytes, seconds) =
            way == .push
            ? (job[CachePoint.pushBytes], job[CachePoint.pushSeconds])
            : (job[CachePoint.registryBytes], job[CachePoint.pullSeconds])
        guard let bytes, let seconds else { return nil }
        return RegistryTransfers.Transfer(bytes: bytes, seconds: seconds)
    }

    /// The jobs of a series that pushed, but for its first push and other warm-ups.
    private func laterPushes(_ jobs: [Job]) -> [Job] {
        jobs.filter { $0[RegistryPoint.grownBlobBytes] != nil }.dropFirst().filter { !$0.warmup }
    }

    private func growth() -> [RegistryGrowth] {
        bySeries.flatMap { series, jobs in
            Dictionary(grouping: laterPushes(jobs), by: \.changeClass).sorted { $0.key < $1.key }
                .compactMap { changeClass, like in
                    let blobs = like.compactMap { $0[RegistryPoint.grownBlobBytes] }
                    let manifests = like.compactMap { $0[RegistryPoint.grownManifestBytes] }
                    return GrowthEstimate(ofOneKind: blobs, seed: run.record.seed).map {
                        RegistryGrowth(
                            series: series, changeClass: changeClass, blobs: $0,
                            manifests: manifests.reduce(0, +) / Double(max(manifests.count, 1)))
                    }
                }
        }
    }

    private func laterGrowth() -> GrowthEstimate? {
        let increments = bySeries.flatMap { _, jobs in
            laterPushes(jobs).compactMap { job in
                job[RegistryPoint.grownBlobBytes].map {
                    DiskIncrement(
                        cell: job.cell, cold: false, weight: job.weight,
                        bytes: $0 + (job[RegistryPoint.grownManifestBytes] ?? 0))
                }
            }
        }
        return GrowthEstimate(weighted: increments, seed: run.record.seed)
    }

    // MARK: - What it holds

    private func repositories() -> [RegistryRepository] {
        let names = figures.keys.compactMap(RegistryRepositoryPoint.init(series:)).filter { $0.figure == .bytes }
        return names.map(\.repository).sorted().map { name in
            func figure(_ figure: RegistryRepositoryPoint.Figure) -> Double {
                figures[RegistryRepositoryPoint(figure, of: name).series] ?? 0
            }
            return RegistryRepository(name: name, bytes: figure(.bytes), ownBytes: figure(.ownBytes))
        }
    }

    private func collection() -> RegistryCollectionFindings? {
        func value(_ point: some PointName) -> Double? { figures[point.rawValue] }
        guard let before = value(CachePoint.collectionBeforeBytes), let after = value(CachePoint.collectionAfterBytes),
            let seconds = value(CachePoint.collectionSeconds), let blocked = value(CachePoint.collectionBlockedSeconds)
        else { return nil }
        return RegistryCollectionFindings(
            before: before, after: after, seconds: seconds, blocked: blocked,
            kept: value(RegistryPoint.keptImages).map { Int($0) },
            pulled: value(RegistryPoint.pulledImages).map { Int($0) })
    }

    // MARK: - Faults

    private func faults() -> [RegistryFaultFindings] {
        let faulty = jobs.filter { $0.cell.factors?.fault?.isOfRegistry ?? false }
        let groups = Dictionary(grouping: faulty) {
            $0.series.without(\.delivery).without(\.fault).configuration
        }
        return Fault.allCases.filter(\.isOfRegistry).flatMap { fault in
            groups.sorted { $0.key < $1.key }.compactMap { builder, jobs in
                let like = jobs.filter { $0.cell.factors?.fault == fault }
                return like.isEmpty ? nil : findings(fault, builder, like)
            }
        }
    }

    private func findings(_ fault: Fault, _ builder: String, _ jobs: [Job]) -> RegistryFaultFindings {
        let struck = jobs.filter { $0[FaultPoint.struck] == 1 }
        // What fails before a job has no phase.
        let inPush = struck.filter { $0.failure?.phase == nil }
        let inPull = struck.filter { $0.failure?.phase != nil }
        let held = struck.compactMap { $0[RegistryPoint.heldSeconds] }
        return RegistryFaultFindings(
            fault: fault, builder: builder, jobs: jobs.count, inPush: inPush.count, inPull: inPull.count,
            recovered: struck.count { $0[RegistryPoint.recovered] == 1 }, held: Medians.plain(held),
            longest: held.max(), uploads: jobs.compactMap { $0[RegistryPoint.uploadBytes] }.max() ?? 0,
            messages: [inPush, inPull].compactMap { $0.first?.failure?.message })
    }
}
