import Engine
import Foundation
import Model

/// Runs a job on the engine of the central cache that its configuration names, after preparing engine and registry.
struct CentralCacheStage: JobStage {
    private let fleet: Fleet
    private let cache: CacheSource
    private let streams: [StreamKey: JobStream]

    init?(_ job: StagedJob, _ run: JobSurroundings) {
        guard let fleet = run.fleet, let cache = job.planned.configuration.cache else { return nil }
        (self.fleet, self.cache, streams) = (fleet, cache, run.streams)
    }

    func before(_ job: inout StagedJob) async throws {
        // Writes of the previous job and of the preparation must not be flushed to disk during this one.
        defer { sync() }
        let planned = job.planned
        guard let worker = fleet.worker(for: planned) else { return }
        worker.take(&job, registry: fleet.registry)
        do {
            let held = try await withDeadline(job.preparationLimit) { () -> CacheSeeder.Seed? in
                try await worker.cold.make()
                guard cache == .registry else { return nil }
                return try await fleet.seeder.seed(for: planned, from: fleet.seedStream(for: planned, of: streams))
            }
            guard let held else { return }
            job.points += held.points
            job.cache = JobCache(reference: held.reference) { [registry = fleet.registry] in registry.complaint() }
        } catch {
            job.obstacle = JobObstacle(error, timeout: job.settings.workload.timeout)
        }
    }
}

struct RegistryCacheStage: JobStage {
    init?(_ job: StagedJob, _ run: JobSurroundings) {
        if job.planned.configuration.cache != .registry { return nil }
    }

    /// BuildKit fetches what it needs from the cache. For the legacy builder the image is pulled first, as a CI job
    /// would have to do. A cache that the registry does not have counts as none, as for a repository's first build.
    func shape(_ request: inout BuildRequest, of job: StagedJob, _ work: inout JobWork) async throws {
        guard let cache = job.cache else { return }
        if request.builder == .legacy {
            let began = ContinuousClock.now
            do {
                try await withDeadline(work.deadline) { _ = try await job.client.pullImage(cache.reference) }
            } catch let error as EngineError where error.code == .notFound {
                return
            }
            work.points.append(CachePoint.pullSeconds.point((ContinuousClock.now - began).seconds))
        }
        request.cacheFrom = [cache.reference]
    }

    /// Fails the phase of a build that continued without the cache: its time would be misleading.
    func end(_ phase: Phase, of job: StagedJob, _ work: inout JobWork) async throws {
        guard phase == .build, let complaint = job.cache?.complaint() else { return }
        throw JobObstacle(.refused, Failure(phase: .build, message: "built, but not with the cache: \(complaint)"))
    }
}

/// A cache in a registry that a job's build may use besides the engine's own.
struct JobCache: Sendable {
    var reference: String
    /// Why the registry does not answer; nil while it does.
    var complaint: @Sendable () -> String?
}
