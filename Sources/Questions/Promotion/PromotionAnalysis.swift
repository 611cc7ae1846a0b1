import Model
import Store

/// From a run's jobs to what they say of `promotion`.
struct PromotionAnalysis {
    /// One job of a scenario that varies the delivery.
    private struct Observation {
        /// Its series without the factor `delivery`.
        let series: Series
        let delivery: Delivery
        let job: Job

        /// Nil where the job's scenario does not vary the delivery.
        init?(_ job: Job) {
            guard let delivery = job.cell.factors?.delivery else { return nil }
            (series, self.delivery, self.job) = (job.series.without(\.delivery), delivery, job)
        }

        /// Whether it counts: it succeeded, and replays a change of the trace.
        var counts: Bool { job.isWarm && job.weight > 0 }
    }

    private let run: RunSummary
    private let jobs: [Observation]

    /// Nil where none of the run's scenarios bears on the question.
    ///
    /// - Throws: `ResultsError` where the database cannot be read.
    static func analyse(_ database: ResultsDatabase, run: RunSummary) throws -> PromotionEvidence? {
        let scenarios = run.scenarios(bearingOn: PromotionQuestion().id)
        guard !scenarios.isEmpty else { return nil }
        let names = CachePoint.allCases.map(\.rawValue) + DeliveryPoint.allCases.map(\.rawValue)
        let jobs = try database.jobs(run: run, of: scenarios, including: [.stepCounts, .points(names)])
        let analysis = PromotionAnalysis(run: run, jobs: jobs.compactMap(Observation.init))
        return PromotionEvidence(
            run: run, scenarios: scenarios, engine: RunEngines.words(run) ?? "an unknown engine",
            rebuilds: analysis.rebuilds(),
            series: analysis.findings { $0.counts }, cold: analysis.findings { $0.job.isMeasured && $0.job.cold },
            pushes: analysis.pushes(), warnings: analysis.warnings())
    }

    private var series: [Series] { Set(jobs.map(\.series)).sorted() }

    private func rebuilds() -> [RebuildComparison] {
        let real = jobs.filter { !$0.series.isFloor }
        return Set(real.map(\.series.configuration)).sorted().flatMap { builder in
            let like = real.filter { $0.series.configuration == builder }
            return [Delivery.rebuild, .rebuildDated].compactMap { comparison(of: $0, in: like) }
        }
    }

    /// - Parameter jobs: of one builder, all deliveries.
    private func comparison(of delivery: Delivery, in jobs: [Observation]) -> RebuildComparison? {
        let rebuilt = jobs.filter { $0.delivery == delivery }
        guard let first = rebuilt.first else { return nil }
        func new(_ delivery: Delivery) -> Double? {
            let cold = jobs.filter { $0.delivery == delivery && $0.job.isMeasured && $0.job.cold }
            return Medians.plain(cold.compactMap(\.job.wall))
        }
        let promoted = jobs.filter { $0.delivery == .promote && $0.counts }.map(\.job)
        let counted = rebuilt.filter(\.counts).map(\.job)
        let images = rebuilt.filter { $0.job.outcome == .succeeded && !$0.job.warmup }
            .compactMap { $0.job[DeliveryPoint.digestEqual] }
        return RebuildComparison(
            configuration: first.job.series.configuration, delivery: delivery,
            promoted: promoted.weightedMedian(of: \.wall),
            push: promoted.weightedMedian { $0[CachePoint.pushSeconds] }, rebuilt: counted.weightedMedian(of: \.wall),
            saved: saved(by: promoted, over: counted), newPromoted: new(.promote), newRebuilt: new(delivery),
            compared: images.count, equal: images.count { $0 == 1 })
    }

    /// Pairs of the same change of the same fixture.
    private func saved(by promoted: [Job], over rebuilt: [Job]) -> Estimate? {
        func change(_ job: Job) -> String { "\(job.cell.fixture) \(job.round)" }
        let partners = Dictionary(promoted.map { (change($0), $0) }) { first, _ in first }
        return rebuilt.median(
            of: { job in
                guard let partner = partners[change(job)], let push = partner[CachePoint.pushSeconds],
                    let wall = job.wall, let other = partner.wall
                else { return nil }
                return wall - other - push
            }, seed: run.record.seed)
    }

    private func findings(_ isCounted: (Observation) -> Bool) -> [DeliveryFindings] {
        series.flatMap { series in
            Delivery.allCases.compactMap { delivery in
                let like = jobs.filter { $0.series == series && $0.delivery == delivery && isCounted($0) }.map(\.job)
                return DeliveryFindings(series, delivery, like, seed: run.record.seed)
            }
        }
    }

    private func pushes() -> [PushFindings] {
        series.compactMap { series in
            PushFindings(series, jobs.filter { $0.series == series }.map(\.job))
        }
    }

    private func warnings() -> [Warning] {
        let search = WarningSearch(run: run, jobs: jobs.map(\.job))
        let counted = jobs.filter { !$0.series.isFloor && $0.counts }
        let promoted = Set(counted.filter { $0.delivery == .promote }.map { Change($0) })
        let alone = counted.filter { $0.delivery != .promote && !promoted.contains(Change($0)) }
        let unpaired = Dictionary(grouping: alone, by: \.job.series).sorted { $0.key < $1.key }
            .map { Warning.unpaired(series: $0.key, count: $0.value.count) }
        return search.runWarnings() + search.failures() + unpaired
    }

    private struct Change: Hashable {
        let series: Series
        let round: Int

        init(_ job: Observation) { (series, round) = (job.series, job.job.round) }
    }
}

extension DeliveryFindings {
    /// Nil where no job's time is known. Jobs outside the trace, which weigh nothing, count alike.
    init?(_ series: Series, _ delivery: Delivery, _ jobs: [Job], seed: UInt64) {
        let like = jobs.map { job in
            var job = job
            if job.weight <= 0 { job.weight = 1 }
            return job
        }
        guard let wall = like.median(of: \.wall, seed: seed) else { return nil }
        func sum(_ point: DeliveryPoint) -> Int { Int(like.compactMap { $0[point] }.reduce(0, +)) }
        self.init(
            series: series, delivery: delivery, wall: wall, build: like.weightedMedian { $0[.build] },
            cacheableSteps: like.map(\.cacheableSteps).reduce(0, +), cachedSteps: like.map(\.cachedSteps).reduce(0, +),
            bytes: like.weightedMedian { $0[CachePoint.registryBytes] }, layers: sum(.layers),
            equalLayers: sum(.equalLayers), points: like.compactMap(\.wall).sorted())
    }
}
