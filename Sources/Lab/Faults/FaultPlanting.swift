import Engine
import Foundation
import Model
import Provision

/// Does to a job, while it runs, what the fault of its configuration says. A fault of the fixture's own Dockerfile needs nothing
/// here.
struct FaultPlanting: Sendable {
    /// A job that ended: its record, and its id in the journal.
    typealias Ended = (record: JobRecord, id: Int64)
    /// Runs the job, and tells each phase as it begins.
    typealias Work = @Sendable (_ onPhase: @escaping @Sendable (Phase) -> Void) async throws -> Ended

    /// The run's engine; nil where it is not Plimsoll's own.
    let engine: EmbeddedEngine?
    let journal: any JobJournal
    let seed: UInt64
    /// Of the one job that this is for.
    let cancellation = PlannedCancellation()
    let warn: @Sendable (String) -> Void

    /// What one of the two that run beside each other came to.
    private enum Came: Sendable {
        case ended(Ended)
        case planted(FaultStrike)
    }

    /// Why a job's fault cannot be planted; nil: it can. A disk that others use too is never filled.
    func obstacle(to job: PlannedJob) -> JobObstacle? {
        guard let fault = job.configuration.fault, fault.isOfEngine else { return nil }
        guard let engine else {
            return JobObstacle(
                .refused, "its fault is done to the engine, which is not Plimsoll's own: run it with --engine embedded")
        }
        guard fault != .diskFull || engine.filesystemIsOwn else {
            return JobObstacle(.refused, "its fault fills the engine's disk, which is the host's: free a loop device")
        }
        return nil
    }

    /// The job with a build argument that no other job has. A Dockerfile that declares it does its work anew in every job: what
    /// another fault's job had built already would be over before anything could happen to it.
    func unlikeOthers(_ job: PlannedJob) -> PlannedJob {
        var job = job
        job.change.arguments = (job.change.arguments ?? [:]).merging(["PLIMSOLL_JOB": "\(job.position)"]) { $1 }
        return job
    }

    /// Runs a job with its fault, and comes back when both are over: when an engine that was ended answers again. Whether the fault
    /// struck is recorded with the job.
    func run(_ job: PlannedJob, by work: @escaping Work) async throws -> Ended {
        guard let fault = job.configuration.fault else { return try await work { _ in } }
        let (ended, strike) = try await run(job, with: fault, by: work)
        let points = strike.points(fault, ended.record)
        if !points.isEmpty { try await journal.record(points, of: ended.id) }
        return ended
    }

    private func run(
        _ job: PlannedJob, with fault: Fault, by work: @escaping Work
    ) async throws -> (ended: Ended, strike: FaultStrike) {
        guard obstacle(to: job) == nil else { return (try await work { _ in }, .notPlanted) }
        switch fault {
        case .diskFull:
            let filler = fill()
            defer { filler?.remove() }
            return (try await work { _ in }, FaultStrike(isPlanted: filler != nil))
        case .cancel, .cancelAnywhere, .clientGone, .engineRestart, .engineKill:
            return try await runBeside(fault, at: FaultMoment(fault, of: job, seed: seed), work)
        case .nothing, .failingBuild, .failingCommand, .timeout, .orphans, .undeletableFiles:
            return (try await work { _ in }, .notPlanted)
        }
    }

    private func runBeside(
        _ fault: Fault, at moment: FaultMoment, _ work: @escaping Work
    ) async throws -> (ended: Ended, strike: FaultStrike) {
        let watch = PhaseWatch()
        let (phases, told) = AsyncStream<Phase>.makeStream()
        return try await withThrowingTaskGroup(of: Came.self) { group in
            group.addTask {
                defer {
                    watch.leave()
                    told.finish()
                }
                let ended = try await work { phase in
                    watch.enter(phase)
                    told.yield(phase)
                }
                return .ended(ended)
            }
            group.addTask { .planted(await plant(fault, at: moment, of: phases, watch)) }
            var ended: Ended?
            var strike = FaultStrike.notPlanted
            while let came = try await group.next() {
                switch came {
                case .ended(let value):
                    ended = value
                    // Nobody stops a job that is over. An engine that is being started again is waited for.
                    if fault.cancels { group.cancelAll() }
                case .planted(let value):
                    strike = value
                    if value.isPlanted, fault.cancels, !Task.isCancelled {
                        cancellation.note()
                        group.cancelAll()
                    }
                }
            }
            guard let ended else { throw CancellationError() }
            return (ended, strike)
        }
    }

    /// Waits for the moment, and plants the fault unless the phase that it is meant for is over by then.
    private func plant(
        _ fault: Fault, at moment: FaultMoment, of phases: AsyncStream<Phase>, _ watch: PhaseWatch
    ) async -> FaultStrike {
        for await phase in phases where phase == moment.phase {
            guard (try? await Task.sleep(for: .seconds(moment.delay))) != nil, let now = watch.current,
                moment.targets.contains(now)
            else { break }
            guard fault.isOfEngine else {
                return FaultStrike(targets: moment.targets, delay: moment.delay, phase: now, isPlanted: true)
            }
            return await endEngine(by: fault, at: moment, watch)
        }
        return .notPlanted
    }

    private func fill() -> DiskFiller? {
        do {
            return try engine.map { try DiskFiller(beside: $0.dataRoot) }
        } catch {
            warn("the engine's disk could not be filled: \(error)")
            return nil
        }
    }

    /// Ends the engine and starts it again. What fails here shows in the job, and is told.
    private func endEngine(by fault: Fault, at moment: FaultMoment, _ watch: PhaseWatch) async -> FaultStrike {
        var strike = FaultStrike.notPlanted
        do {
            try await engine?.restart(fault == .engineKill ? .killed : .asked) {
                strike = FaultStrike(
                    targets: moment.targets, delay: moment.delay, phase: watch.current, isPlanted: true)
            }
        } catch {
            warn("the fault \(fault.rawValue) could not be planted as it should: \(error)")
        }
        return strike
    }
}
