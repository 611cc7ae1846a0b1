import Model
import Testing

/// Throughput while all executors are busy.
struct BusyRateTests {
    @Test func jobsCountByThePartThatLiesInTheTimeInWhichAllAreBusy() throws {
        // Two executors from 1 s (the later beginning) to 7 s (the earlier end): 3 jobs of 2 s of the one, of the other 1.5 of 4 s.
        let spans = [
            BusyRate.Span(executor: 0, began: 1, ended: 3), BusyRate.Span(executor: 0, began: 3, ended: 5),
            BusyRate.Span(executor: 0, began: 5, ended: 7), BusyRate.Span(executor: 1, began: 0, ended: 4),
            BusyRate.Span(executor: 1, began: 4, ended: 8),
        ]
        #expect(BusyRate.window(of: spans, executors: 2) == 1...7)
        let rate = try #require(BusyRate.of(spans, executors: 2))
        #expect(abs(rate - (3 + 0.75 + 0.75) / 6) < 1e-12)
    }

    @Test func thereIsNoneWithoutSuchATime() {
        let one = [BusyRate.Span(executor: 0, began: 0, ended: 1)]
        #expect(BusyRate.of(one, executors: 2) == nil)
        #expect(BusyRate.of(one + [BusyRate.Span(executor: 1, began: 2, ended: 3)], executors: 2) == nil)
        #expect(BusyRate.of([], executors: 1) == nil)
    }

    @Test func seriesOfLevelsAreReadBack() throws {
        let name = "builder=legacy,executors=2,load=70%"
        let point = LevelPoint.busyProcessors.point(1.5, at: .distantPast, configuration: name, round: 3)
        #expect(point.name == "host_busy_processors@builder=legacy,executors=2,load=70%#3")
        let level = try #require(LevelPoint.level(of: point.name))
        #expect(level.point == .busyProcessors && level.configuration == name && level.round == 3)
        for other in ["host_busy_processors", "remainder.directories@builder=legacy", "host_busy_processors@x#y"] {
            #expect(LevelPoint.level(of: other) == nil)
        }
    }
}
