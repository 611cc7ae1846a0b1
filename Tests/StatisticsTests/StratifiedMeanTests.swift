import Statistics
import Testing

@Suite struct StratifiedMeanTests {
    private func strata(_ reference: StratifiedMeanReference) throws -> [Stratum] {
        try reference.strata.map { try Stratum(Sample($0.values), weight: $0.weight) }
    }

    @Test(arguments: ReferenceValues.stratifiedMeans)
    func agreesWithTheReference(_ reference: StratifiedMeanReference) throws {
        let strata = try strata(reference)
        #expect(agree(strata.weightedMean, reference.mean))
        #expect(agree(strata.standardErrorOfWeightedMean, reference.standardError))
        var generator = CountingGenerator(seed: 7)
        let interval = try #require(
            Bootstrap(resamples: 4000).weightedMeanInterval(of: strata, using: &generator))
        // The ends scatter by a tenth of the standard error with this many resamples.
        let slack = 0.2 * reference.standardError
        #expect(abs(interval.low - reference.low) < slack, "\(interval.low) against \(reference.low)")
        #expect(abs(interval.high - reference.high) < slack, "\(interval.high) against \(reference.high)")
        #expect(interval.level == 0.95)
    }

    @Test func coversThePlantedMean() throws {
        var generator = CountingGenerator(seed: 5)
        var covered = 0
        for _ in 0..<200 {
            // Nine uniform numbers on 0…1 count as much as one on 0…10: 0.9 · 0.5 + 0.1 · 5.
            func draw(_ count: Int, to end: Double) throws -> Sample {
                try Sample((0..<count).map { _ in Double.random(in: 0..<end, using: &generator) })
            }
            let strata = [
                try Stratum(draw(40, to: 1), weight: 0.9 / 40), try Stratum(draw(40, to: 10), weight: 0.1 / 40),
            ]
            let interval = Bootstrap(resamples: 300).weightedMeanInterval(of: strata, using: &generator)
            if try #require(interval).contains(0.95) { covered += 1 }
        }
        // 95 % of 200, give or take four standard errors and the bootstrap's own narrowness at n = 40.
        #expect((174...).contains(covered), "\(covered) of 200")
    }

    @Test func sameSeedSameInterval() throws {
        let strata = try strata(try #require(ReferenceValues.stratifiedMeans.last))
        func interval(seed: UInt64) -> Interval? {
            var generator = CountingGenerator(seed: seed)
            defer { #expect(generator.drawn == 1) }
            return Bootstrap(resamples: 300).weightedMeanInterval(of: strata, using: &generator)
        }
        #expect(interval(seed: 1) == interval(seed: 1))
        #expect(interval(seed: 1) != interval(seed: 2))
    }

    @Test func whatCannotBeComputedIsNil() throws {
        var generator = CountingGenerator(seed: 1)
        #expect(Bootstrap().weightedMeanInterval(of: [], using: &generator) == nil)
        #expect([Stratum]().weightedMean == nil && [Stratum]().standardErrorOfWeightedMean == nil)
        let one = try Stratum(Sample([3]), weight: 2)
        #expect([one].weightedMean == 3 && [one].standardErrorOfWeightedMean == 0)
        #expect(Bootstrap(resamples: 0).weightedMeanInterval(of: [one], using: &generator) == nil)
        #expect(Bootstrap(level: 2).weightedMeanInterval(of: [one], using: &generator) == nil)
        // One value a stratum tells nothing of any spread, however many strata there are.
        let ones = try (1...9).map { try Stratum(Sample([Double($0)]), weight: 1) }
        #expect(Bootstrap(resamples: 9).weightedMeanInterval(of: ones, using: &generator) == nil)
        #expect(Bootstrap(resamples: 9).weightedMedianInterval(of: ones, using: &generator) == nil)
        let counts = [Int](repeating: 1, count: 9)
        #expect(Bootstrap(resamples: 9).interval(ofStrata: counts, using: &generator) { _ in 3 } == nil)
        #expect(Bootstrap(resamples: 9).interval(ofStrata: [1, 2], using: &generator) { _ in 3 } != nil)
    }
}
