import Foundation
import Model
import Store
import Testing

@testable import SyntheticRuns
@testable import Tracking

/// Nights hold what was planted: cells pooled over classes, steps, failures, leaks and growth.
struct NightsTests {
    private func history(_ nights: Nights, _ metric: String) throws -> MetricHistory {
        try present(nights.histories.first { $0.metric.id == metric })
    }

    @Test func changeClassesOfACellArePooledByTheMedianOverItsJobs() throws {
        let (database, _) = try PlantedNights.database([1, 1]) { _, run in
            run.plant([5, 5, 5, 5], changeClass: .dependency)
            run.plant([90, 90, 90, 90, 90, 90, 90, 90, 90]) { $0.warmup = true }
        }
        let line = try present(try history(try Nights.read(database), "overhead_s").lines.first)
        #expect(line.key.changeClass == nil && line.key.fixture == "scap" && line.points.map(\.count) == [7, 7])
        #expect(line.points.map(\.median) == [5, 5])
    }

    @Test func eachCellAndTheJobsWithoutTheCacheAreSeriesOfTheirOwn() throws {
        let (database, _) = try PlantedNights.database([1, 1]) { _, run in
            run.plant([2], builder: "legacy")
            run.plant([3], fixture: "malu")
            run.plant([4]) { $0.cold = true }
        }
        let lines = try history(try Nights.read(database), "overhead_s").lines
        #expect(lines.map { $0.points.map(\.median) } == [[3, 3], [1, 1], [4, 4], [2, 2]])
        #expect(lines.map(\.key.cold) == [false, false, true, false])
    }

    @Test func theStepsAreThoseOfTheHistoryWithTheCommitOfTheirNight() throws {
        let (database, ids) = try PlantedNights.database(PlantedNights.stepped) { index, run in
            run.record.toolCommit = "c0ffee\(index)"
        }
        let nights = try Nights.read(database)
        let steps = nights.steps.filter { $0.metric.id == "overhead_s" }
        let alone = try MetricHistory.read(database, metric: "overhead_s")
        #expect(steps.map(\.step) == alone.lines.flatMap(\.steps) && steps.count == 1)
        #expect(steps.first?.night.run.id == ids[8] && steps.first?.night.commit == "c0ffee8")
        #expect(steps.first?.verdict == "worse")
        #expect(nights.steps.map(\.startedAt) == nights.steps.map(\.startedAt).sorted(by: >))
    }

    @Test func excludedAndUnlikeRunsAreNoNights() throws {
        let (database, ids) = try PlantedNights.database([1, 1, 1, 1]) { index, run in
            if index == 0 { run.record.fingerprint.engine["version"] = "19.3" }
            if index == 1 { run.record.scenarios[0].hash = "beef" }
        }
        try database.exclude(run: ids[3], reason: "noisy")
        let nights = try Nights.read(database)
        #expect(nights.nights.map(\.run.id) == [ids[2]] && nights.unlike == 2 && nights.excluded == 1)
        var terms = HistoryTerms()
        terms.includesUnlike = true
        #expect(try Nights.read(database, terms: terms).nights.map(\.run.id) == Array(ids.prefix(3)))
    }

    @Test func failuresAreThoseThatShouldNotHaveBeen() throws {
        let (database, _) = try PlantedNights.database([1, 1]) { index, run in
            if index == 1 {
                run.plant([1, 1]) { $0.outcome = .commandFailed }
                run.plant([1]) { ($0.outcome, $0.warmup) = (.commandFailed, true) }
            }
        }
        #expect(try Nights.read(database).nights.map(\.failures) == [0, 2])
    }

    @Test func leaksAreTheirSumAndNotKnownWithoutAnAudit() throws {
        let (database, ids) = try PlantedNights.database([1, 1])
        let leaks = ["a", "b"].map { LeakRecord(kind: "container", object: $0, attribution: .name) }
        let kinds = [AuditRecord.Kind(name: "container", sight: "seen", count: 2)]
        try database.record(
            AuditRecord(scenario: "overhead", stage: .series, at: Date(), seconds: 0, kinds: kinds, leaks: leaks),
            after: nil, run: ids[1])
        #expect(try Nights.read(database).nights.map(\.leaks) == [nil, 2])
    }

    @Test func onlyTheMetricAndTheJobsAskedForAreRead() throws {
        let (database, _) = try PlantedNights.database([1, 1]) { _, run in run.plant([3], fixture: "malu") }
        let nights = try Nights.read(database, metric: "cleanup_s", filter: SeriesFilter(fixture: "malu"))
        #expect(nights.histories.map(\.metric.id) == ["cleanup_s"])
        #expect(nights.histories.first?.lines.map(\.key.fixture) == ["malu"])
    }

    @Test func aDatabaseWithoutRunsIsAClearError() throws {
        let error = #expect(throws: TrackingError.self) { try Nights.read(try ResultsDatabase.inMemory()) }
        #expect(error?.code == .noRun && error?.message.contains("plimsoll run") == true)
    }

    @Test func whatNoRunMeasuredIsAClearError() throws {
        let (database, _) = try PlantedNights.database([1])
        let unknown = #expect(throws: TrackingError.self) { try Nights.read(database, metric: "bild_s") }
        #expect(unknown?.code == .unknownMetric && unknown?.message.contains("bild_s") == true)
        for filter in [SeriesFilter(scenario: "none"), SeriesFilter(fixture: "none")] {
            let absent = #expect(throws: TrackingError.self) { try Nights.read(database, filter: filter) }
            #expect(absent?.code == .nothingInCommon)
        }
    }
}
