import Testing

@testable import Statistics

@Suite struct PairedPowerTests {
    /// Differences around 7 of a deviation of 5.
    private func differences(_ count: Int = 200) -> [Double] {
        var noise = Noise(seed: 41)
        return noise.values(count).map { 7 + 5 * $0 }
    }

    @Test(arguments: ReferenceValues.pairedPowers)
    func agreesWithReference(_ reference: PairedPowerReference) {
        let power = PairedPower(reference.strata).power(
            reference.shift, pairs: reference.pairs, level: reference.level)
        // Four standard errors of a share of 1,000.
        let slack = 4 * (reference.power * (1 - reference.power) / 1000).squareRoot()
        #expect(abs(power - reference.power) <= slack, "\(power) against \(reference.power)")
    }

    @Test func theSmallestIsTheSmallest() throws {
        let power = PairedPower(differences())
        let smallest = try #require(power.smallestVisible(pairs: 24))
        // By theory 3.605 deviations of the mean of 24, and a little more for ranks instead of means.
        #expect(smallest > 3.3 && smallest < 4.5, "\(smallest)")
        #expect(power.power(1.0001 * smallest, pairs: 24) >= 0.95)
        #expect(power.power(0.9999 * smallest, pairs: 24) < 0.95)
        #expect(try #require(power.smallestVisible(pairs: 48)) < smallest)
        #expect(try #require(power.smallestVisible(pairs: 24, level: 0.01)) > smallest)
        #expect(try #require(power.smallestVisible(pairs: 24, power: 0.8)) < smallest)
    }

    @Test func theStratifiedTestFindsTheSmallestInFreshPairs() throws {
        var noise = Noise(seed: 42)
        func pairs(_ count: Int, _ shift: Double) -> [[Double]] {
            [1, 1, 3].map { deviation in noise.values(count).map { shift + deviation * $0 } }
        }
        let smallest = try #require(PairedPower(pairs(400, 7)).smallestVisible(pairs: 12, level: 0.01))
        let found = (0..<400).count { _ in
            let test = StratifiedSignedRank(pairs(12, smallest))
            return test.p <= 0.01 && test.rankBiserial > 0
        }
        // 380, and four standard errors for the chance of 400 tests.
        #expect(found >= 362 && found <= 397, "\(found)")
    }

    @Test func aNoisyStratumRaisesTheSmallest() throws {
        let values = differences(24)
        let alone = try #require(PairedPower(values).smallestVisible(pairs: 12))
        let alike = try #require(PairedPower([values, values]).smallestVisible(pairs: 12))
        let noisy = try #require(PairedPower([values, values.map { 4 * $0 }]).smallestVisible(pairs: 12))
        #expect(alike < alone && alike < noisy)
        let together = try #require(PairedPower(values).smallestVisible(pairs: 24))
        #expect(abs(alike / together - 1) < 0.1, "\(alike) in strata, \(together) together")
    }

    @Test func aStratumOfOneIsLeftOut() {
        let values = differences(24)
        #expect(PairedPower([values, [5], []]) == PairedPower(values))
    }

    @Test func alarmsWithoutAShiftAtTheLevel() {
        let alarms = PairedPower(differences()).power(0, pairs: 12, seed: 4)
        // Half of 5 % on each side.
        #expect(alarms > 0.01 && alarms < 0.045, "\(alarms)")
    }

    @Test func whereTheDifferencesLieDoesNotMatter() throws {
        let values = differences(30)
        let here = PairedPower(values).smallestVisible(pairs: 20)
        let elsewhere = PairedPower(values.map { 100 - $0 }).smallestVisible(pairs: 20)
        #expect(agree(here, elsewhere))
        let scaled = try #require(PairedPower(values.map { 3 * $0 }).smallestVisible(pairs: 20))
        #expect(agree(here, scaled / 3))
    }

    @Test func theSeedDecides() {
        let power = PairedPower(differences())
        #expect(power.smallestVisible(pairs: 12, seed: 5) == power.smallestVisible(pairs: 12, seed: 5))
        #expect(power.smallestVisible(pairs: 12, seed: 5) != power.smallestVisible(pairs: 12, seed: 6))
    }

    @Test func saysHowManyPairsItTakes() throws {
        let power = PairedPower(differences())
        let needed = try #require(power.pairsNeeded(for: 4))
        #expect(needed >= 18 && needed <= 28, "\(needed)")
        #expect(power.power(4, pairs: needed) >= 0.95)
        #expect(power.power(4, pairs: needed - 1) < 0.95)
        #expect(power.pairsNeeded(for: -4) == needed)
        #expect(power.pairsNeeded(for: 4, limit: 12) == nil)
        // The fewest that can reach the level: 2 / 2⁶ = 0.031.
        #expect(power.pairsNeeded(for: 1000) == 6)
        #expect(power.pairsNeeded(for: 1000, level: 0.01) == 8)
        #expect(power.pairsNeeded(for: 1000, limit: 5) == nil)
    }

    @Test func differencesThatNeverVaryShowEveryShift() {
        let power = PairedPower([3, 3, 3])
        #expect(power.smallestVisible(pairs: 12) == 0)
        #expect(power.smallestVisible(pairs: 12)?.sign == .plus)
        #expect(power.pairsNeeded(for: 1e-9) == 6)
    }

    @Test func whatCannotBeFoundIsNil() {
        let power = PairedPower(differences(9))
        #expect(power.smallestVisible(pairs: 5) == nil)
        #expect(power.smallestVisible(pairs: 0) == nil)
        for level in [0, 1, Double.nan] {
            #expect(power.smallestVisible(pairs: 9, level: level) == nil)
            #expect(power.pairsNeeded(for: 5, level: level) == nil)
        }
        for share in [0, 1, Double.nan] {
            #expect(power.smallestVisible(pairs: 9, power: share) == nil)
            #expect(power.pairsNeeded(for: 5, power: share) == nil)
        }
        for effect in [0, Double.nan, .infinity] { #expect(power.pairsNeeded(for: effect) == nil) }
        #expect(power.pairsNeeded(for: 5, limit: 0) == nil)
        for few in [[], [4.0]] {
            #expect(PairedPower(few).smallestVisible(pairs: 24) == nil)
            #expect(PairedPower(few).pairsNeeded(for: 1) == nil)
        }
    }

    @Test(arguments: [5, 6, 20, 50, 51, 80])
    func theCriticalSumIsTheTests(_ count: Int) throws {
        let critical = SignedRankNull(counts: [count], exactLimit: SignedRank.exactLimit).critical(level: 0.05)
        // Signs by which the ranks below 0 add up to a sum, the largest first.
        func p(_ sum: Int) throws -> Double {
            var left = sum
            let values = stride(from: count, through: 1, by: -1).map { rank -> Double in
                if rank > left { return Double(rank) }
                left -= rank
                return -Double(rank)
            }
            return SignedRank(try Sample(values)).p
        }
        if critical >= 0 { #expect(try p(critical) <= 0.05) } else { #expect(count == 5) }
        #expect(try p(critical + 1) > 0.05)
    }
}
