import Foundation
import GRDB
import Model
import Testing

@testable import Store
@testable import SyntheticRuns

/// `metric_view` beside what Plimsoll itself reads, job by job, with all that may be missing.
struct MetricViewTests {
    private let start = Date(timeIntervalSince1970: 1_479_772_800)

    /// Two runs whose samples come from two ledgers each, with gaps. Jobs that only warmed up, failed, or have no steps
    /// lie between.
    private func planted() throws -> (database: ResultsDatabase, runs: [UUID]) {
        let database = try ResultsDatabase.inMemory()
        var runs: [UUID] = []
        for number in 0..<2 {
            var run = SyntheticRun()
            run.record.id = UUID()
            run.plant(SyntheticRun.around(1, count: 14))
            for index in run.jobs.indices { vary(&run.jobs[index], index + number) }
            try run.save(to: database)
            for (index, job) in try database.jobs(run: run.record.id).enumerated() where index % 7 != 3 {
                try database.attach(disk: disk(index, isSeen: index % 5 != 2), to: job.id)
            }
            runs.append(run.record.id)
        }
        return (database, runs)
    }

    private func vary(_ job: inout JobRecord, _ number: Int) {
        switch number % 6 {
        case 1: job.warmup = true
        case 2:
            job.outcome = .buildFailed
            job.command = nil
            job.phases[.run] = nil
            job.steps[2].error = "no such file"
        case 3: job.steps = []
        case 4: for step in job.steps.indices { job.steps[step].error = "lost" }
        default: break
        }
    }

    private func disk(_ index: Int, isSeen: Bool) -> DiskRecord {
        DiskRecord(
            openedAt: start.addingTimeInterval(Double(index % 2)), at: start, images: 1000 * index * index,
            containers: index, volumes: 2, cache: 3, sharedCache: 4, filesystem: isSeen ? 5000 * index * index : nil,
            baseline: isSeen ? 50 : nil, source: isSeen ? "statfs" : "none", quiet: true, seconds: 0.01, waited: 0)
    }

    @Test func itSaysOfEachJobWhatIsRead() throws {
        let (database, runs) = try planted()
        let metrics = MetricTable.standard.metrics.filter(\.isColumn)
        for run in runs {
            var read: [String: [Int64: Double]] = [:]
            try database.forEachJob(run: run, including: [.metrics(metrics)]) { job in
                for (place, metric) in metrics.enumerated() {
                    read[metric.id, default: [:]][job.id] = job.metric(place)
                }
            }
            // As one query over the run, and metric by metric.
            let all = try database.reading {
                try Row.fetchAll(
                    $0, sql: "SELECT metric, job, value FROM metric_view WHERE run = ?",
                    arguments: [run.uuidString.lowercased()])
            }
            for metric in metrics {
                let wanted = read[metric.id, default: [:]]
                let one = try database.reading {
                    try Row.fetchAll(
                        $0, sql: "SELECT metric, job, value FROM metric_view WHERE run = ? AND metric = ? AND job > 0",
                        arguments: [run.uuidString, metric.id])
                }
                for rows in [all.filter { $0[0] == metric.id }, one] {
                    #expect(rows.count == wanted.count, "\(metric.id)")
                    #expect(Dictionary(uniqueKeysWithValues: rows.map { ($0[1] as Int64, $0[2] as Double) }) == wanted)
                }
            }
            // The gaps are there: a failed job, and jobs whose steps say nothing.
            #expect(read["command_s"]?.count != read["wall_s"]?.count && read["hits"]?.count != read["wall_s"]?.count)
            #expect(read["remainder_grown_bytes"]?.isEmpty == false)
            #expect(read["remainder_grown_bytes"]?.count != read["engine_grown_bytes"]?.count)
        }
    }

    /// One run is not looked up among the rows of all.
    @Test(arguments: ["run = 'x'", "run = 'x' AND metric = 'engine_grown_bytes'", "run = 'x' AND warmup = 0"])
    func oneRunIsReadWithoutTheOthers(condition: String) throws {
        let plan = try ResultsDatabase.inMemory().reading {
            try Row.fetchAll($0, sql: "EXPLAIN QUERY PLAN SELECT * FROM metric_view WHERE \(condition)")
        }
        let steps = plan.map { $0["detail"] as String }
        #expect(steps.contains { $0.hasPrefix("SEARCH point ") } && steps.contains { $0.hasPrefix("SEARCH disk ") })
        let scans = steps.filter { $0.firstMatch(of: #/^SCAN (run|job|disk|step|series|point)\b/#) != nil }
        #expect(scans.isEmpty, "\(scans)")
    }

    /// What a database of this version was made with is never edited: a change is a new migration.
    @Test func theTextOfTheMigrationStays() {
        #expect(Digest.sha256(Schema.metricView8) == "50b0eb45b4aafc905565f7e2684cce44487f76e5dfbcfd4984b155d91c284ee2")
    }
}
