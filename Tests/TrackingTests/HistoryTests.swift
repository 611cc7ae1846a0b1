import Foundation
import Store
import Testing
import Tracking

@testable import SyntheticRuns

/// A history holds the runs that count, and its planted step.
struct HistoryTests {
    @Test func aPlantedStepIsFoundWhereItIs() throws {
        let (database, ids) = try PlantedNights.database(PlantedNights.stepped)
        let history = try MetricHistory.read(database, metric: "overhead_s")
        let line = try present(history.lines.first)
        #expect(history.lines.count == 1 && line.points.map(\.run) == ids && line.points.map(\.count).max() == 3)
        #expect(zip(line.points, PlantedNights.stepped).allSatisfy { abs($0.median - $1) < 1e-9 })
        #expect(line.steps.map(\.index) == [8])
        #expect(
            abs((line.steps.first?.before ?? 0) - 1.005) < 0.02 && abs((line.steps.first?.after ?? 0) - 1.505) < 0.02)
    }

    @Test func excludedAndUnlikeRunsStandInNoHistory() throws {
        let (database, ids) = try PlantedNights.database([1, 1, 1, 1]) { index, run in
            if index == 0 { run.record.fingerprint.engine["version"] = "19.3" }
            if index == 1 { run.record.scenarios[0].hash = "beef" }
        }
        try database.exclude(run: ids[3], reason: "noisy")
        let history = try MetricHistory.read(database, metric: "overhead_s")
        #expect(history.lines.first?.points.map(\.run) == [ids[2]])
        #expect(history.unlike == 2 && history.excluded == 1)
        var terms = HistoryTerms()
        terms.includesUnlike = true
        let all = try MetricHistory.read(database, metric: "overhead_s", terms: terms)
        #expect(all.lines.first?.points.map(\.run) == Array(ids.prefix(3)) && all.unlike == 0)
    }

    @Test func aFilterTakesOnlyItsJobs() throws {
        let (database, _) = try PlantedNights.database([1, 1]) { _, run in run.plant([3], changeClass: .dependency) }
        let filter = SeriesFilter(fixture: "scap", changeClass: .dependency)
        let history = try MetricHistory.read(database, metric: "wall_s", filter: filter)
        #expect(history.lines.map(\.key.changeClass) == [.dependency])
        #expect(history.lines.first?.points.map(\.median) == [5, 5])
    }

    @Test func aMetricThatIsNotThereIsAnsweredWithThoseThatAre() throws {
        let (database, _) = try PlantedNights.database([1])
        do {
            _ = try MetricHistory.read(database, metric: "bild_s")
            Issue.record("bild_s was found")
        } catch let error as TrackingError {
            #expect(error.code == .unknownMetric && error.message.contains("build_s"))
        }
    }

    @Test func earlierRunsAreThoseLikeTheBaseBeforeTheCandidate() throws {
        let (database, ids) = try PlantedNights.database([1, 1, 1, 1, 1]) { index, run in
            if index == 1 { run.record.fingerprint.host["cores"] = "64" }
        }
        try database.exclude(run: ids[0], reason: "noisy")
        let runs = try database.runs()
        let earlier = try EarlierRuns.read(database, base: runs[2], candidate: runs[4])
        #expect(earlier.map(\.run.id) == [ids[3]])
        #expect(earlier.first?.series[Planted.key("overhead_s")]?.values == [1])
    }
}
