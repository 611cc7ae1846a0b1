import Engine
import Foundation
import Housekeeping
import Model

/// Passes each finished job to the audits.
struct AuditStage: JobStage {
    private let audits: AuditKeeper

    init?(_ job: StagedJob, _ run: JobSurroundings) {
        guard let audits = run.audits else { return nil }
        self.audits = audits
    }

    func after(_ job: StagedJob, _ ended: EndedJob) async throws {
        try await audits.follow(job, ended)
    }
}

/// Takes the audits of a series: before its first job, after each job where the plan asks for it, and at its end.
///
/// The journal records what an audit found before anything is removed. An audit that fails is reported and skipped; it
/// fails no job. Nothing may run during an audit: running objects would be counted as leftovers.
actor AuditKeeper {
    /// After this many failures in a row, no more audits are tried: each may take the engine's whole time limit.
    private static let failuresAllowed = 3

    private let plan: Plan
    private let auditor: Auditor
    private let streams: [JobStream]
    private let ownBases: OwnBases?
    private let journal: any RunJournal
    private let warn: @Sendable (String) -> Void
    private let baseline: Inventory
    private var latest: Inventory
    private var ended: [AuditedJob] = []
    /// Jobs since the newest audit.
    private var recent: [AuditedJob] = []
    /// The names of all images that jobs built.
    private var built: Set<String> = []
    private var told: Set<AuditedObject.Key> = []
    private var failures = 0

    private init(
        plan: Plan, auditor: Auditor, streams: [JobStream], ownBases: OwnBases?, journal: any RunJournal,
        baseline: Inventory, warn: @escaping @Sendable (String) -> Void
    ) {
        self.plan = plan
        self.auditor = auditor
        self.streams = streams
        self.ownBases = ownBases
        self.journal = journal
        self.baseline = baseline
        self.warn = warn
        latest = baseline
    }

    /// Takes the audit before the first job. Nil where the plan wants none, or where it fails, which is reported.
    static func open(
        for plan: Plan, run: UUID, on session: EngineSession, in directory: RunDirectory, _ streams: [JobStream],
        ownBases: OwnBases?, journal: any RunJournal, limits: AuditLimits, warn: @escaping @Sendable (String) -> Void
    ) async throws -> AuditKeeper? {
        guard plan.workload.audit != nil else { return nil }
        let search = WorkspaceSearch(directory: directory, streams: streams)
        let files: Auditor.FileSearch = { try await search.strangers() }
        let auditor =
            session.embedded.map {
                Auditor(
                    embedded: EngineHost($0, directories: [directory.path]), on: session.client, files: files,
                    limits: limits)
            } ?? Auditor(foreign: session.client, run: run, files: files, limits: limits)
        let baseline: Inventory
        do {
            baseline = try await auditor.take()
        } catch {
            warn("no audit is taken: \(error)")
            return nil
        }
        try await journal.note(AuditRecord(baseline, of: plan, stage: .before), after: nil)
        return AuditKeeper(
            plan: plan, auditor: auditor, streams: streams, ownBases: ownBases, journal: journal, baseline: baseline,
            warn: warn)
    }

    /// Notes a finished job, and takes the audit after it where the plan wants one. After jobs that run in parallel,
    /// `followTogether` takes it instead.
    func follow(_ job: StagedJob, _ ended: EndedJob) async throws {
        let startedAt = ended.record.startedAt
        let audited = AuditedJob(
            id: ended.id, names: [job.containerName, job.imageTag], span: startedAt...max(startedAt, Date()))
        self.ended.append(audited)
        recent.append(audited)
        built.insert(job.imageTag)
        // Even if the engine was lost: it may have been restarted, and the audit asks what it left behind.
        guard plan.workload.audit == .job, !job.planned.isOfLevel else { return }
        try await audit(.job, after: ended.id)
    }

    /// Takes the audit after parallel jobs, when none runs any more.
    func followTogether() async throws {
        guard plan.workload.audit == .job, !recent.isEmpty else { return }
        try await audit(.job, after: nil)
    }

    func close() async throws {
        try await audit(.series, after: nil)
    }

    private func audit(_ stage: AuditRecord.Stage, after job: Int64?) async throws {
        guard failures < Self.failuresAllowed else { return }
        let kept = await kept()
        let taken: (inventory: Inventory, leaks: [Leak], waited: Double)
        do {
            // Even after a cancelled job: the audit asks what it left behind.
            taken = try await shieldedFromCancellation { [auditor, baseline, told] in
                let (inventory, left, waited) = try await auditor.settle(since: baseline, keeping: kept, besides: told)
                return (inventory, await auditor.measure(left), waited)
            }
            failures = 0
        } catch {
            failures += 1
            let end = failures == Self.failuresAllowed ? "; no more are taken of this engine" : ""
            warn("no audit after this job: \(error)\(end)")
            return
        }
        var record = AuditRecord(taken.inventory, of: plan, stage: stage)
        record.waited = taken.waited
        record.leaks = taken.leaks.map { leak in
            let isNew = !latest.contains(leak.object)
            let owner = AuditedJob.owner(of: leak.object, among: ended, recent: isNew ? recent : [])
            return LeakRecord(leak, job: owner.job, attribution: owner.attribution)
        }
        if stage == .series {
            record.remaining = taken.inventory.leaks(since: baseline, keeping: kept).filter { told.contains($0.key) }
                .map { LeakRecord(Leak($0, bytes: nil)) }
        }
        try await journal.note(record, after: job)
        told.formUnion(taken.leaks.map(\.object.key))
        latest = taken.inventory
        recent = []
    }

    /// What is meant to stay: kept by the plan's retention, or removed by the run at its end.
    private func kept() async -> Retained {
        var images = await ownBases?.names ?? []
        switch plan.workload.retention {
        case .latest:
            for stream in streams {
                if let image = await stream.image { images.insert(image) }
            }
        case .all: images.formUnion(built)
        case .none: break
        }
        return Retained(images: images, buildCache: plan.workload.retention != .none)
    }
}

extension AuditRecord {
    /// What an inventory saw, without leaks.
    init(_ inventory: Inventory, of plan: Plan, stage: Stage) {
        self.init(
            scenario: plan.scenario, stage: stage, at: inventory.at, seconds: inventory.seconds,
            kinds: AuditKind.allCases.map { kind in
                let visibility = inventory.visibility(of: kind)
                return Kind(
                    name: kind.rawValue, sight: visibility.name, reason: visibility.reason,
                    count: inventory.objects(kind).count)
            })
    }
}

extension LeakRecord {
    /// What was left behind, and which job left it.
    init(_ leak: Leak, job: Int64? = nil, attribution: Attribution = .unknown) {
        self.init(
            kind: leak.object.kind.rawValue, object: leak.object.name, bytes: leak.bytes, job: job,
            attribution: attribution)
    }
}
