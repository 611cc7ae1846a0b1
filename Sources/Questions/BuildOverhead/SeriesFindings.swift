import Model
import Store

/// Everything found of one fixture in one configuration. Durations are in seconds.
struct SeriesFindings: Sendable, Equatable {
    /// The fixture and the configuration.
    var series: Series
    /// Median overhead of its warm jobs, weighted to the trace's real proportions; nil where none succeeded.
    var overhead: Estimate?
    /// Median wall time of its warm jobs.
    var wall: Double?
    /// Median of overhead over wall time, from 0 to 1.
    var share: Double?
    /// Median of each part of its warm jobs. Medians of parts do not add up to the median of the whole.
    var parts: WallParts?
    /// Its warm jobs by what their revision changed.
    var classes: [ClassFindings]
    /// Its jobs that were built without a cache.
    var cold: ColdFindings?
    /// Its jobs beside the same command without an engine.
    var direct: DirectFindings?
    /// What Plimsoll itself cost in its warm jobs.
    var own: OwnCostFindings?
}

/// The warm jobs of a series whose revisions changed the same kind of thing.
struct ClassFindings: Sendable, Equatable {
    /// What their revisions changed.
    var changeClass: ChangeClass
    /// Median overhead in seconds.
    var overhead: Estimate
    /// Share of the trace that the class stands for, by weight, from 0 to 1.
    var proportion: Double
    /// Build steps that can come from the cache, over all its jobs.
    var cacheableSteps: Int
    /// Those that did.
    var cachedSteps: Int
    /// Overheads of single jobs in seconds, ascending, thinned evenly where they are many: for drawing, not for counting.
    var points: [Double]
}

/// The jobs of a series that were built without a cache: medians in seconds.
struct ColdFindings: Sendable, Equatable {
    var overhead: Estimate
    /// Of the build phase.
    var build: Double
    var wall: Double
}

/// What Plimsoll itself cost a job, as medians over a series' warm jobs.
struct OwnCostFindings: Sendable, Equatable {
    /// Processor time of Plimsoll's process a job, in seconds.
    var processor: Double
    /// Wall time a job in which no request to the engine was open, in seconds.
    var outsideRequests: Double
    /// Requests to the engine a job.
    var requests: Double
}

/// From the jobs of one fixture in one configuration to its findings.
struct SeriesAnalysis {
    /// How many single jobs of a class a chart may draw: more only make it dark and large.
    static let drawnJobs = 150

    let series: Series
    let jobs: [Job]
    let seed: UInt64

    /// Figure by figure, each gathered anew: of a million jobs no second list is made.
    func findings() -> SeriesFindings {
        let overheads = Strata(jobs) { $0.isWarm ? $0.overhead : nil }
        let hasWarm = jobs.contains { $0.isWarm }
        return SeriesFindings(
            series: series, overhead: overheads.estimate(seed: seed), wall: warmMedian { $0.wall },
            share: warmMedian { $0.share }, parts: hasWarm ? parts() : nil, classes: classes(overheads), cold: cold(),
            direct: DirectFindings.of(jobs.filter { $0.isWarm && $0.direct != nil }), own: hasWarm ? own() : nil)
    }

    private func warmMedian(_ figure: (Job) -> Double?) -> Double? {
        jobs.weightedMedian { $0.isWarm ? figure($0) : nil }
    }

    private func parts() -> WallParts {
        var medians: [WallParts.Part: Double] = [:]
        for part in WallParts.Part.allCases {
            medians[part] = warmMedian { $0.seconds(of: part) }
        }
        return WallParts(medians)
    }

    private struct ClassSums {
        var weight = 0.0
        var cacheableSteps = 0
        var cachedSteps = 0
        var overheads: [Double] = []

        mutating func add(_ job: Job, overhead: Double) {
            weight += job.weight
            cacheableSteps += job.cacheableSteps
            cachedSteps += job.cachedSteps
            overheads.append(overhead)
        }
    }

    private func classes(_ overheads: Strata) -> [ClassFindings] {
        var total = 0.0
        var classes: [ChangeClass: ClassSums] = [:]
        for job in jobs where job.isWarm {
            guard let overhead = job.overhead else { continue }
            total += job.weight
            classes[job.changeClass, default: ClassSums()].add(job, overhead: overhead)
        }
        return classes.sorted { $0.key < $1.key }.compactMap { changeClass, sums in
            guard let overhead = overheads.only(changeClass).estimate(seed: seed) else { return nil }
            return ClassFindings(
                changeClass: changeClass, overhead: overhead, proportion: total > 0 ? sums.weight / total : 0,
                cacheableSteps: sums.cacheableSteps, cachedSteps: sums.cachedSteps,
                points: thinned(sums.overheads.sorted()))
        }
    }

    /// Evenly spaced ranks of an ascending list, its ends included, so that a thinned drawing keeps the shape.
    private func thinned(_ sorted: [Double]) -> [Double] {
        guard sorted.count > Self.drawnJobs else { return sorted }
        return (0..<Self.drawnJobs).map { sorted[$0 * (sorted.count - 1) / (Self.drawnJobs - 1)] }
    }

    private func cold() -> ColdFindings? {
        func figure(_ job: Job, _ value: Double?) -> Double? { job.isCold && job.isMeasured ? value : nil }
        guard let overhead = jobs.median(of: { figure($0, $0.overhead) }, seed: seed) else { return nil }
        return ColdFindings(
            overhead: overhead, build: jobs.weightedMedian { figure($0, $0[.build]) } ?? 0,
            wall: jobs.weightedMedian { figure($0, $0.wall) } ?? 0)
    }

    private func own() -> OwnCostFindings {
        OwnCostFindings(
            processor: warmMedian { $0.own.processor } ?? 0,
            outsideRequests: warmMedian { $0.own.outsideRequests } ?? 0,
            requests: warmMedian { Double($0.own.requests) } ?? 0)
    }
}
