import Engine
import Foundation
import Testing

@Suite struct EngineInstantTests {
    @Test func keepsNanoseconds() throws {
        let start = try #require(EngineInstant("2026-11-22T18:50:53.019504442Z"))
        let end = try #require(EngineInstant("2026-11-22T18:50:55.019504443Z"))
        #expect(start.nanoseconds == 19_504_442)
        #expect(end.seconds(since: start) == 2.000_000_001)
        #expect(start.seconds(since: end) == -2.000_000_001)
        #expect(start < end)
    }

    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2000-02-29T12:00:00Z", 951_825_600), ("2026-11-22T18:50:53Z", 1_795_373_453),
        ("2026-11-22T19:50:53+01:00", 1_795_373_453), ("2026-11-22T13:20:53.5-05:30", 1_795_373_453),
        ("1969-12-31T23:59:59Z", -1),
    ])
    func countsSeconds(_ text: String, _ seconds: Int64) {
        #expect(EngineInstant(text)?.secondsSinceEpoch == seconds)
    }

    @Test func agreesWithFoundation() throws {
        let formatter = ISO8601DateFormatter()
        for year in [1904, 1969, 1999, 2000, 2024, 2100, 2400] {
            for day in ["01-01", "02-28", "03-01", "12-31"] {
                let text = "\(year)-\(day)T23:59:58Z"
                let date = try #require(formatter.date(from: text))
                #expect(EngineInstant(text)?.date == date)
            }
        }
    }

    @Test(arguments: [
        "", "0001-01-01T00:00:00Z", "2026-11-22", "2026-13-22T18:50:53Z", "2026-11-22T18:50:53",
        "2026-11-22T18:50:53.Q",
        "2026-11-22T18:50:53+1", "x026-11-22T18:50:53Z", "2026-11-22T18:50:53Zjunk",
    ])
    func refusesTheRest(_ text: String) {
        #expect(EngineInstant(text) == nil)
    }
}
