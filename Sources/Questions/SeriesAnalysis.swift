import Model

/// From the jobs of one fixture in one configuration to its findings.
struct SeriesAnalysis {
    /// How many single jobs of a class a chart may draw: more only make it dark and large.
    static let drawnJobs = 150

    let series: Series
    let jobs: [Observation]
    let seed: UInt64

    /// Figure by figure, each gathered anew: of a million jobs no second list is made.
    func findings() -> SeriesFindings {
        let overheads = Strata(jobs) { $0.isWarm ? $0.overhead : nil }
        let paired = jobs.filter { $0.isWarm && $0.direct != nil }
        return SeriesFindings(
            series: series, overhead: overheads.estimate(seed: seed), wall: warmMedian { $0.wall },
            share: warmMedian { $0.share }, parts: parts(), classes: classes(overheads), cold: cold(),
            direct: DirectAnalysis(jobs: paired).findings(), own: own())
    }

    private func warmMedian(_ figure: (Observation) -> Double?) -> Double? {
        jobs.weightedMedian { $0.isWarm ? figure($0) : nil }
    }

    private var hasWarm: Bool { jobs.contains { $0.isWarm } }

    private func parts() -> WallParts? {
        guard hasWarm else { return nil }
        var medians: [WallParts.Part: Double] = [:]
        for part in WallParts.Part.allCases {
            medians[part] = warmMedian { WallParts($0)?[part] }
        }
        return WallParts(medians)
    }

    private struct ClassSums {
        var weight = 0.0
        var cacheableSteps = 0
        var cachedSteps = 0
        var overheads: [Double] = []
    }

    private func classes(_ overheads: Strata) -> [ClassFindings] {
        var total = 0.0
        var classes: [ChangeClass: ClassSums] = [:]
        for job in jobs where job.isWarm {
            guard let overhead = job.overhead else { continue }
            total += job.weight
            classes[job.changeClass, default: ClassSums()].weight += job.weight
            classes[job.changeClass, default: ClassSums()].cacheableSteps += job.cacheableSteps
            classes[job.changeClass, default: ClassSums()].cachedSteps += job.cachedSteps
            classes[job.changeClass, default: ClassSums()].overheads.append(overhead)
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
        func figure(_ job: Observation, _ value: Double?) -> Double? { job.isCold && job.isMeasured ? value : nil }
        guard let overhead = jobs.median(of: { figure($0, $0.overhead) }, seed: seed) else { return nil }
        return ColdFindings(
            overhead: overhead, build: jobs.weightedMedian { figure($0, $0.phases[.build]) } ?? 0,
            wall: jobs.weightedMedian { figure($0, $0.wall) } ?? 0)
    }

    private func own() -> OwnCostFindings? {
        guard hasWarm else { return nil }
        return OwnCostFindings(
            processor: warmMedian { $0.own.processor } ?? 0,
            outsideRequests: warmMedian { $0.own.outsideRequests } ?? 0,
            requests: warmMedian { Double($0.own.requests) } ?? 0)
    }
}
