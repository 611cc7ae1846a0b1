import Testing

@testable import Statistics

@Suite struct SampleTests {
    @Test(arguments: ReferenceValues.samples)
    func agreesWithReference(_ reference: SampleReference) throws {
        let sample = try Sample(reference.values)
        #expect(agree(sample.median, reference.median))
        #expect(agree(sample.mean, reference.mean))
        #expect(agree(sample.medianAbsoluteDeviation, reference.medianAbsoluteDeviation))
        for (probability, expected) in zip(ReferenceValues.quantileProbabilities, reference.quantiles) {
            #expect(agree(sample.quantile(probability), expected), "quantile \(probability)")
        }
        #expect(agree(sample.medianInterval(level: 0.95), reference.medianInterval95))
        #expect(agree(sample.medianInterval(level: 0.80), reference.medianInterval80))
    }

    @Test func refusesWhatIsNoSample() throws {
        #expect(throws: StatisticsError.empty) { try Sample([]) }
        #expect(throws: StatisticsError.notFinite(index: 1)) { try Sample([1, .nan, .infinity]) }
        #expect(throws: StatisticsError.notFinite(index: 2)) { try Sample([1, 2, -.infinity]) }
        #expect(throws: StatisticsError.unequalCounts(2, 1)) { try Sample(pairs: [1, 2], [3]) }
        #expect(throws: StatisticsError.notFinite(index: 0)) { try Sample(pairs: [-1e308], [1e308]) }
    }

    @Test func keepsTheOrderOfMeasurement() throws {
        let sample = try Sample([3, 1, 2])
        #expect(sample.values == [3, 1, 2])
        #expect(sample.sorted == [1, 2, 3])
        #expect(try Sample(pairs: [1, 5], [4, 4]).values == [3, -1])
    }

    @Test func staysFiniteAtTheLargestValues() throws {
        let sample = try Sample([1.6e308, 1.7e308])
        #expect(agree(sample.median, 1.65e308))
        #expect(agree(sample.mean, 1.65e308))
    }

    @Test func answersNilOutOfRange() throws {
        let sample = try Sample([1, 2, 3])
        for probability in [-0.1, 1.1, .nan, .infinity] { #expect(sample.quantile(probability) == nil) }
        for level in [0, 1, -1, 2, Double.nan] { #expect(sample.medianInterval(level: level) == nil) }
    }

    @Test func medianIntervalNeedsSixValuesAtNinetyFivePercent() throws {
        #expect(try Sample([1, 2, 3, 4, 5]).medianInterval() == nil)
        let interval = try #require(try Sample([1, 2, 3, 4, 5, 6]).medianInterval())
        #expect(interval.low == 1 && interval.high == 6)
        #expect(agree(interval.level, 1 - 2.0 / 64))
    }

    @Test func medianIntervalOfManyValuesDoesNotUnderflow() throws {
        let interval = try #require(try Sample((1...5000).map(Double.init)).medianInterval())
        // n/2 − 1.96·√n/2 by the normal approximation.
        #expect(abs(interval.low - (2500 - 0.98 * 5000.0.squareRoot())) < 2)
        #expect(interval.level >= 0.95 && interval.level < 0.953)
    }

    @Test func normalQuantiles() {
        for (probability, z) in ReferenceValues.normalQuantiles {
            #expect(agree(Normal.quantile(probability), z))
            #expect(agree(Normal.cumulative(z), probability))
        }
        #expect(Normal.quantile(0) == -.infinity)
        #expect(Normal.quantile(1) == .infinity)
    }
}

/// Whether two intervals agree to nine digits, or both are missing.
func agree(_ left: Interval?, _ right: Interval?) -> Bool {
    agree(left?.low, right?.low) && agree(left?.high, right?.high) && agree(left?.level, right?.level)
}
