import Foundation
import Model
import Store

@testable import Questions

/// A run whose jobs are planted, so that what the analysis must find is known.
struct SyntheticRun {
    var record = RunRecord(
        id: UUID(uuidString: "0F1E2D3C-4B5A-6978-8796-A5B4C3D2E1F0") ?? UUID(), toolVersion: "0.1.0",
        toolCommit: "abc1234", commandLine: ["plimsoll", "run", "scenarios/overhead.yaml", "--seed", "7"],
        profile: "quick", seed: 7, planHash: "plan", plannedJobs: 0,
        startedAt: Date(timeIntervalSince1970: 1_479_772_800),
        scenarios: [.init(name: "overhead", hash: "cafe", questions: ["build-overhead"], text: "name: overhead")],
        fingerprint: Fingerprint(engine: ["version": "20.10.24"], host: ["cores": "2", "kernel": "6.1"]))
    var jobs: [JobRecord] = []

    /// Adds a job a planted overhead; each part of the overhead has its own share of it, and the command takes `command`.
    mutating func plant(
        _ overheads: [Double], fixture: String = "scap", builder: String = "buildkit",
        changeClass: ChangeClass = .source, weight: Double = 1, command: Double = 2,
        change: (inout JobRecord) -> Void = { _ in }
    ) {
        for overhead in overheads {
            var job = JobRecord(
                scenario: "overhead", configuration: "builder=\(builder)", fixture: fixture,
                revision: "START+\(jobs.count)", changeClass: changeClass, weight: weight, position: jobs.count,
                startedAt: record.startedAt.addingTimeInterval(Double(jobs.count)))
            job.wall = command + overhead
            job.command = command
            job.phases = [
                .context: 0.1 * overhead, .build: 0.4 * overhead, .run: command + 0.25 * overhead,
                .artifacts: 0.1 * overhead, .cleanup: 0.15 * overhead,
            ]
            job.own = OwnCost(processor: 0.012, outsideRequests: 0.02, requests: 9)
            job.steps = [
                StepRecord(ordinal: 0, instruction: "FROM base", cacheable: false, cached: false),
                StepRecord(ordinal: 1, instruction: "RUN install", cacheable: true, cached: changeClass != .dependency),
                StepRecord(ordinal: 2, instruction: "COPY . .", cacheable: true, cached: false),
            ]
            change(&job)
            jobs.append(job)
        }
    }

    /// A run in an in-memory database.
    func database(endReason: String? = "finished") throws -> ResultsDatabase {
        let database = try ResultsDatabase.inMemory()
        try save(to: database, endReason: endReason)
        return database
    }

    /// Adds the run to a database that may hold others.
    func save(to database: ResultsDatabase, endReason: String? = "finished") throws {
        var record = record
        if record.plannedJobs == 0 { record.plannedJobs = jobs.count }
        try database.begin(record)
        for job in jobs {
            _ = try database.save(job, run: record.id)
        }
        if let endReason {
            try database.end(run: record.id, at: record.startedAt.addingTimeInterval(600), reason: endReason)
        }
    }

    /// What it says of `build-overhead`, by way of a database.
    func evidence(endReason: String? = "finished") throws -> OverheadEvidence {
        let results = try database(endReason: endReason)
        return try present(try OverheadAnalysis.analyse(results, run: try present(try results.latestRun())))
    }

    /// `count` values spread evenly around a middle.
    static func around(_ middle: Double, spread: Double = 0.2, count: Int = 12) -> [Double] {
        (0..<count).map { index in
            // Out of order, as measured values come.
            let place = Double((index * 5) % count) / Double(max(count - 1, 1))
            return middle + spread * (2 * place - 1)
        }
    }
}
