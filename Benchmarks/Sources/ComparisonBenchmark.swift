import Foundation
import GRDB
import Model
import Publishing
import Questions
import Store
import Tracking

/// The comparison of two runs, in a process of its own: reading, testing, report.
struct ComparisonBenchmark {
    /// How many steps each job has.
    private static let steps = 8
    let directory: String
    let executable: String

    func figures() async throws -> [Figure] {
        let short = try await cost(jobs: 10_000)
        let long = try await cost(jobs: 500_000)
        return [
            Figure(name: "compare_2_x_10000_jobs", value: short.wall, bound: 0.5, unit: " s"),
            Figure(name: "compare_2_x_500000_jobs", value: long.wall, bound: 10, unit: " s"),
            Figure(name: "compare_memory_2_x_500000_jobs", value: long.peak, bound: 300, unit: " MB"),
        ]
    }

    private func cost(jobs: Int) async throws -> MeasuredCommand.Cost {
        let path = directory + "/comparison-\(jobs).sqlite"
        try Self.fill(path, jobs: jobs)
        let cost = try await MeasuredCommand.cost(of: [executable, "compare", path], by: executable)
        try FileManager.default.removeItem(atPath: path)
        return cost
    }

    /// Compares the two runs of a database, of which the second builds 10 % slower.
    static func compare(_ path: String) throws {
        let database = try ResultsDatabase.open(path: path, access: .readOnly)
        let runs = try database.runs()
        let comparison = Comparison.make(
            base: try MeasuredRun.read(database, run: runs[0].id),
            candidate: try MeasuredRun.read(database, run: runs[1].id))
        let report = ComparisonReport(comparison, base: "base", candidate: "candidate").markdown
        guard comparison.worse.contains(where: { $0.metric.id == "build_s" }), report.count > 1000 else {
            throw BareClient.Failed(description: "the planted slow-down was not found")
        }
    }

    /// Runs of so many jobs each, with their steps: nine streams, all times random.
    /// - Parameter builds: how many times as long each run's builds take.
    static func fill(_ path: String, jobs: Int, builds: [Double] = [1, 1.1]) throws {
        let results = try ResultsDatabase.open(path: path, access: .readWrite)
        for index in builds.indices {
            let started = Date(timeIntervalSince1970: 1_700_000_000 + Double(index))
            let run = RunRecord(
                id: UUID(), toolVersion: "bench", toolCommit: "unknown", commandLine: [], profile: "quick", seed: 1,
                planHash: "", plannedJobs: jobs, startedAt: started,
                scenarios: [.init(name: "overhead", hash: "", questions: [], text: "")], fingerprint: Fingerprint())
            try results.begin(run)
            // Brings its configuration and the instruction into the database.
            var job = JobRecord(
                scenario: "overhead", configuration: Configuration(builder: .buildkit), fixture: "scap", revision: "r",
                changeClass: .none, position: jobs, warmup: true, startedAt: started)
            job.steps = [StepRecord(ordinal: 0, instruction: "RUN step", cacheable: true, cached: true)]
            _ = try results.save(job, run: run.id)
            try results.end(run: run.id, at: started, reason: "finished")
        }
        try results.close()
        let queue = try DatabaseQueue(path: path)
        for (index, slower) in builds.enumerated() {
            let run = index + 1
            try queue.write { database in
                try database.execute(sql: jobsSQL, arguments: ["run": run, "slower": slower, "jobs": jobs])
                try database.execute(sql: stepsSQL, arguments: ["run": run, "jobs": jobs, "steps": steps])
            }
        }
        try queue.close()
    }

    private static let jobsSQL = """
        WITH RECURSIVE place(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM place WHERE i + 1 < :jobs)
        INSERT INTO job (run, scenario, position, configuration, fixture, revision, change_class, weight, executor, round,
            warmup, cold, outcome, started_ms, queued_s, wall_s, context_s, build_s, run_s, command_s, artifacts_s,
            cleanup_s, context_bytes, context_entries, artifact_bytes, own_cpu_s, own_wall_s, requests)
        SELECT :run, 'overhead', i, 1,
            CASE i % 3 WHEN 0 THEN 'scap' WHEN 1 THEN 'malu' ELSE 'noop' END, 'r',
            CASE i / 3 % 3 WHEN 0 THEN 'source' WHEN 1 THEN 'dependency' ELSE 'dockerfile' END,
            1, 0, 0, 0, 0, 'succeeded', i, 0,
            3 + abs(random() % 1000000) / 1e6, 0.01 + abs(random() % 1000000) / 1e8,
            :slower * (0.5 + abs(random() % 1000000) / 1e7), 2.2 + abs(random() % 1000000) / 1e7,
            2 + abs(random() % 1000000) / 1e7, 0.04 + abs(random() % 1000000) / 1e8,
            0.05 + abs(random() % 1000000) / 1e8, 773000, 100, 4096, 0.01 + abs(random() % 1000000) / 1e9,
            0.02 + abs(random() % 1000000) / 1e9, 9
        FROM place
        """

    private static let stepsSQL = """
        WITH RECURSIVE step_number(o) AS (SELECT 0 UNION ALL SELECT o + 1 FROM step_number WHERE o + 1 < :steps)
        INSERT INTO step (job, ordinal, instruction, cacheable, cached, duration_s)
        SELECT job.id, o, 1, o > 0, o < 6, 0.01 FROM job CROSS JOIN step_number
        WHERE job.run = :run AND job.position < :jobs
        """
}
