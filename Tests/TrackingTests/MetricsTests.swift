import Foundation
import GRDB
import Model
import Testing
import Tracking

@testable import Store
@testable import SyntheticRuns

/// The table of metrics: what is judged, and by what.
struct MetricsTests {
    /// A series of points that jobs have, with its unit.
    private static let points: [(series: String, unit: String)] = {
        var points = [(series: InheritedCache.series, unit: "step")]
        points += BaseImagePoint.allCases.map { ($0.rawValue, $0.unit) }
        points += BuiltPoint.allCases.map { ($0.rawValue, $0.unit) }
        points += CachePoint.allCases.map { ($0.rawValue, $0.unit) }
        points += CollectionPoint.allCases.map { ($0.rawValue, $0.unit) }
        points += DeliveryPoint.allCases.map { ($0.rawValue, $0.unit) }
        points += DependencyPoint.allCases.map { ($0.rawValue, $0.unit) }
        points += FaultPoint.allCases.map { ($0.rawValue, $0.unit) }
        points += RevisionPoint.allCases.map { ($0.rawValue, $0.unit) }
        points += OwnPoint.allCases.map { ($0.rawValue, $0.unit) }
        points += ProbePoint.allCases.map { ($0.rawValue, $0.point(1).unit) }
        points += ProvidedImagePoint.Figure.allCases.map {
            ($0.rawValue, ProvidedImagePoint($0, of: "os").point(1).unit)
        }
        points += RegistryPoint.allCases.map { ($0.rawValue, $0.unit) }
        points += RegistryRepositoryPoint.Figure.allCases.map { ($0.rawValue, $0.unit) }
        return points
    }()

    /// Whether and when a planted fault struck is how a job was set up: neither more nor less of it is better.
    @Test(arguments: FaultPoint.allCases) func aPlantedFaultIsNoMetric(point: FaultPoint) {
        #expect(MetricTable.standard.metric(ofPoints: point.rawValue, unit: point.unit) == nil)
    }

    @Test func anExpectedFailureIsNoMetric() {
        let point = RevisionPoint.failureExpected
        #expect(MetricTable.standard.metric(ofPoints: point.rawValue, unit: point.unit) == nil)
    }

    /// One table speaks of all points that jobs have: a new one has to be put there.
    @Test func everyPointOfJobsIsALine() {
        let table = MetricTable.standard
        let lines = table.metrics.filter { !$0.isColumn && $0.id != Metric.failedJobs.id }
        #expect(Set(lines.map(\.id)).union(table.settings) == Set(Self.points.map(\.series)))
        for point in Self.points where !table.settings.contains(point.series) {
            #expect(table[point.series]?.unit == point.unit, "\(point.series)")
        }
        #expect(Set(table.metrics.map(\.id)).count == table.metrics.count)
    }

    @Test func onlyWhatIsKnownToBeACostIsJudged() {
        func direction(_ name: String) -> Metric.Direction? {
            MetricTable.standard.metric(ofPoints: name, unit: "byte")?.direction
        }
        #expect(direction("image_bytes") == .lower && direction("provided_build_s.python") == .lower)
        #expect(direction("image_shared_bytes") == .neither && direction("provided_dockerfile_lines.os") == .neither)
        #expect(direction("tests_passed") == .neither && direction("collection_freed_bytes") == .neither)
        #expect(MetricTable.standard["hits"]?.direction == .higher)
        #expect(MetricTable.standard["wall_s"]?.direction == .lower)
    }

    @Test func whatPlimsollItselfCostsIsMarkedInItsLine() {
        let own = MetricTable.standard.metrics.filter(\.isOfPlimsoll).map(\.id)
        #expect(Set(own) == ["own_cpu_s", "own_wall_s", "requests", "statements"])
    }

    /// Only a line of points speaks of points: what somebody calls `build_s` may be anything.
    @Test(arguments: [
        "build_s", "hits.x", "failed_jobs", "failed_jobs.x", "leaks.container", "image_bytes.x", "provided_build_s",
        "provided.python",
    ])
    func aPointThatOnlyLooksLikeALineIsNotJudged(name: String) throws {
        let metric = try #require(MetricTable.standard.metric(ofPoints: name, unit: "s"))
        #expect(metric.direction == .neither && !metric.isTotal && !metric.isColumn && metric.id == name)
    }

    /// The table and the store speak of the same columns.
    @Test func everyColumnIsALine() {
        let lines = MetricTable.standard.metrics.filter(\.isColumn).map(\.id)
        #expect(lines == MetricColumn.all.map(\.id))
    }

    @Test func pointsAreTimesOrCountsByTheirUnit() {
        #expect(MetricTable.standard[OwnPoint.statements.rawValue]?.kind == .counted)
        #expect(MetricTable.standard["collection_s"]?.kind == .timed)
        #expect(MetricTable.standard.metric(ofPoints: "theirs", unit: "s")?.kind == .timed)
        #expect(MetricTable.standard["leaks.container"]?.isTotal == true)
    }
}

/// A metric is a line: with it, what jobs record under its name is read everywhere.
struct MetricLineTests {
    private static let table =
        MetricTable.standard + [
            Metric(
                "tests_passed", "tests that passed", unit: "test", .higher,
                export: .init("tests_passed", "Tests of a job that passed"))
        ]

    private func plant(_ passed: [Double], in database: ResultsDatabase, day: Double) throws -> UUID {
        var run = SyntheticRun()
        run.record.id = UUID()
        run.record.startedAt += day * 86_400
        run.plant(SyntheticRun.around(1, count: passed.count))
        try run.save(to: database)
        let jobs = try database.jobs(run: run.record.id).map(\.id)
        try database.record(
            zip(jobs, passed).map { job, value in
                PointRecord(job: job, name: "tests_passed", unit: "test", at: run.record.startedAt, value: value)
            }, run: run.record.id)
        return run.record.id
    }

    private func database() throws -> (database: ResultsDatabase, base: UUID, candidate: UUID) {
        let database = try ResultsDatabase.inMemory()
        let base = try plant([Double](repeating: 40, count: 12), in: database, day: 0)
        return (database, base, try plant([Double](repeating: 30, count: 12), in: database, day: 1))
    }

    @Test func itIsComparedAndJudgedByItsDirection() throws {
        let (database, base, candidate) = try database()
        func verdict(_ table: MetricTable) throws -> SeriesComparison.Verdict? {
            let comparison = Comparison.make(
                base: try MeasuredRun.read(database, run: base, metrics: table),
                candidate: try MeasuredRun.read(database, run: candidate, metrics: table))
            return comparison.series.first { $0.metric.id == "tests_passed" }?.verdict
        }
        #expect(try verdict(Self.table) == .worse)
        #expect(try verdict(.standard) == .unjudged)
    }

    @Test func itHasAHistory() throws {
        let (database, base, candidate) = try database()
        let history = try MetricHistory.read(database, metric: "tests_passed", metrics: Self.table)
        #expect(history.metric.words == "tests that passed" && history.lines.count == 1)
        #expect(history.lines.first?.points.map(\.run) == [base, candidate])
        #expect(history.lines.first?.points.map(\.median) == [40, 30])
    }

    @Test func itIsExported() throws {
        let (database, _, _) = try database()
        func export(_ format: ExportFormat) throws -> String {
            try Exchange.export(format, database, metrics: Self.table)
        }
        let help = "# HELP plimsoll_job_tests_passed_median Tests of a job that passed: median over jobs.\n"
        #expect(try export(.openmetrics).contains(help))
        #expect(try export(.bmf).contains("\"tests-passed\""))
        // It takes for granted that less is better.
        #expect(try !export(.githubActionBenchmark).contains("tests_passed"))
        #expect(try export(.ndjson).contains("\"name\":\"tests_passed\",\"unit\":\"test\""))
        #expect(try Exchange.export(.csv, database, view: "metric_view").contains(",tests_passed,test,40.0"))
    }

    /// Points with the names of other metrics change neither these nor the view.
    @Test func pointsOfOthersDoNotPassForColumns() throws {
        let (database, base, _) = try database()
        let before = try MeasuredRun.read(database, run: base)
        func rows() throws -> Int? {
            try database.reading { try Int.fetchOne($0, sql: "SELECT count(*) FROM metric_view") }
        }
        let count = try rows()
        for name in ["build_s", "hits", "engine_grown_bytes", "failed_jobs", "leaks.container"] {
            let points = try database.jobs(run: base).map { job in
                PointRecord(job: job.id, name: name, unit: "s", at: Date(timeIntervalSince1970: 1), value: 77)
            }
            try database.record(points, run: base)
        }
        let after = try MeasuredRun.read(database, run: base)
        #expect(after.series == before.series)
        #expect(try rows() == count)
        #expect(try database.points(run: base, name: "build_s").count == 12)
    }

    /// What the view says of each job is what is compared.
    @Test func theViewHasTheSameValues() throws {
        let (database, base, _) = try database()
        let start = Date(timeIntervalSince1970: 1_479_772_800)
        for (index, job) in try database.jobs(run: base).enumerated() {
            try database.attach(
                disk: DiskRecord(
                    openedAt: start.addingTimeInterval(Double(index / 6)), at: start, images: 1000 * index * index,
                    containers: 1, volumes: 2, cache: 3, sharedCache: 4, filesystem: 2000 * index * index,
                    baseline: 50, source: "statfs", quiet: true, seconds: 0.01, waited: 0), to: job.id)
        }
        let measured = try MeasuredRun.read(database, run: base, metrics: Self.table)
        let columns = Self.table.metrics.filter { $0.isColumn || $0.id == "tests_passed" }
        for metric in columns where metric.id != "queued_s" {
            let found = try database.reading {
                try Row.fetchAll(
                    $0,
                    sql: """
                        SELECT value, unit || ' ' || scenario || ' ' || configuration || ' ' || fixture || ' ' || change_class
                            || ' ' || cold || ' ' || outcome
                        FROM metric_view
                        WHERE run = ? AND metric = ? AND warmup = 0 ORDER BY job
                        """, arguments: [base.uuidString, metric.id])
            }
            let series = try #require(measured.series[Planted.key(metric.id)], "\(metric.id)")
            #expect(found.map { $0[0] as Double } == series.values, "\(metric.id)")
            let jobs = "\(metric.unit) overhead builder=buildkit scap source 0 succeeded"
            #expect(Set(found.map { $0[1] as String }) == [jobs])
        }
        let names = try database.reading {
            try String.fetchSet(
                $0, sql: "SELECT DISTINCT metric FROM metric_view WHERE run = ?", arguments: [base.uuidString])
        }
        #expect(names == Set(columns.map(\.id)))
    }
}
