import Engine
import Model
import Provision

/// The registry of a job in which it fails: what is done to it, and what is seen of it afterwards.
struct FaultyRegistry: Sendable {
    let depot: Depot
    private let fleet: Fleet
    private let worker: FleetWorker
    private let run: JobSurroundings

    init?(of job: PlannedJob, _ run: JobSurroundings) {
        guard let fleet = run.fleet, let worker = fleet.worker(for: job) else { return nil }
        (depot, self.fleet, self.worker, self.run) = (fleet.depot(for: job), fleet, worker, run)
    }

    /// Runs a job, and kills the registry in a transfer of it.
    func lose(
        during job: StagedJob, _ runJob: @escaping RunJob
    ) async throws -> (ended: EndedJob, strike: FaultStrike) {
        let moment = RegistryMoment(of: job.planned, seed: run.seed)
        guard let fault = fault(in: moment.transfer, after: moment.delay, kills: true) else {
            return (try await runJob(job), .notPlanted)
        }
        return try await fault.during(job, runJob)
    }

    /// Runs a job while nothing more fits onto the registry's disk.
    func fill(
        during job: StagedJob, _ runJob: @escaping RunJob
    ) async throws -> (ended: EndedJob, strike: FaultStrike) {
        guard let fault = fault(in: .push, after: 0, kills: false),
            let filler = DiskFiller.filling(depot.registry.storage, leaving: 0, run.warn)
        else { return (try await runJob(job), .notPlanted) }
        defer { filler.remove() }
        return (try await fault.during(job, runJob).ended, FaultStrike(isPlanted: true))
    }

    private func fault(in transfer: RegistryMoment.Transfer, after delay: Double, kills: Bool) -> RegistryFault? {
        let engine = transfer == .push ? run.embedded : worker.engine.engine
        return engine.map {
            RegistryFault(registry: depot.registry, engine: $0.name, delay: delay, kills: kills, run: run)
        }
    }

    /// What interrupted uploads have left. Where the job was struck: whether its image can be delivered now. Afterwards
    /// registry and worker are emptied, so that each such job has all its layers to push and to pull.
    func points(after job: StagedJob, isStruck: Bool) async throws -> [JobPoint] {
        var points = [RegistryPoint.uploadBytes.point(depot.registry.usage().uploadBytes)]
        if isStruck { points.append(RegistryPoint.recovered.point(try await delivers(job) ? 1 : 0)) }
        do {
            try await withDeadline(job.preparationLimit) {
                _ = try await depot.registry.collect(keeping: 0)
                try await worker.cold.make()
            }
        } catch {
            try Task.checkCancellation()
            run.warn("after job \(job.planned.position) its registry and worker could not be emptied: \(error)")
        }
        return points
    }

    private func delivers(_ job: StagedJob) async throws -> Bool {
        do {
            try await withDeadline(job.preparationLimit) {
                let stream = try fleet.seedStream(for: job.planned, of: run.streams)
                let made = try await depot.releases.release(
                    for: job.planned, with: job.settings.workload.provenance, from: stream)
                guard let image = made.release.pulled else { return }
                try await worker.engine.client.pullImage(image)
            }
            return true
        } catch {
            try Task.checkCancellation()
            run.warn("after its fault, the image of job \(job.planned.position) could not be delivered: \(error)")
            return false
        }
    }
}
