import Engine
import Foundation
import Housekeeping
import Model

struct AuditStage: JobStage {
    private let audits: AuditKeeper

    init?(_ job: StagedJob, _ run: JobSurroundings) {
        guard let audits = run.audits else { return nil }
        self.audits = audits
    }

    func after(_ job: StagedJob, _ ended: EndedJob) async throws { try await audits.follow(job, ended) }
}

/// Takes the audits of a series: before its first job, after each job where the plan asks for it, and at its end. An
/// audit that fails is reported and skipped. Nothing may run during one: running objects would be counted as leftovers.
actor AuditKeeper {
    /// After this many failures in a row, no more audits are tried: each may take the engine's whole time limit.
    private static let failuresAllowed = 3

    private let plan: Plan
    private let auditor: Auditor
    private let run: JobSurroundings
    private let journal: any RunJournal
    private let baseline: Inventory
    private var latest: Inventory
    private var ended: [AuditedJob] = []
    private var recent: [AuditedJob] = []
    private var built: Set<String> = []
    /// What was told already, by any keeper of the series: files of the run are seen by all.
    private let told: Shared<Set<AuditedObject.Key>>
    private var failures = 0

    private init(
        plan: Plan, auditor: Auditor, run: JobSurroundings, journal: any RunJournal, baseline: Inventory,
        told: Shared<Set<AuditedObject.Key>>
    ) {
        (self.plan, self.auditor, self.run, self.journal, self.told) = (plan, auditor, run, journal, told)
        (self.baseline, latest) = (baseline, baseline)
    }

    /// Takes the audit before the first job. Nil where the plan wants none, or where it fails, which is reported.
    static func open(
        for runner: PlanRunner, _ engine: RunEngine, told: Shared<Set<AuditedObject.Key>>
    ) async throws -> AuditKeeper? {
        let (plan, session, run) = (runner.plan, engine.session, engine.surroundings)
        let (client, limits) = (session.client, runner.auditLimits)
        guard plan.workload.audit != nil else { return nil }
        let search = WorkspaceSearch(directory: runner.directory, streams: Array(run.streams.values))
        let files: Auditor.FileSearch = { try await search.strangers() }
        let auditor =
            session.embedded.map {
                Auditor(
                    embedded: EngineHost($0, directories: [runner.directory.path]), on: client, files: files,
                    limits: limits)
            } ?? Auditor(foreign: client, run: runner.request.run, files: files, limits: limits)
        let baseline: Inventory
        do {
            baseline = try await auditor.take()
        } catch {
            run.warn("no audit is taken: \(error)")
            return nil
        }
        try await runner.journal.note(AuditRecord(baseline, of: plan, stage: .before), after: nil)
        return AuditKeeper(
            plan: plan, auditor: auditor, run: run, journal: runner.journal, baseline: baseline, told: told)
    }

    /// Notes a finished job, and takes the audit after it where the plan wants one and no other job runs.
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

    func followTogether() async throws {
        guard plan.workload.audit == .job, !recent.isEmpty else { return }
        try await audit(.job, after: nil)
    }

    func close() async throws { try await audit(.series, after: nil) }

    private func audit(_ stage: AuditRecord.Stage, after job: Int64?) async throws {
        guard failures < Self.failuresAllowed else { return }
        let kept = await kept()
        let taken: (inventory: Inventory, leaks: [Leak], waited: Double)
        do {
            // Even after a cancelled job: the audit asks what it left behind.
            taken = try await shieldedFromCancellation { [auditor, baseline, told] in
                let (inventory, left, waited) = try await auditor.settle(
                    since: baseline, keeping: kept, besides: told.value)
                return (inventory, await auditor.measure(left), waited)
            }
            failures = 0
        } catch {
            failures += 1
            let end = failures == Self.failuresAllowed ? "; no more are taken of this engine" : ""
            run.warn("no audit after this job: \(error)\(end)")
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
            record.remaining = taken.inventory.leaks(since: baseline, keeping: kept).filter {
                told.value.contains($0.key)
            }
            .map { LeakRecord(Leak($0, bytes: nil)) }
        }
        try await journal.note(record, after: job)
        told.change { $0.formUnion(taken.leaks.map(\.object.key)) }
        latest = taken.inventory
        recent = []
    }

    /// What is meant to stay: kept by the plan's retention, or removed by the run at its end.
    private func kept() async -> Retained {
        var images = await run.ownBases?.names ?? []
        switch plan.workload.retention {
        case .latest:
            for stream in run.streams.values { if let image = await stream.image { images.insert(image) } }
        case .all: images.formUnion(built)
        case .none: break
        }
        return Retained(images: images, buildCache: plan.workload.retention != .none)
    }
}

extension AuditRecord {
    init(_ inventory: Inventory, of plan: Plan, stage: Stage) {
        self.init(
            scenario: plan.scenario, stage: stage, at: inventory.at, seconds: inventory.seconds,
            kinds: AuditKind.allCases.map {
                let visibility = inventory.visibility(of: $0)
                return Kind(
                    name: $0.rawValue, sight: visibility.name, reason: visibility.reason,
                    count: inventory.objects($0).count)
            })
    }
}

extension LeakRecord {
    init(_ leak: Leak, job: Int64? = nil, attribution: Attribution = .unknown) {
        self.init(
            kind: leak.object.kind.rawValue, object: leak.object.name, bytes: leak.bytes, job: job,
            attribution: attribution)
    }
}
