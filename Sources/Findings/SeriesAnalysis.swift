import Records

/// From the jobs of one fixture in one configuration to its findings.
struct SeriesAnalysis {
    /// How many single jobs of a class a chart may draw: more only make it dark and large.
    static let drawnJobs = 150

    let series: Series
    let jobs: [Observation]
    let seed: UInt64

    func findings() -> SeriesFindings {
        let warm = jobs.filter(\.isWarm)
        return SeriesFindings(
            series: series, overhead: warm.medianOverhead(seed: seed), wall: warm.weightedMedian(of: \.wall),
            share: warm.weightedMedian(of: \.share), parts: parts(of: warm), classes: classes(of: warm),
            cold: cold(), direct: DirectAnalysis(jobs: warm).findings(), own: own(of: warm))
    }

    private func parts(of warm: [Observation]) -> WallParts? {
        guard !warm.isEmpty else { return nil }
        let parts = warm.map { WallParts($0) }
        var medians: [WallParts.Part: Double] = [:]
        for part in WallParts.Part.allCases {
            medians[part] = weightedMedian(parts.map { $0?[part] }, of: warm)
        }
        return WallParts(medians)
    }

    private func weightedMedian(_ values: [Double?], of warm: [Observation]) -> Double? {
        let known = zip(values, warm).compactMap { value, job in value.map { ($0, job.weight) } }
        return Medians.weighted(known.map(\.0), weights: known.map(\.1))
    }

    private func classes(of warm: [Observation]) -> [ClassFindings] {
        let total = warm.map(\.weight).reduce(0, +)
        return Dictionary(grouping: warm, by: \.changeClass).sorted { $0.key < $1.key }.compactMap { found in
            guard let overhead = found.value.medianOverhead(seed: seed) else { return nil }
            return ClassFindings(
                changeClass: found.key, overhead: overhead,
                proportion: total > 0 ? found.value.map(\.weight).reduce(0, +) / total : 0,
                cacheableSteps: found.value.map(\.cacheableSteps).reduce(0, +),
                cachedSteps: found.value.map(\.cachedSteps).reduce(0, +),
                points: thinned(found.value.compactMap(\.overhead).sorted()))
        }
    }

    /// Evenly spaced ranks of an ascending list, its ends included, so that a thinned drawing keeps the shape.
    private func thinned(_ sorted: [Double]) -> [Double] {
        guard sorted.count > Self.drawnJobs else { return sorted }
        return (0..<Self.drawnJobs).map { sorted[$0 * (sorted.count - 1) / (Self.drawnJobs - 1)] }
    }

    private func cold() -> ColdFindings? {
        let cold = jobs.filter { $0.isCold && $0.isMeasured }
        guard let overhead = cold.medianOverhead(seed: seed) else { return nil }
        return ColdFindings(
            overhead: overhead, build: cold.weightedMedian { $0.phases[.build] } ?? 0,
            wall: cold.weightedMedian(of: \.wall) ?? 0)
    }

    private func own(of warm: [Observation]) -> OwnCostFindings? {
        guard !warm.isEmpty else { return nil }
        return OwnCostFindings(
            processor: warm.weightedMedian { $0.own.processor } ?? 0,
            outsideRequests: warm.weightedMedian { $0.own.outsideRequests } ?? 0,
            requests: warm.weightedMedian { Double($0.own.requests) } ?? 0)
    }
}
