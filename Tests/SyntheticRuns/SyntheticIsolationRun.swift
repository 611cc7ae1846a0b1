import Foundation
import Model
import Store

@testable import Questions

/// A run of probes and of commands in several containers, whose outcomes and times are planted.
struct SyntheticIsolationRun {
    var jobs: [JobRecord] = []
    var runtimes: String? = "runc"
    private var points: [Int: [JobPoint]] = [:]
    private let base = SyntheticRun()

    var id: UUID { base.record.id }

    static func configuration(_ runtime: String, _ hardening: String, builder: String = "buildkit") -> String {
        "builder=\(builder),runtime=\(runtime),hardening=\(hardening)"
    }

    /// Adds a job of the probes.
    mutating func probe(
        _ configuration: String, _ probes: [(id: String, place: ProbeRecord.Place, passed: Bool?, seen: String)],
        warmup: Bool = false, malformed: Int = 0
    ) {
        var job = job("probes", configuration, round: jobs.count, run: 5)
        job.warmup = warmup
        job.probes = probes.map {
            ProbeRecord(
                probe: $0.id, place: $0.place, tries: "whether \($0.id)", expected: "no \($0.id)",
                matters: "It matters that \($0.id).", seen: $0.seen, passed: $0.passed)
        }
        if malformed > 0 { points[jobs.count] = [ProbePoint.malformed.point(malformed)] }
        jobs.append(job)
    }

    /// Adds a job of a command that took so long in a round.
    mutating func work(_ fixture: String, _ configuration: String, round: Int, run: Double) {
        jobs.append(job(fixture, configuration, round: round, run: run))
    }

    private func job(_ fixture: String, _ configuration: String, round: Int, run: Double) -> JobRecord {
        var job = JobRecord(
            scenario: "isolation", configuration: Configuration(stringLiteral: configuration), fixture: fixture,
            revision: "START+\(round)",
            changeClass: .none, position: jobs.count, round: round,
            startedAt: base.record.startedAt.addingTimeInterval(Double(jobs.count)))
        job.wall = run + 1
        job.command = run / 2
        job.phases = [.build: 0.1, .run: run]
        return job
    }

    func evidence() throws -> IsolationEvidence {
        let database = try database()
        return try present(try IsolationAnalysis.analyse(database, run: try present(try database.latestRun())))
    }

    func database() throws -> ResultsDatabase {
        let database = try ResultsDatabase.inMemory()
        var record = base.record
        record.scenarios = [.init(name: "isolation", hash: "cafe", questions: ["isolation"], text: "name: isolation")]
        record.commandLine = ["plimsoll", "run", "scenarios/isolation.yaml"]
        record.plannedJobs = jobs.count
        record.fingerprint.engine["runtimes"] = runtimes
        try database.begin(record)
        for (index, job) in jobs.enumerated() {
            let id = try database.save(job, run: record.id)
            try database.record(
                (points[index] ?? []).map {
                    PointRecord(job: id, name: $0.name, unit: $0.unit, at: record.startedAt, value: $0.value)
                }, run: record.id)
        }
        try database.end(run: record.id, at: record.startedAt.addingTimeInterval(600), reason: "finished")
        return database
    }
}
