import GRDB
import Model

/// Turns rows into figures, with the counts of steps merged in: both come ordered by the job's id.
struct FiguresReader {
    static let sql = """
        SELECT job.id, job.scenario, job.configuration, job.fixture, job.change_class, job.cold, job.warmup,
            job.outcome = 'succeeded', job.queued_s, job.wall_s, job.context_s, job.build_s, job.run_s, job.artifacts_s,
            job.cleanup_s, job.command_s, job.own_cpu_s, job.own_wall_s, job.requests, job.context_bytes,
            job.artifact_bytes, disk.opened_ms,
            disk.image_bytes + disk.container_bytes + disk.volume_bytes + disk.cache_bytes,
            disk.filesystem_bytes - disk.baseline_bytes
        FROM job LEFT JOIN disk ON disk.job = job.id WHERE job.run = ? ORDER BY job.id
        """

    private struct GroupKey: Hashable {
        var scenario: String
        var configuration: Int64
        var fixture: String
        var changeClass: String
        var cold: Bool
    }

    /// The groups in the order in which they came first.
    private(set) var groups: [JobGroup] = []
    private var indices: [GroupKey: Int] = [:]
    private var configurations = SharedTexts.configurations
    private let steps: RowCursor?
    /// The counts that were read and belong to a job that has not come yet.
    private var waiting: (job: Int64, cacheable: Double, cached: Double)?

    init(steps: RowCursor?) {
        self.steps = steps
    }

    /// The group of a row that begins with the job's id, scenario, configuration, fixture, change class and `cold`.
    mutating func group(_ row: Row, _ database: Database) throws -> Int {
        let key = GroupKey(scenario: row[1], configuration: row[2], fixture: row[3], changeClass: row[4], cold: row[5])
        if let index = indices[key] { return index }
        guard let changeClass = ChangeClass(rawValue: key.changeClass) else {
            let job: Int64 = row[0]
            throw ResultsError(
                .damaged,
                "job \(job) has the change class `\(key.changeClass)`, which this Plimsoll does not know: "
                    + "a newer version may have written it")
        }
        groups.append(
            JobGroup(
                scenario: key.scenario, configuration: try configurations.text(key.configuration, database),
                fixture: key.fixture, changeClass: changeClass, cold: key.cold))
        indices[key] = groups.count - 1
        return groups.count - 1
    }

    mutating func figures(_ row: Row, _ database: Database) throws -> JobFigures {
        let job: Int64 = row[0]
        let counts = try counts(of: job)
        let engine: Double? = row[22]
        let beyondBaseline: Double? = row[23]
        var remainder: Double?
        if let engine, let beyondBaseline { remainder = beyondBaseline - engine }
        return JobFigures(
            job: job, group: try group(row, database), warmup: row[6], succeeded: row[7], queued: row[8], wall: row[9],
            context: row[10], build: row[11], run: row[12], artifacts: row[13], cleanup: row[14], command: row[15],
            ownProcessor: row[16], ownWall: row[17], requests: row[18], contextBytes: row[19], artifactBytes: row[20],
            cacheable: counts?.cacheable, cached: counts?.cached, ledger: row[21], engineBytes: engine,
            remainderBytes: remainder)
    }

    private mutating func counts(of job: Int64) throws -> (cacheable: Double, cached: Double)? {
        guard let steps else { return nil }
        while (waiting?.job ?? .min) < job {
            guard let row = try steps.next() else {
                waiting = nil
                return nil
            }
            let next: Int64 = row[0]
            let cacheable: Double = row[1]
            let cached: Double = row[2]
            waiting = (next, cacheable, cached)
        }
        guard let waiting, waiting.job == job else { return nil }
        return (waiting.cacheable, waiting.cached)
    }
}
