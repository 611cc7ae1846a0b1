import Foundation
import Model
import Store

@testable import Questions

/// A run on several engines, whose jobs, samples of disks, audits and leaks are planted.
struct SyntheticEngineRun: StoredRun {
    /// By the words for an engine.
    var versions = [
        "docker:bookworm": "20.10.24", "docker:trixie": "26.1.5", "docker:forky": "28.5.2",
        "docker:forky+containerd": "28.5.2", "podman:trixie": "5.4.2",
    ]
    var jobs: [JobRecord] = []
    /// What the n-th job left.
    private var leaks: [Int: [LeakRecord]] = [:]
    /// What the n-th job's engine held after it, by its own account and on disk.
    private var levels: [Int: (reported: Int, used: Int)] = [:]
    /// Kinds that audits do not see, by the words for the engine.
    var hidden: [String: [String]] = [:]
    /// Whether the filesystems are seen.
    var seesDisks = true
    var isAudited = true
    var base = SyntheticRun()

    static func configuration(_ engine: String, _ builder: String) -> String { "builder=\(builder),engine=\(engine)" }

    /// Adds a warm-up, and a job a planted overhead on one engine with one builder. Each adds so many bytes to the engine's disk,
    /// of which its own account names some. Of its three cacheable steps so many are hits.
    mutating func plant(
        _ overheads: [Double], engine: String, builder: String = "buildkit", fixture: String = "malu", hits: Int = 2,
        growth: Int = 1_000_000, reported: Int = 900_000, changeClass: ChangeClass = .source,
        leaving: [LeakRecord] = [], change: (inout JobRecord) -> Void = { _ in }
    ) {
        for (round, overhead) in ([9] + overheads).enumerated() {
            var job = JobRecord(
                scenario: "engines",
                configuration: Configuration(stringLiteral: Self.configuration(engine, builder)), fixture: fixture,
                revision: "START+\(round)", changeClass: changeClass, position: jobs.count, round: round,
                startedAt: base.record.startedAt.addingTimeInterval(Double(jobs.count)))
            job.warmup = round == 0
            job.wall = 2 + overhead
            job.command = 2
            job.commandClock = .startEvent
            job.phases = [.context: 0.1 * overhead, .build: 0.5 * overhead, .run: 2 + 0.25 * overhead]
            job.steps = (0..<3).map {
                StepRecord(ordinal: $0, instruction: "RUN \($0)", cacheable: true, cached: $0 < hits)
            }
            change(&job)
            let before = levels.keys.filter { jobs[$0].configuration.engine == job.configuration.engine }.max()
            let level = before.flatMap { levels[$0] } ?? (50_000_000, 60_000_000)
            levels[jobs.count] = (level.reported + reported, level.used + growth)
            leaks[jobs.count] = job.warmup ? [] : leaving
            jobs.append(job)
        }
    }

    func evidence() throws -> EngineChoiceEvidence {
        let database = try database()
        return try present(try EngineChoiceAnalysis.analyse(database, run: try present(try database.latestRun())))
    }

    func save(to database: ResultsDatabase) throws {
        let names: (inout RunRecord) -> Void = { $0.fingerprint.engine = fingerprint }
        try save("engines", questions: ["engine-choice"], jobs: jobs.count, to: database, change: names) { record in
            for (index, job) in jobs.enumerated() {
                let id = try database.save(job, run: record.id)
                try database.attach(disk: disk(after: index), to: id)
                if isAudited { try database.record(audit(after: index, id), after: id, run: record.id) }
            }
        }
    }

    /// As a run on several engines records it.
    private var fingerprint: [String: String] {
        let engines = Set(jobs.compactMap(\.configuration.engine?.rawValue)).sorted()
        guard engines.count > 1 else { return ["version": versions[engines.first ?? ""] ?? "20.10.24"] }
        var facts = ["kind": "embedded"]
        facts["version"] = engines.map { "\($0) \(versions[$0] ?? "")" }.joined(separator: ", ")
        for engine in engines {
            facts["\(engine) version"] = versions[engine]
            facts["\(engine) storage_driver"] = engine.hasSuffix("containerd") ? "overlayfs" : "overlay2"
        }
        return facts
    }

    private func disk(after index: Int) -> DiskRecord {
        let (reported, used) = levels[index] ?? (0, 0)
        // A ledger of its own for each engine.
        let names = versions.keys.sorted()
        let ledger = names.firstIndex(of: jobs[index].configuration.engine?.rawValue ?? "") ?? 0
        return DiskRecord(
            openedAt: base.record.startedAt.addingTimeInterval(Double(ledger)), at: jobs[index].startedAt,
            images: reported, containers: 0, volumes: 0, cache: 0, sharedCache: 0,
            filesystem: seesDisks ? used : nil, baseline: seesDisks ? 10_000_000 : nil,
            source: seesDisks ? "statfs" : "none", quiet: true, seconds: 0.01, waited: 0)
    }

    private func audit(after index: Int, _ id: Int64) -> AuditRecord {
        let hidden = hidden[jobs[index].configuration.engine?.rawValue ?? ""] ?? []
        var audit = AuditRecord(
            scenario: "engines", stage: .job, at: jobs[index].startedAt, seconds: 0.02,
            kinds: ["container", "mount"].map { kind in
                AuditRecord.Kind(
                    name: kind, sight: hidden.contains(kind) ? "hidden" : "seen",
                    reason: hidden.contains(kind) ? "no way to look" : nil, count: 4)
            })
        audit.leaks = (leaks[index] ?? []).map { leak in
            var leak = leak
            (leak.job, leak.attribution) = (id, .audit)
            return leak
        }
        return audit
    }
}
