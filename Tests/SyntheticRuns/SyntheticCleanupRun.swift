import Foundation
import Model
import Store

@testable import Questions

/// A run whose jobs, audits, leaks and samples of the disk are planted.
struct SyntheticCleanupRun {
    private static let kinds = ["container", "image", "mount", "overlay_directory"]

    var jobs: [JobRecord] = []
    /// What the n-th job left.
    var leaks: [Int: [LeakRecord]] = [:]
    /// Whether the n-th job's fault struck; none of those that are not here is planted at a moment.
    private var struck: [Int: Bool] = [:]
    /// Kinds that are not seen, and why.
    var hidden: [String: String] = [:]
    /// How much the remainder grows a job, in bytes.
    var growth = 0
    /// Whether a ledger is kept.
    var hasLedger = true
    /// Whether audits are taken.
    var isAudited = true
    private let base = SyntheticRun()

    var id: UUID { base.record.id }

    /// Adds jobs of one builder with one fault, each of which makes 100 MB of layers.
    mutating func plant(
        _ fault: String, _ outcome: Outcome = .succeeded, count: Int = 3, leaving: [LeakRecord] = [],
        builder: String = "buildkit", struck: Bool? = nil, endedIn phase: Phase? = nil,
        cleanupFailure: Failure? = nil
    ) {
        for index in 0..<count {
            var job = JobRecord(
                scenario: "cleanup", configuration: "builder=\(builder),fault=\(fault)", fixture: "cleanup",
                revision: "START+\(index)", changeClass: .source, weight: 1, position: jobs.count, round: index,
                outcome: outcome, startedAt: base.record.startedAt.addingTimeInterval(Double(jobs.count)))
            job.wall = 3
            job.cleanupFailure = cleanupFailure
            job.command = 1
            job.phases = [.build: 1]
            job.steps = [
                StepRecord(
                    ordinal: 1, instruction: "RUN make", cacheable: true, cached: false, bytes: 100_000_000)
            ]
            if let phase { job.failure = Failure(phase: phase, message: "ended") }
            self.struck[jobs.count] = struck
            leaks[jobs.count] = leaving
            jobs.append(job)
        }
    }

    func evidence() throws -> CleanupEvidence {
        let database = try database()
        return try present(try CleanupAnalysis.analyse(database, run: try present(try database.latestRun())))
    }

    func database() throws -> ResultsDatabase {
        let database = try ResultsDatabase.inMemory()
        var record = base.record
        record.scenarios = [.init(name: "cleanup", hash: "cafe", questions: ["cleanup"], text: "name: cleanup")]
        record.commandLine = ["plimsoll", "run", "scenarios/cleanup.yaml"]
        record.plannedJobs = jobs.count
        try database.begin(record)
        if isAudited { try database.record(audit(.before), after: nil, run: record.id) }
        var told: [LeakRecord] = []
        for (index, job) in jobs.enumerated() {
            let id = try database.save(job, run: record.id)
            if let struck = struck[index] {
                let point = FaultPoint.struck
                try database.record(
                    [
                        PointRecord(
                            job: id, name: point.rawValue, unit: point.unit, at: job.startedAt, value: struck ? 1 : 0)
                    ], run: record.id)
            }
            if hasLedger { try database.attach(disk: disk(after: index), to: id) }
            guard isAudited else { continue }
            var audit = audit(.job)
            audit.leaks = (leaks[index] ?? []).map { leak in
                var leak = leak
                leak.job = id
                leak.attribution = .audit
                return leak
            }
            told += audit.leaks
            try database.record(audit, after: id, run: record.id)
        }
        if isAudited {
            var last = audit(.series)
            last.remaining = told.filter { $0.kind != "container" }
            try database.record(last, after: nil, run: record.id)
        }
        try database.end(run: record.id, at: record.startedAt.addingTimeInterval(600), reason: "finished")
        return database
    }

    private func audit(_ stage: AuditRecord.Stage) -> AuditRecord {
        AuditRecord(
            scenario: "cleanup", stage: stage, at: base.record.startedAt, seconds: 0.02,
            kinds: Self.kinds.map { kind in
                AuditRecord.Kind(
                    name: kind, sight: hidden[kind] == nil ? "seen" : "hidden", reason: hidden[kind], count: 4)
            })
    }

    private func disk(after index: Int) -> DiskRecord {
        DiskRecord(
            openedAt: base.record.startedAt, at: base.record.startedAt.addingTimeInterval(Double(index)), images: 1_000,
            containers: 0, volumes: 0, cache: 0, sharedCache: 0, filesystem: 51_000 + growth * index, baseline: 50_000,
            source: "statfs", quiet: true, seconds: 0.01, waited: 0)
    }
}
