import Testing

@testable import Statistics

@Suite struct DetectableEffectTests {
    /// Values of a mean of 100 and a deviation of 5.
    private func base(_ count: Int = 200) throws -> Sample {
        var noise = Noise(seed: 77)
        return try Sample(noise.values(count).map { 100 + 5 * $0 })
    }

    @Test(arguments: ReferenceValues.powers)
    func agreesWithReference(_ reference: PowerReference) throws {
        let power = DetectableEffect.power(
            base: try Sample(reference.base), count: reference.count, effect: reference.effect, level: reference.level)
        // Four standard errors of a share of 1,000.
        let slack = 4 * (reference.power * (1 - reference.power) / 1000).squareRoot()
        #expect(abs(power - reference.power) <= slack, "\(power) against \(reference.power)")
    }

    @Test func agreesWithComparisonsOfFreshValues() throws {
        var noise = Noise(seed: 5)
        var found = 0
        for _ in 0..<200 {
            let first = try Sample(noise.values(12).map { 100 + 5 * $0 })
            let second = try Sample(noise.values(12).map { 1.06 * (100 + 5 * $0) })
            let test = MannWhitney(second, first)
            if test.p <= 0.05 && test.cliffsDelta > 0 { found += 1 }
        }
        let power = DetectableEffect.power(base: try base(), count: 12, effect: 0.06)
        // Three standard errors of 200 comparisons, and what the base's own deviation differs from 5.
        #expect(abs(power - Double(found) / 200) < 0.15, "\(power) against \(found) of 200")
        #expect(power > 0.6 && power < 0.95)
    }

    @Test func alarmsWithoutAnEffectAtTheLevel() throws {
        let base = try base()
        let alarms = DetectableEffect.power(base: base, count: 12, effect: 0, seed: 4)
        #expect(DetectableEffect.power(base: base, count: 12, effect: 0, seed: 4) == alarms)
        #expect(alarms > 0.02 && alarms < 0.075, "\(alarms)")
    }

    @Test func theSmallestIsTheSmallest() throws {
        let base = try base()
        let smallest = try #require(DetectableEffect.smallest(base: base, count: 12))
        // By theory the two means must lie 1.5 to 1.6 deviations of 5 % apart.
        #expect(smallest > 0.06 && smallest < 0.105, "\(smallest)")
        #expect(DetectableEffect.power(base: base, count: 12, effect: smallest) >= 0.95)
        #expect(DetectableEffect.power(base: base, count: 12, effect: 0.98 * smallest) < 0.95)
        let more = try #require(DetectableEffect.smallest(base: base, count: 24))
        #expect(more < smallest)
        #expect(DetectableEffect.power(base: base, count: 12, effect: -0.2) > 0.95)
    }

    @Test func saysHowManyValuesItTakes() throws {
        let base = try base()
        let needed = try #require(DetectableEffect.samplesNeeded(base: base, effect: 0.08))
        #expect(needed >= 8 && needed <= 18, "\(needed)")
        #expect(DetectableEffect.power(base: base, count: needed, effect: 0.08) >= 0.95)
        #expect(DetectableEffect.samplesNeeded(base: base, effect: 0.08, limit: 6) == nil)
        // The fewest that can reach the level: 2 / (8 choose 4) = 0.029.
        #expect(DetectableEffect.samplesNeeded(base: base, effect: 3) == 4)
        #expect(DetectableEffect.samplesNeeded(base: base, effect: 3, limit: 3) == nil)
        #expect(DetectableEffect.samplesNeeded(base: base, effect: 0) == nil)
    }

    @Test func valuesThatNeverVaryShowTheLeastEffect() throws {
        let equal = try Sample([3, 3, 3])
        let smallest = try #require(DetectableEffect.smallest(base: equal, count: 4))
        #expect(smallest <= 0.0001)
        #expect(DetectableEffect.power(base: equal, count: 4, effect: 0) == 0)
    }

    @Test func whatCannotBeFoundIsNil() throws {
        let base = try base(9)
        // 2 / (6 choose 3) is 0.1.
        #expect(DetectableEffect.smallest(base: base, count: 3) == nil)
        #expect(DetectableEffect.smallest(base: base, count: 0) == nil)
        #expect(DetectableEffect.power(base: base, count: 3, effect: 1) == 0)
        #expect(DetectableEffect.power(base: base, count: 3, effect: 1, level: 0.1) > 0.95)
        for level in [0, 1, Double.nan] {
            #expect(DetectableEffect.smallest(base: base, count: 9, level: level) == nil)
            #expect(DetectableEffect.power(base: base, count: 9, effect: 1, level: level) == 0)
            #expect(DetectableEffect.samplesNeeded(base: base, effect: 1, level: level) == nil)
        }
        for effect in [-1, -2, Double.nan, .infinity] {
            #expect(DetectableEffect.power(base: base, count: 9, effect: effect) == 0)
        }
        let zero = try Sample([0, 0, 0, 1])
        #expect(DetectableEffect.smallest(base: zero, count: 9) == nil)
        #expect(DetectableEffect.samplesNeeded(base: zero, effect: 1) == nil)
        // Half of the values are 0, and stay so however slow the rest becomes.
        let half = try Sample([0, 0, 0, 1, 2, 3, 4])
        #expect(DetectableEffect.smallest(base: half, count: 4) == nil)
    }

    @Test(arguments: [5, 20, 60])
    func theCriticalSumIsTheTests(_ count: Int) {
        let critical = MannWhitney.criticalU(count, level: 0.05)
        let low = (0..<count).map(Double.init)
        // The second sample's values stand one by one between those of the first, until U is as wished.
        func p(_ u: Int) -> Double {
            let places = (0..<count).map { index in max(0, min(count, u - index * count)) }
            let second = places.enumerated().map { Double($1) - 0.5 - Double($0) / 1000 }
            return MannWhitney(sorted: second.sorted(), low).p
        }
        #expect(p(critical) <= 0.05)
        #expect(p(critical + 1) > 0.05)
    }
}
