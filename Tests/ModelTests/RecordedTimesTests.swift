import Testing

@testable import Model

/// Recorded times: as text, as spacing, as hours.
@Suite struct RecordedTimesTests {
    @Test(arguments: [
        ("1479805200", 1_479_805_200.0, 9), ("2016-11-22T10:00:00+01:00", 1_479_805_200, 10),
        ("2016-11-22T09:00:00Z", 1_479_805_200, 9), ("2016-11-22 04:30:00.5-0430", 1_479_805_200.5, 4),
        ("1970-01-01T00:00:00Z", 0, 0), ("2000-02-29T23:59:59Z", 951_868_799, 23),
        ("2016-11-23T00:30:00+09:00", 1_479_828_600, 0),
    ])
    func timesAreRead(text: String, seconds: Double, hour: Int) throws {
        let moment = try #require(RecordedTimes.Moment(text))
        #expect(moment.seconds == seconds && moment.hour == hour)
    }

    @Test(arguments: [
        "yesterday", "2016-11-22", "2016-11-22T10:00:00", "2016-02-30T10:00:00Z", "2100-02-29T10:00:00Z", "nan", "-5",
        "1479805200000", "2016-13-01T00:00:00Z", "2016-11-22T24:00:00Z", "2016-11-22T10:00:00+25:00",
    ])
    func whatIsNoTimeIsNot(text: String) {
        #expect(RecordedTimes.Moment(text) == nil)
    }

    @Test func aFileIsReadLineByLineAndItsMistakesHaveTheirPlace() throws {
        let times = try RecordedTimes(text: "# a log\n300\r\n\n  100 # the first\n200\n", file: "log")
        #expect(times.moments.map(\.seconds) == [100, 200, 300])
        let error = #expect(throws: TextProblem.self) {
            try RecordedTimes(text: "100\n\n   soon\n", file: "log.txt")
        }
        #expect(error?.description.hasPrefix("log.txt:3:4: `soon` is not a time; expected seconds since 1970") == true)
        #expect(try RecordedTimes(text: "", file: "log").moments.isEmpty)
    }

    @Test func nightsAreNoSpacing() {
        let eight = 8 * 3600.0
        let times = RecordedTimes(seconds: [0, 60, 60 + eight, 120 + eight, 119 + 2 * eight])
        #expect(times.spacing == [60, 60, eight - 1])
    }

    @Test func arrivalsKeepTheirProportionsAndHaveMeanOne() throws {
        let times = RecordedTimes(seconds: [5, 6, 9, 9, 15])
        var generator = SeededGenerator(seed: 1)
        // All four spacings are needed: 1, 3, 0 and 6 with mean 2.5.
        let whole = try #require(times.arrivals(5, using: &generator))
        for (found, truth) in zip(whole, [0, 0.4, 1.6, 1.6, 4]) { #expect(abs(found - truth) < 1e-12) }
        let (tooMany, one, none) = (
            times.arrivals(6, using: &generator), times.arrivals(1, using: &generator),
            times.arrivals(0, using: &generator)
        )
        #expect(tooMany == nil && one == [0] && none == [])
        let alike = RecordedTimes(seconds: [7, 7, 7]).arrivals(3, using: &generator)
        #expect(alike == nil)
        // Pairs of spacings: (1, 3), (3, 0) and (0, 6), by where the draw begins.
        let pairs = Set((0..<60).compactMap { _ in times.arrivals(3, using: &generator)?[1] })
        #expect(pairs == [0.5, 2, 0])
    }

    @Test func theSameSeedDrawsTheSame() {
        let times = RecordedTimes(seconds: (0..<200).map { Double($0 * $0) })
        func drawn(_ seed: UInt64) -> [Double]? {
            var generator = SeededGenerator(seed: seed)
            return times.arrivals(20, using: &generator)
        }
        #expect(drawn(4) != nil && drawn(4) == drawn(4) && drawn(4) != drawn(5))
    }
}
