import Records
import Testing

@testable import Tracking

/// What points are judged by.
struct MetricsTests {
    /// Whether and when a planted fault struck is how a job was set up: neither more nor less of it is better.
    @Test(arguments: FaultPoint.allCases) func aPlantedFaultIsNoMetric(point: FaultPoint) {
        #expect(Metrics.metric(point.rawValue, unit: point.unit) == nil)
    }

    @Test func pointsAreTimesOrCountsByTheirUnit() {
        #expect(Metrics.metric(OwnPoint.statements.rawValue, unit: OwnPoint.statements.unit)?.kind == .counted)
        #expect(Metrics.metric("collection_s", unit: "s")?.kind == .timed)
        #expect(Metrics.metric("leaks.container")?.isTotal == true)
    }
}
