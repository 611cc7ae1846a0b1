import GRDB
import Model

@testable import Publishing
@testable import Questions
@testable import Store

/// A figure of the answers, computed from the database by plain SQL and nothing else, and how a report words it.
struct TracedFigure: Sendable {
    /// What it is.
    let name: String
    /// One row a figure, one column: the value; no row where the database has nothing on it.
    let sql: String
    /// The text of the report that must hold it.
    let words: @Sendable (Double) -> String

    /// The newest run that bears on a question, counts and came to its end.
    private static func run(_ question: any Question) -> String {
        """
        (SELECT run.uuid FROM run JOIN run_scenario ON run_scenario.run = run.id
         WHERE run.excluded IS NULL AND run.end_reason = 'finished'
            AND EXISTS (SELECT 1 FROM json_each(run_scenario.questions) WHERE json_each.value = '\(question.id)')
         ORDER BY run.started_ms DESC, run.id DESC LIMIT 1)
        """
    }

    /// The last value of a series of the run that answers a question.
    private static func last(_ series: String, _ question: any Question) -> String {
        """
        SELECT value FROM point_view WHERE run = \(run(question)) AND series = '\(series)'
        ORDER BY at DESC, job DESC LIMIT 1
        """
    }

    /// A worker's share of the carrying one's.
    private static func share(_ figure: WorkerPoint.Figure) -> String {
        let (less, more) = (WorkerPoint(figure, of: .buildOnly).series, WorkerPoint(figure, of: .carrying).series)
        return """
            SELECT less.value / more.value FROM point_view AS less JOIN point_view AS more USING (run)
            WHERE run = \(run(WorkerDependenciesQuestion())) AND less.series = '\(less)' AND more.series = '\(more)'
            """
    }

    private static func probes(_ condition: String) -> String {
        """
        SELECT count(*) FROM (
            SELECT probe FROM probe_view JOIN job_view USING (run, job)
            WHERE run = \(run(IsolationQuestion())) AND place = 'job' AND passed IS NOT NULL
                AND (configuration LIKE '%runtime=runc%' OR configuration NOT LIKE '%runtime=%')
                AND (configuration LIKE '%hardening=default%' OR configuration NOT LIKE '%hardening=%')
            GROUP BY probe \(condition)
        ) HAVING count(*) > 0
        """
    }

    private static let overheads = """
        WITH warm AS (
            SELECT configuration, overhead_s, weight, job FROM job_view
            WHERE run = \(run(BuildOverheadQuestion())) AND fixture <> 'noop' AND outcome = 'succeeded'
                AND warmup = 0 AND cold = 0 AND overhead_s IS NOT NULL AND weight > 0
                AND scenario IN (
                    SELECT run_scenario.name FROM run_scenario JOIN run ON run.id = run_scenario.run
                    WHERE run.uuid = job_view.run AND EXISTS (
                        SELECT 1 FROM json_each(run_scenario.questions) WHERE json_each.value = 'build-overhead'))
        ), ranked AS (
            SELECT configuration, overhead_s,
                sum(weight) OVER (PARTITION BY configuration ORDER BY overhead_s, job) AS reached,
                sum(weight) OVER (PARTITION BY configuration) / 2 AS half
            FROM warm
        )
        SELECT (min(overhead_s) FILTER (WHERE reached >= half * (1 - 2e-9))
            + min(overhead_s) FILTER (WHERE reached > half * (1 + 2e-9))) / 2
        FROM ranked GROUP BY configuration
        """

    /// Those of the main report.
    static let all: [TracedFigure] = {
        var figures: [TracedFigure] = []
        func add(_ name: String, _ sql: String, _ words: @escaping @Sendable (Double) -> String) {
            figures.append(TracedFigure(name: name, sql: sql, words: words))
        }
        add("median overhead by builder", overheads) { " \(Words.seconds($0)) |" }
        add("runs that count", "SELECT count(*) FROM run_view WHERE excluded IS NULL") {
            "From \(Words.count(Int($0), "run", "runs"))"
        }
        add("jobs that count", "SELECT count(*) FROM job_view WHERE excluded IS NULL") {
            "with \(Words.count(Int($0), "job", "jobs"))"
        }
        add(
            "jobs through Plimsoll's own executor that succeeded",
            """
            SELECT count(*) FROM job_view WHERE excluded IS NULL AND outcome = 'succeeded'
            """
        ) {
            "without a CI server; \(Int($0)) succeeded"
        }
        add(
            "pushes to the registry",
            """
            SELECT count(*) FROM point_view WHERE run = \(run(CentralCacheQuestion()))
                AND series = '\(CachePoint.registryBlobBytes.rawValue)' HAVING count(*) > 0
            """
        ) { "After \(Words.count(Int($0), "push", "pushes"))" }
        add(
            "what the registry kept",
            """
            SELECT blobs.value + manifests.value FROM point_view AS blobs JOIN point_view AS manifests USING (run, job)
            WHERE run = \(run(CentralCacheQuestion())) AND blobs.series = '\(CachePoint.registryBlobBytes.rawValue)'
                AND manifests.series = '\(CachePoint.registryManifestBytes.rawValue)' ORDER BY job DESC LIMIT 1
            """
        ) { "the registry kept \(Words.bytes($0))" }
        add(
            "the registry before its collection",
            last(CachePoint.collectionBeforeBytes.rawValue, CentralCacheQuestion())
        ) {
            "collection brought it from \(Words.bytes($0))"
        }
        add("the registry after its collection", last(CachePoint.collectionAfterBytes.rawValue, CentralCacheQuestion()))
        {
            "to \(Words.bytes($0)) in "
        }
        add(
            "how long the registry stood still",
            last(CachePoint.collectionBlockedSeconds.rawValue, CentralCacheQuestion())
        ) {
            "could be pushed or pulled for \(Words.seconds($0))"
        }
        add("the build-only worker's packages", share(.packages)) { "\(Words.percent($0)) of the packages" }
        add("the build-only worker's bytes", share(.bytes)) { "\(Words.percent($0)) of the bytes" }
        add(
            "requirements looked at",
            "SELECT count(*) FROM requirement_view WHERE run = \(run(OpsRequirementsQuestion())) HAVING count(*) > 0"
        ) { "\(Words.count(Int($0), "requirement is", "requirements are")) known and looked at" }
        add(
            "requirements lacking",
            """
            SELECT sum(state = 'lacking') FROM requirement_view WHERE run = \(run(OpsRequirementsQuestion()))
            HAVING count(*) > 0
            """
        ) { "lacking: \(Words.count(Int($0), "requirement", "requirements"))" }
        add("probes that were tried", probes("")) { "Of \(Words.count(Int($0), "probe", "probes")) from inside a job" }
        add("probes that did not pass", probes("HAVING min(passed) = 0")) {
            "container, \(Words.count(Int($0), "probe", "probes")) saw more"
        }
        add(
            "things that jobs left",
            "SELECT count(*) FROM leak_view WHERE run = \(run(CleanupQuestion())) HAVING count(*) > 0"
        ) { "\(Words.count(Int($0), "thing was", "things were")) left after" }
        add(
            "the disk that a policy has to hold",
            """
            SELECT value FROM point_view WHERE run = \(run(StorageQuestion()))
                AND series = '\(CollectionPoint.capacityBytes.rawValue)' ORDER BY job LIMIT 1
            """
        ) { "a disk of \(Words.bytes($0))" }
        add(
            "its high mark",
            """
            SELECT value FROM point_view WHERE run = \(run(StorageQuestion()))
                AND series = '\(CollectionPoint.highMarkBytes.rawValue)' ORDER BY job LIMIT 1
            """
        ) { "high mark \(Words.bytes($0))" }
        return figures
    }()

    /// What the database says, as the report must word it.
    func texts(in database: ResultsDatabase) throws -> [String] {
        try database.reading { try Double.fetchAll($0, sql: sql) }.map(words)
    }
}
