import Engine
import Foundation
import Model
import Provision

/// Causes the fault of a job's configuration while the job runs. Those of the fixture's own Dockerfile need nothing
/// here.
struct FaultStage: JobStage {
    private let fault: Fault
    private let run: JobSurroundings
    /// What a fault of the registry is done to; nil: the plan delivers nothing.
    private let registry: FaultyRegistry?
    /// Whether the fault has cancelled its job. A job that the user stops before that is no result, and is run again.
    private let isCancelled = Shared(false)

    init?(_ job: StagedJob, _ run: JobSurroundings) {
        guard let fault = job.planned.configuration.fault, !job.planned.isOfLevel else { return nil }
        (self.fault, self.run) = (fault, run)
        registry = fault.isOfRegistry ? FaultyRegistry(of: job.planned, run) : nil
    }

    /// Gives the job a build argument that no other job has: a Dockerfile that declares it runs its work anew. With
    /// work cached by another fault's job, the phase would be over before the fault could strike.
    func before(_ job: inout StagedJob) async throws {
        job.planned = job.planned.adding(["PLIMSOLL_JOB": "\(job.planned.position)"])
        if let obstacle { job.obstacle = obstacle }
        job.isCancelledByPlan = { isCancelled.value }
    }

    func around(_ job: StagedJob, _ runJob: @escaping RunJob) async throws -> EndedJob {
        var (ended, strike) = try await plant(in: job, runJob)
        var points = strike.points(fault, ended.record)
        if let registry, obstacle == nil {
            points += try await registry.points(after: job, isStruck: strike.struck(fault, ended.record))
        }
        if !points.isEmpty { try await run.journal.record(points, of: ended.id) }
        // Whatever ended the engine has restarted it.
        ended.isEngineLost = false
        return ended
    }

    /// Why the fault cannot be planted; nil: it can. A shared disk is never filled.
    private var obstacle: JobObstacle? {
        if fault.isOfRegistry { return registryObstacle }
        guard fault.isOfEngine else { return nil }
        guard let engine = run.embedded else {
            return JobObstacle(
                .refused, "its fault affects the engine, which is not Plimsoll's own: run it with --engine embedded")
        }
        if fault != .diskFull || engine.filesystemIsOwn { return nil }
        return JobObstacle(.refused, "its fault fills the engine's disk, which is the host's: free a loop device")
    }

    private var registryObstacle: JobObstacle? {
        guard let registry else {
            return JobObstacle(
                .refused, "its fault affects a registry, and there is none: use it with delivery: promote")
        }
        if fault != .registryFull || registry.depot.registry.filesystemIsOwn { return nil }
        return JobObstacle(.refused, "its fault fills the registry's disk, which is the host's: free a loop device")
    }

    private func plant(
        in job: StagedJob, _ runJob: @escaping RunJob
    ) async throws -> (ended: EndedJob, strike: FaultStrike) {
        guard obstacle == nil else { return (try await runJob(job), .notPlanted) }
        switch fault {
        case .diskFull:
            let disk = run.embedded.map { ($0.dataRoot as NSString).deletingLastPathComponent }
            let filler = disk.flatMap { DiskFiller.filling($0, leaving: DiskFiller.left, run.warn) }
            defer { filler?.remove() }
            return (try await runJob(job), FaultStrike(isPlanted: filler != nil))
        case .registryLost, .registryFull:
            guard let registry else { return (try await runJob(job), .notPlanted) }
            return try await fault == .registryLost
                ? registry.lose(during: job, runJob) : registry.fill(during: job, runJob)
        case .cancel, .cancelAnywhere, .clientGone, .engineRestart, .engineKill:
            return try await plant(beside: job, at: FaultMoment(fault, of: job.planned, seed: run.seed), runJob)
        case .nothing, .failingBuild, .failingCommand, .timeout, .orphans, .undeletableFiles:
            return (try await runJob(job), .notPlanted)
        }
    }

    /// The job only counts as over when its fault is over too: for example, when a killed engine answers again.
    private func plant(
        beside job: StagedJob, at moment: FaultMoment, _ runJob: @escaping RunJob
    ) async throws -> (ended: EndedJob, strike: FaultStrike) {
        // The job's current phase; nil before the first, and when the job is over.
        let watch = Shared<Phase?>(nil)
        let (phases, told) = AsyncStream<Phase>.makeStream()
        var watched = job
        watched.onPhase = { phase in
            watch.value = phase
            told.yield(phase)
        }
        return try await withThrowingTaskGroup(of: (ended: EndedJob?, strike: FaultStrike?).self) { [watched] group in
            group.addTask {
                defer {
                    watch.value = nil
                    told.finish()
                }
                return (try await runJob(watched), nil)
            }
            group.addTask { (nil, await plant(at: moment, of: phases, watch)) }
            var (ended, strike) = (EndedJob?.none, FaultStrike.notPlanted)
            while let came = try await group.next() {
                if let value = came.ended {
                    ended = value
                    // A job that is over is not stopped. An engine that is being restarted is waited for.
                    if fault.cancels { group.cancelAll() }
                }
                guard let value = came.strike else { continue }
                strike = value
                if value.isPlanted, fault.cancels, !Task.isCancelled {
                    isCancelled.value = true
                    group.cancelAll()
                }
            }
            guard let ended else { throw CancellationError() }
            return (ended, strike)
        }
    }

    /// Waits for the moment, and plants the fault unless its target phase is over by then.
    private func plant(
        at moment: FaultMoment, of phases: AsyncStream<Phase>, _ watch: Shared<Phase?>
    ) async -> FaultStrike {
        for await phase in phases where phase == moment.phase {
            guard (try? await Task.sleep(for: .seconds(moment.delay))) != nil, let now = watch.value,
                moment.targets.contains(now)
            else { break }
            return fault.isOfEngine ? await endEngine(at: moment, watch) : moment.strike(in: now)
        }
        return .notPlanted
    }

    /// Ends the engine and restarts it. A failure here shows in the job, and is reported.
    private func endEngine(at moment: FaultMoment, _ watch: Shared<Phase?>) async -> FaultStrike {
        var strike = FaultStrike.notPlanted
        do {
            try await run.embedded?.restart(fault == .engineKill ? .killed : .asked) {
                strike = moment.strike(in: watch.value)
            }
        } catch {
            run.warn("the fault \(fault.rawValue) could not be planted as intended: \(error)")
        }
        return strike
    }
}
