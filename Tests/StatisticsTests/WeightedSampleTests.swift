import Statistics
import Testing

@Suite struct WeightedSampleTests {
    @Test(arguments: ReferenceValues.samples)
    func equalWeightsGiveTheMedian(_ reference: SampleReference) throws {
        let weights = [Double](repeating: 0.1, count: reference.values.count)
        #expect(agree(try WeightedSample(reference.values, weights: weights).median, reference.median))
    }

    @Test func wholeWeightsCountAsRepeatedValues() throws {
        var generator = CountingGenerator(seed: 4)
        for _ in 0..<200 {
            let values = (0..<Int.random(in: 1...9, using: &generator)).map { _ in
                Double(Int.random(in: 0...5, using: &generator))
            }
            let weights = values.map { _ in Int.random(in: 1...4, using: &generator) }
            let repeated = try Sample(zip(values, weights).flatMap { [Double](repeating: $0, count: $1) })
            let weighted = try WeightedSample(values, weights: weights.map(Double.init))
            #expect(weighted.median == repeated.median)
            #expect(weighted.lowerMedian == repeated.sorted[(repeated.count - 1) / 2])
            #expect(weighted.upperMedian == repeated.sorted[repeated.count / 2])
        }
    }

    @Test func oneHeavyValueDecides() throws {
        let sample = try WeightedSample([9, 1, 2], weights: [10, 1, 1])
        #expect(sample.median == 9)
    }

    @Test func lowerAndUpperMedianDifferOnlyAtHalf() throws {
        let even = try WeightedSample([1, 2], weights: [0.3, 0.3])
        #expect(even.lowerMedian == 1 && even.upperMedian == 2 && even.median == 1.5)
        let uneven = try WeightedSample([1, 2], weights: [0.3, 0.30001])
        #expect(uneven.lowerMedian == 2 && uneven.upperMedian == 2)
    }

    @Test func refusesBadWeights() throws {
        for weight in [0, -1, Double.nan, .infinity] {
            #expect(throws: StatisticsError.badWeight(index: 1)) { try WeightedSample([1, 2], weights: [1, weight]) }
        }
        #expect(throws: StatisticsError.unequalCounts(2, 1)) { try WeightedSample([1, 2], weights: [1]) }
        #expect(throws: StatisticsError.empty) { try WeightedSample([], weights: []) }
        #expect(throws: StatisticsError.notFinite(index: 0)) { try WeightedSample([.nan], weights: [1]) }
    }
}
