extension Bootstrap {
    /// An interval of the weighted median over strata (post-stratification): each is resampled within itself, and each of
    /// its values carries its weight. By percentiles, whatever `method` says.
    ///
    /// A stratum of one value adds no spread, so that the interval is too narrow by whatever that stratum's spread is.
    /// Nil where every stratum has a single value, of whose spread nothing is known; when there is no stratum; or for a level or a
    /// number of resamples out of range.
    ///
    /// Source: B. Efron, R. Tibshirani, "An Introduction to the Bootstrap" (1993), section 8.3 (one sample a group).
    public func weightedMedianInterval(
        of strata: [Stratum], using generator: inout some RandomNumberGenerator
    ) -> Interval? {
        guard strata.contains(where: { $0.sample.count > 1 }), level > 0, level < 1 else { return nil }
        // All values in ascending order, each known by its stratum and its place there.
        let places = strata.indices.flatMap { stratum in
            strata[stratum].sample.sorted.indices.map { (stratum: stratum, index: $0) }
        }.sorted { strata[$0.stratum].sample.sorted[$0.index] < strata[$1.stratum].sample.sorted[$1.index] }
        let values = places.map { strata[$0.stratum].sample.sorted[$0.index] }
        let middle = WeightedMiddle(total: strata.reduce(0) { $0 + $1.weight * Double($1.sample.count) })
        let seed = generator.next()
        var generators = strata.indices.map { FastGenerator(seed: seed ^ (UInt64($0) &* 0xD1B5_4A32_D192_ED03)) }
        // What is drawn of a stratum is counted at its rank among all values: the search for the middle reads straight ahead.
        var ranks = strata.map { [Int](repeating: 0, count: $0.sample.count) }
        for (rank, place) in places.enumerated() { ranks[place.stratum][place.index] = rank }
        let weights = places.map { strata[$0.stratum].weight }
        var counts = [UInt32](repeating: 0, count: places.count)
        var medians: [Double] = []
        for _ in 0..<max(resamples, 0) {
            for rank in counts.indices { counts[rank] = 0 }
            for stratum in strata.indices { generators[stratum].draw(ranks[stratum], into: &counts) }
            let (low, high) = middle.indices(count: counts.count) { Double(counts[$0]) * weights[$0] }
            medians.append(values[low] / 2 + values[high] / 2)
        }
        medians.sort()
        return interval(of: medians, from: (1 - level) / 2, to: (1 + level) / 2)
    }
}
