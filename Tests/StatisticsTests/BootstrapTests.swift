import Statistics
import Testing

@Suite struct BootstrapTests {
    @Test(arguments: ReferenceValues.bootstraps)
    func comesNearTheReference(_ reference: BootstrapReference) throws {
        let values = try #require(ReferenceValues.samples.first { $0.name == reference.sample }).values
        let sample = try Sample(values)
        var generator = CountingGenerator(seed: 7)
        let method: Bootstrap.Method = reference.method == "bca" ? .biasCorrected : .percentile
        let bootstrap = Bootstrap(resamples: 4000, method: method)
        let interval = try #require(
            reference.statistic == "median"
                ? bootstrap.medianInterval(of: sample, using: &generator)
                : bootstrap.interval(of: sample, using: &generator) { $0.reduce(0, +) / Double($0.count) })
        // The ends scatter by a tenth of the standard error with this many resamples; a median's jump between values.
        let slack = reference.standardError * (reference.statistic == "median" ? 0.45 : 0.2)
        #expect(abs(interval.low - reference.low) < slack, "\(interval.low) against \(reference.low)")
        #expect(abs(interval.high - reference.high) < slack, "\(interval.high) against \(reference.high)")
        #expect(interval.level == 0.95)
    }

    @Test func quickMedianIsTheSlowMedian() throws {
        for count in [1, 2, 5, 8, 33] {
            let sample = try Sample((0..<count).map { Double($0 * 13 % 17) })
            for method in [Bootstrap.Method.percentile, .biasCorrected] {
                let bootstrap = Bootstrap(resamples: 500, method: method)
                var generator = CountingGenerator(seed: 3)
                var same = CountingGenerator(seed: 3)
                let quick = bootstrap.medianInterval(of: sample, using: &generator)
                let slow = bootstrap.interval(of: sample, using: &same) {
                    ($0[($0.count - 1) / 2] + $0[$0.count / 2]) / 2
                }
                #expect(quick == slow)
                #expect(quick != nil)
            }
        }
    }

    @Test func sameSeedSameInterval() throws {
        let sample = try Sample((0..<50).map { Double($0 * $0 % 37) })
        func interval(seed: UInt64) -> Interval? {
            var generator = CountingGenerator(seed: seed)
            defer { #expect(generator.drawn == 1) }
            return Bootstrap(resamples: 300).interval(of: sample, using: &generator) { $0.reduce(0, +) }
        }
        #expect(interval(seed: 1) == interval(seed: 1))
        #expect(interval(seed: 1) != interval(seed: 2))
    }

    @Test func degenerateSamplesGiveDegenerateIntervals() throws {
        for values in [[2.5], [Double](repeating: 2.5, count: 9)] {
            for method in [Bootstrap.Method.percentile, .biasCorrected] {
                var generator = CountingGenerator(seed: 1)
                let interval = Bootstrap(resamples: 100, method: method)
                    .medianInterval(of: try Sample(values), using: &generator)
                #expect(interval == Interval(low: 2.5, high: 2.5, level: 0.95))
            }
        }
    }

    @Test func coversThePlantedMedian() throws {
        var generator = CountingGenerator(seed: 11)
        var covered = 0
        for _ in 0..<200 {
            // The median of the square of a uniform number is one quarter.
            let sample = try Sample(
                (0..<41).map { _ in
                    let uniform = Double.random(in: 0..<1, using: &generator)
                    return uniform * uniform
                })
            let interval = Bootstrap(resamples: 300).medianInterval(of: sample, using: &generator)
            if try #require(interval).contains(0.25) { covered += 1 }
        }
        // 95 % of 200, give or take four standard errors.
        #expect((177...).contains(covered), "\(covered) of 200")
    }

    @Test func badSettingsGiveNil() throws {
        let sample = try Sample([1, 2, 3])
        var generator = CountingGenerator(seed: 1)
        for bootstrap in [
            Bootstrap(resamples: 0), Bootstrap(resamples: -5), Bootstrap(level: 0), Bootstrap(level: .nan),
        ] {
            #expect(bootstrap.medianInterval(of: sample, using: &generator) == nil)
            #expect(bootstrap.weightedMedianInterval(of: [try Stratum(sample, weight: 1)], using: &generator) == nil)
        }
        #expect(Bootstrap(resamples: 9).interval(of: sample, using: &generator) { _ in .nan } == nil)
        #expect(Bootstrap().weightedMedianInterval(of: [], using: &generator) == nil)
        #expect(throws: StatisticsError.badWeight(index: 0)) { try Stratum(sample, weight: 0) }
    }

    @Test func strataOfEqualWeightComeNearOneSample() throws {
        let values = (0..<60).map { Double($0 * 37 % 61) }
        var generator = CountingGenerator(seed: 5)
        let bootstrap = Bootstrap(resamples: 2000)
        let whole = try #require(bootstrap.medianInterval(of: try Sample(values), using: &generator))
        // Strata that are alike: every third value.
        let strata = try (0..<3).map { offset in
            try Stratum(Sample(stride(from: offset, to: 60, by: 3).map { values[$0] }), weight: 0.25)
        }
        let stratified = try #require(bootstrap.weightedMedianInterval(of: strata, using: &generator))
        #expect(abs(stratified.low - whole.low) <= 4 && abs(stratified.high - whole.high) <= 4)
    }

    @Test func aHeavyStratumDecides() throws {
        let rare = try Stratum(Sample([100, 101, 102]), weight: 0.01)
        let common = try Stratum(Sample([1, 2, 3, 4, 5]), weight: 1)
        var generator = CountingGenerator(seed: 5)
        let interval = try #require(
            Bootstrap(resamples: 500).weightedMedianInterval(of: [rare, common], using: &generator))
        #expect(interval.low >= 1 && interval.high <= 5)
        // Within strata only: a stratum's spread is its own, so values of 100 never take the place of small ones.
        let alone = try #require(Bootstrap(resamples: 500).weightedMedianInterval(of: [common], using: &generator))
        #expect(abs(alone.low - interval.low) <= 1 && abs(alone.high - interval.high) <= 1)
    }
}
