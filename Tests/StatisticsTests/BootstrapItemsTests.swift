import Testing

@testable import Statistics

@Suite struct BootstrapItemsTests {
    private struct Fixed: RandomNumberGenerator {
        func next() -> UInt64 { 42 }
    }

    @Test func drawsEachStratumWithinItself() {
        var generator = Fixed()
        var totals: Set<[UInt32]> = []
        _ = Bootstrap(resamples: 200).interval(ofStrata: [3, 5], using: &generator) { times in
            totals.insert(times.map { $0.reduce(0, +) })
            return 0
        }
        #expect(totals == [[3, 5]])
    }

    @Test func agreesWithTheMeansOwnSpread() throws {
        // A mean of 400 values of deviation 1: its standard error is 0.05.
        let values = (0..<400).map { $0 % 2 == 0 ? 1.0 : -1.0 }
        var generator = Fixed()
        let interval = try #require(
            Bootstrap(resamples: 4000).interval(ofStrata: [400], using: &generator) { times in
                zip(values, times[0]).reduce(0) { $0 + $1.0 * Double($1.1) } / 400
            })
        #expect(abs(interval.low + 0.098) < 0.01 && abs(interval.high - 0.098) < 0.01)
        #expect(interval.level == 0.95)
    }

    @Test func sameSeedGivesTheSameInterval() {
        func interval() -> Interval? {
            var generator = Fixed()
            return Bootstrap(resamples: 500).interval(ofStrata: [9], using: &generator) { Double($0[0][0]) }
        }
        #expect(interval() == interval())
    }

    @Test func whatCannotBeResampledGivesNone() {
        var generator = Fixed()
        let bootstrap = Bootstrap(resamples: 10)
        #expect(bootstrap.interval(ofStrata: [], using: &generator) { _ in 1 } == nil)
        #expect(bootstrap.interval(ofStrata: [3, 0], using: &generator) { _ in 1 } == nil)
        #expect(bootstrap.interval(ofStrata: [3], using: &generator) { _ in .nan } == nil)
        #expect(Bootstrap(resamples: 10, level: 1).interval(ofStrata: [3], using: &generator) { _ in 1 } == nil)
    }
}
