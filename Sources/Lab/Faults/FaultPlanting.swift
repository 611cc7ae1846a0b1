import EngineAPI
import Foundation
import Provision
import Records
import Scenarios

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
    let warn: @Sendable (String) -> Void

    /// What one of the two that run beside each other came to.
    private enum Came: Sendable {
        case ended(Ended)
        case planted(delay: Double?)
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

    /// Runs a job with its fault, and comes back when both are over: when an engine that was ended answers again.
    func run(_ job: PlannedJob, by work: @escaping Work) async throws -> Ended {
        guard let fault = job.configuration.fault, obstacle(to: job) == nil else { return try await work { _ in } }
        let ended: Ended
        var delay: Double?
        switch fault {
        case .diskFull:
            let filler = fill()
            defer { filler?.remove() }
            ended = try await work { _ in }
        case .cancel, .clientGone, .engineRestart, .engineKill:
            let both = try await runBeside(job, fault, work)
            ended = both.ended
            delay = both.delay
        case .nothing, .failingBuild, .failingCommand, .timeout, .orphans, .undeletableFiles:
            ended = try await work { _ in }
        }
        var points: [JobPoint] = []
        if fault != .nothing, ended.record.outcome != .succeeded { points.append(FaultPoint.notSucceeded.point(1)) }
        if let delay { points.append(FaultPoint.delaySeconds.point(delay)) }
        if !points.isEmpty { try await journal.record(points, of: ended.id) }
        return ended
    }

    private func runBeside(
        _ job: PlannedJob, _ fault: Fault, _ work: @escaping Work
    ) async throws -> (ended: Ended, delay: Double?) {
        let moment = FaultMoment(fault, of: job, seed: seed)
        let (phases, told) = AsyncStream<Phase>.makeStream()
        return try await withThrowingTaskGroup(of: Came.self) { group in
            group.addTask {
                defer { told.finish() }
                return .ended(try await work { told.yield($0) })
            }
            group.addTask {
                for await phase in phases where phase == moment.phase {
                    // A job that ends before is planted upon all the same, unless it is the job that is to be ended.
                    guard (try? await Task.sleep(for: .seconds(moment.delay))) != nil else { break }
                    if fault.isOfEngine { await end(fault) }
                    return .planted(delay: moment.delay)
                }
                return .planted(delay: nil)
            }
            var ended: Ended?
            var delay: Double?
            while let came = try await group.next() {
                switch came {
                case .ended(let value): ended = value
                case .planted(let value):
                    delay = value
                    if value != nil, fault.cancels { group.cancelAll() }
                }
            }
            guard let ended else { throw CancellationError() }
            return (ended, delay)
        }
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
    private func end(_ fault: Fault) async {
        do {
            try await engine?.restart(fault == .engineKill ? .killed : .asked)
        } catch {
            warn("the fault \(fault.rawValue) could not be planted as it should: \(error)")
        }
    }
}
