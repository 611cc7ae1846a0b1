import Testing

@testable import Statistics

/// The quick way through strata is the plain one.
struct StrataResamplingTests {
    /// Draws every stratum as a list of values, sorts all of them, and walks to the middle of the weight.
    private func plainly(_ strata: [Stratum], resamples: Int, seed: UInt64) throws -> [Double] {
        var source = CountingGenerator(seed: seed)
        let drawn = source.next()
        var resamplers = strata.indices.map {
            Resampler(count: strata[$0].sample.count, seed: drawn ^ (UInt64($0) &* 0xD1B5_4A32_D192_ED03))
        }
        var medians: [Double] = []
        for _ in 0..<resamples {
            var values: [Double] = []
            var weights: [Double] = []
            for (index, stratum) in strata.enumerated() {
                resamplers[index].draw()
                for (value, times) in zip(stratum.sample.sorted, resamplers[index].counts) where times > 0 {
                    values += [Double](repeating: value, count: Int(times))
                    weights += [Double](repeating: stratum.weight, count: Int(times))
                }
            }
            medians.append(try WeightedSample(values, weights: weights).median)
        }
        return medians.sorted()
    }

    @Test func theIntervalIsThatOfResampledLists() throws {
        let strata = [
            try Stratum(Sample((0..<40).map { Double($0 * 37 % 41) }), weight: 1),
            try Stratum(Sample((0..<9).map { 20 + Double($0 * 5 % 9) }), weight: 0.25),
            try Stratum(Sample([7]), weight: 3),
        ]
        let medians = try plainly(strata, resamples: 300, seed: 11)
        var generator = CountingGenerator(seed: 11)
        let interval = try #require(
            Bootstrap(resamples: 300).weightedMedianInterval(of: strata, using: &generator))
        let low = try #require(medians.quantile(0.025))
        let high = try #require(medians.quantile(0.975))
        #expect(abs(interval.low - low) < 1e-9 && abs(interval.high - high) < 1e-9)
        #expect(interval.low < interval.high)
    }
}
