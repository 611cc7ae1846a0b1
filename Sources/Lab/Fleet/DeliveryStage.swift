import Engine
import Foundation
import Model

/// Brings a change's image to the worker of the next stage: by a pull of the first worker's image, or by a build. Then
/// it compares the two workers' images.
struct DeliveryStage: JobStage {
    private let delivery: Delivery
    private let fleet: Fleet
    private let worker: FleetWorker
    private let streams: [StreamKey: JobStream]
    /// What the first worker built; nil until that is done.
    private let release = Shared<ReleaseBuilder.Release?>(nil)

    init?(_ job: StagedJob, _ run: JobSurroundings) {
        guard let fleet = run.fleet, let delivery = job.planned.configuration.delivery,
            let worker = fleet.worker(for: job.planned)
        else { return nil }
        (self.delivery, self.fleet, self.worker, streams) = (delivery, fleet, worker, run.streams)
    }

    func before(_ job: inout StagedJob) async throws {
        // Writes of the previous job and of the preparation must not be flushed to disk during this one.
        defer { sync() }
        let depot = fleet.depot(for: job.planned)
        worker.take(&job, registry: depot.registry)
        guard job.obstacle == nil else { return }
        if delivery.isDated {
            let date = job.stream.committed(job.planned.change)
            job.planned = job.planned.adding(["SOURCE_DATE_EPOCH": "\(date)"])
        }
        let (planned, provenance) = (job.planned, job.settings.workload.provenance)
        let logged = depot.registry.logged
        do {
            let made = try await withDeadline(job.preparationLimit) {
                let stream = try fleet.seedStream(for: planned, of: streams)
                let made = try await depot.releases.release(for: planned, with: provenance, from: stream)
                if delivery == .promote, planned.cold { try await forget(made.release) }
                return made
            }
            release.value = made.release
            job.points += made.points
            if delivery == .promote { job.delivered = made.release.pulled }
        } catch {
            let obstacle = JobObstacle(error, timeout: job.settings.workload.timeout)
            // The engine says only that the registry did not take the image.
            let words = depot.registry.lastError(since: logged).map { " (the registry says: \($0))" } ?? ""
            job.obstacle = JobObstacle(obstacle.outcome, obstacle.failure.message + words)
        }
    }

    /// Removes what the worker has of a release's repository. A cold job pulls all layers but those of base images, as a
    /// cold build makes them.
    private func forget(_ release: ReleaseBuilder.Release) async throws {
        let prefix = ImageName(release.reference).repository + "@"
        let client = worker.engine.client
        for image in try await client.images() where image.digests.contains(where: { $0.hasPrefix(prefix) }) {
            try await client.removeImageIfThere(image.id, force: true)
        }
    }

    /// Nothing is said of an image that the engine does not describe.
    func complete(_ work: inout JobWork, of job: StagedJob) async {
        guard let name = work.image, let release = release.value,
            let image = try? await job.uncounted.imageIfThere(name)
        else { return }
        var below: [String] = []
        for reference in job.stream.fixture.images(variant: job.stream.configuration.dockerfileVariant) {
            guard let base = try? await job.uncounted.imageIfThere(reference), image.layers.starts(with: base.layers)
            else { continue }
            if base.layers.count > below.count { below = base.layers }
        }
        let (own, others) = (image.layers.dropFirst(below.count), Set(release.layers.dropFirst(below.count)))
        work.points += [
            DeliveryPoint.digestEqual.point(image.id == release.id ? 1 : 0),
            DeliveryPoint.layers.point(own.count), DeliveryPoint.equalLayers.point(own.count(where: others.contains)),
        ]
    }
}

/// Pulls a promoted image in place of a build.
struct PromotedImageStage: JobStage {
    init?(_ job: StagedJob, _ run: JobSurroundings) {
        if job.planned.configuration.delivery != .promote { return nil }
    }

    func begin(_ phase: Phase, of job: StagedJob, _ work: inout JobWork) async throws {
        guard phase == .build, let image = job.delivered else { return }
        let began = ContinuousClock.now
        try await withDeadline(work.deadline) { _ = try await job.client.pullImage(image) }
        work.points.append(CachePoint.pullSeconds.point((ContinuousClock.now - began).seconds))
        work.image = image
    }
}
