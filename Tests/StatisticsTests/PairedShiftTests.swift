import Testing

@testable import Statistics

@Suite struct PairedShiftTests {
    @Test func oneDifferenceIsItsOwnShift() {
        let estimate = PairedShift([0.7])
        #expect(estimate.shift == 0.7 && estimate.interval == nil)
    }

    @Test func differencesThatAreAllZeroHaveNoShift() {
        let estimate = PairedShift([Double](repeating: 0, count: 12))
        #expect(estimate.shift == 0 && estimate.shift.sign == .plus)
        #expect(estimate.interval?.low == 0 && estimate.interval?.high == 0)
    }

    @Test(arguments: [(0.95, 6), (0.99, 8), (0.999, 11)])
    func tooFewForTheLevelHaveNoInterval(_ level: Double, _ fewest: Int) throws {
        // 2 / 2ⁿ must be at most 1 − level.
        let values = (1...fewest).map(Double.init)
        #expect(PairedShift(Array(values.dropLast()), level: level).interval == nil)
        let interval = try #require(PairedShift(values, level: level).interval)
        #expect(interval.low == 1 && interval.high == Double(fewest) && interval.level >= level)
    }

    @Test(arguments: [8, 12, 24, 50, 90])
    func theIntervalIsWhatTheTestDoesNotReject(_ count: Int) throws {
        var noise = Noise(seed: UInt64(count))
        let values = noise.values(count, around: 1)
        let interval = try #require(PairedShift(values).interval)
        func p(_ shift: Double) throws -> Double { SignedRank(try Sample(values.map { $0 - shift })).p }
        let step = 1e-6 * (interval.high - interval.low)
        #expect(try p(interval.low + step) > 0.05 && p(interval.high - step) > 0.05)
        #expect(try p(interval.low - step) <= 0.05 && p(interval.high + step) <= 0.05)
    }

    @Test func coversAPlantedShiftAsOftenAsItSays() {
        var noise = Noise(seed: 21)
        let intervals = (0..<400).compactMap { _ in PairedShift(noise.values(12, around: 0.3), level: 0.9).interval }
        #expect(intervals.count == 400)
        let covered = intervals.count(where: { $0.contains(0.3) })
        // The level reached is 0.908: within four standard errors.
        #expect(covered >= 340 && covered <= 386, "\(covered)")
    }

    @Test func aWildDifferenceBarelyMovesTheShift() throws {
        let values = (0..<20).map { 0.05 + 0.001 * Double($0 * 7 % 20 - 10) }
        let estimate = PairedShift(values + [1e9])
        #expect(abs(estimate.shift - 0.05) < 0.002)
        #expect(try #require(estimate.interval).high < 0.06)
    }

    @Test func manyDifferencesNeedNoTableOfMeans() {
        // Two hundred million means would be 1.6 GB.
        #expect(PairedShift((0...20_000).map { Double($0) - 9_990 }).shift == 10)
    }
}
