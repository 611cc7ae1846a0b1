import Model
import Testing

@testable import Tracking

/// What points are judged by.
struct MetricsTests {
    /// Whether and when a planted fault struck is how a job was set up: neither more nor less of it is better.
    @Test(arguments: FaultPoint.allCases) func aPlantedFaultIsNoMetric(point: FaultPoint) {
        #expect(Metrics.metric(point.rawValue, unit: point.unit) == nil)
    }

    /// One table speaks of all points that jobs have: a new one has to be put there.
    @Test func everyPointOfJobsHasADirection() {
        var names = CachePoint.allCases.map(\.rawValue) + CollectionPoint.allCases.map(\.rawValue)
        names += BaseImagePoint.allCases.map(\.rawValue) + DependencyPoint.allCases.map(\.rawValue)
        names += FaultPoint.allCases.map(\.rawValue) + OwnPoint.allCases.map(\.rawValue)
        names += ProbePoint.allCases.map(\.rawValue) + ProvidedImagePoint.Figure.allCases.map(\.rawValue)
        names.append(InheritedCache.series)
        #expect(PointDirections.names == Set(names))
    }

    @Test func onlyWhatIsKnownToBeACostIsJudged() {
        func direction(_ name: String) -> Metric.Direction? { Metrics.point(name, unit: "byte")?.direction }
        #expect(direction("image_bytes") == .lower && direction("provided_build_s.python") == .lower)
        #expect(direction("image_shared_bytes") == .neither && direction("provided_dockerfile_lines.os") == .neither)
        #expect(direction("tests_passed") == .neither && direction("collection_freed_bytes") == .neither)
        #expect(Metrics.metric("hits")?.direction == .higher && Metrics.metric("wall_s")?.direction == .lower)
    }

    @Test func pointsAreTimesOrCountsByTheirUnit() {
        #expect(Metrics.metric(OwnPoint.statements.rawValue, unit: OwnPoint.statements.unit)?.kind == .counted)
        #expect(Metrics.metric("collection_s", unit: "s")?.kind == .timed)
        #expect(Metrics.metric("leaks.container")?.isTotal == true)
    }
}
