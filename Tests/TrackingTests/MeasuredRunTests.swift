import Foundation
import Model
import Store
import Testing
import Tracking

@testable import SyntheticRuns

/// A run's series hold what its rows do.
struct MeasuredRunTests {
    private let source = Planted.key("wall_s")

    private func values(_ run: MeasuredRun, _ metric: String) -> [Double]? {
        run.series[Planted.key(metric)]?.values
    }

    @Test func timesAndCountsComeBackInOrderWithoutWarmupsAndFailures() throws {
        var run = SyntheticRun()
        run.plant([5]) { $0.warmup = true }
        run.plant([1, 3, 2])
        run.plant([9]) { $0.outcome = .commandFailed }
        let database = try run.database()
        let measured = try MeasuredRun.read(database, run: run.record.id)
        #expect(values(measured, "wall_s") == [3, 5, 4] && values(measured, "overhead_s") == [1, 3, 2])
        #expect(values(measured, "hits") == [1, 1, 1] && values(measured, "misses") == [1, 1, 1])
        #expect(values(measured, "requests") == [9, 9, 9] && values(measured, "failed_jobs") == [1])
        #expect(values(measured, "queued_s") == nil)
        #expect(measured.run.id == run.record.id && measured.series[source]?.metric.kind == .timed)
    }

    @Test func coldJobsAndOtherClassesAreSeriesOfTheirOwn() throws {
        var run = SyntheticRun()
        run.plant([1, 1])
        run.plant([7]) { $0.cold = true }
        run.plant([4], changeClass: .dependency)
        let measured = try MeasuredRun.read(try run.database(), run: run.record.id)
        var cold = source
        cold.cold = true
        var dependency = source
        dependency.changeClass = .dependency
        #expect(measured.series[source]?.values == [3, 3] && measured.series[cold]?.values == [9])
        #expect(measured.series[dependency]?.values == [6])
    }

    @Test func theDiskGrowsFromJobToJobOfOneAccount() throws {
        let run = SyntheticRun()
        let database = try ResultsDatabase.inMemory()
        try database.begin(run.record)
        // Engine, remainder, account: the second account begins anew.
        let samples = [(1000, 10, 0), (1500, 12, 0), (1600, 12, 0), (300, 50, 1), (400, 57, 1)]
        for (position, sample) in samples.enumerated() {
            var job = JobRecord(
                scenario: "overhead", configuration: "builder=buildkit", fixture: "scap", revision: "r",
                changeClass: .source, position: position, startedAt: run.record.startedAt)
            job.wall = 1
            let id = try database.save(job, run: run.record.id)
            try database.attach(
                disk: DiskRecord(
                    openedAt: run.record.startedAt.addingTimeInterval(Double(sample.2)), at: run.record.startedAt,
                    images: sample.0, containers: 0, volumes: 0, cache: 0, sharedCache: 0,
                    filesystem: sample.0 + 77 + sample.1, baseline: 77, source: "statfs", quiet: true, seconds: 0,
                    waited: 0), to: id)
        }
        let measured = try MeasuredRun.read(database, run: run.record.id)
        #expect(values(measured, "engine_grown_bytes") == [500, 100, 100])
        #expect(values(measured, "remainder_grown_bytes") == [2, 0, 7])
    }

    @Test func pointsOfJobsAreMetricsAndThoseOfThePlanAreNot() throws {
        var run = SyntheticRun()
        run.plant([1, 1])
        let database = try run.database()
        let jobs = try database.jobs(run: run.record.id).map(\.id)
        let start = run.record.startedAt
        try database.record(
            [
                PointRecord(job: jobs[0], name: "own.statements", unit: "statement", at: start, value: 4),
                PointRecord(job: jobs[1], name: "own.statements", unit: "statement", at: start, value: 5),
                PointRecord(job: jobs[1], name: "cache_pull_s", unit: "s", at: start, value: 0.5),
                PointRecord(job: jobs[1], name: "fault_delay_s", unit: "s", at: start, value: 1),
                PointRecord(name: "of_the_run", unit: "byte", at: start, value: 1),
            ], run: run.record.id)
        let measured = try MeasuredRun.read(database, run: run.record.id)
        #expect(values(measured, "own.statements") == [4, 5])
        #expect(measured.series[Planted.key("own.statements")]?.metric.kind == .counted)
        #expect(measured.series[Planted.key("cache_pull_s")]?.metric.kind == .timed)
        #expect(values(measured, "fault_delay_s") == nil)
        #expect(!measured.series.keys.contains { $0.metric == "of_the_run" })
    }

    @Test func failuresThatThePlanWantsAreNone() throws {
        var run = SyntheticRun()
        run.plant([1])
        run.plant([1, 1]) { $0.outcome = .timedOut }
        let database = try run.database()
        let jobs = try database.jobs(run: run.record.id).map(\.id)
        try database.record(
            [PointRecord(job: jobs[1], name: "fault_not_succeeded", unit: "job", at: run.record.startedAt, value: 1)],
            run: run.record.id)
        let measured = try MeasuredRun.read(database, run: run.record.id)
        #expect(values(measured, "failed_jobs") == [1])
    }

    @Test func leaksAreTotalsOfEachKindThatWasSeen() throws {
        var run = SyntheticRun()
        run.plant([1])
        let database = try run.database()
        let kinds = [
            AuditRecord.Kind(name: "container", sight: "seen", count: 1),
            AuditRecord.Kind(name: "volume", sight: "seen", count: 0),
            AuditRecord.Kind(name: "mount", sight: "hidden", count: 0),
        ]
        for (stage, leaks) in [
            (AuditRecord.Stage.before, []), (.job, [LeakRecord(kind: "container", object: "a")]),
            (.series, [LeakRecord(kind: "container", object: "b")]),
        ] as [(AuditRecord.Stage, [LeakRecord])] {
            try database.record(
                AuditRecord(
                    scenario: "overhead", stage: stage, at: run.record.startedAt, seconds: 0, kinds: kinds,
                    leaks: leaks), after: nil, run: run.record.id)
        }
        let measured = try MeasuredRun.read(database, run: run.record.id)
        func total(_ kind: String) -> [Double]? {
            measured.series[SeriesKey(metric: "leaks.\(kind)", scenario: "overhead")]?.values
        }
        #expect(total("container") == [2] && total("volume") == [0] && total("mount") == nil)
    }

    @Test func onlyWhatIsWantedIsKept() throws {
        var run = SyntheticRun()
        run.plant([1, 2])
        let measured = try MeasuredRun.read(try run.database(), run: run.record.id) { $0.id == "build_s" }
        #expect(measured.series.keys.map(\.metric) == ["build_s"])
    }

    @Test func anUnknownRunIsToldOf() throws {
        let database = try SyntheticRun().database()
        #expect(throws: ResultsError.self) { try MeasuredRun.read(database, run: UUID()) }
    }
}
