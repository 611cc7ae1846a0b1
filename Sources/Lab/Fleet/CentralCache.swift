import Engine
import Foundation
import Model
import Provision

/// Runs a job on the engine of the central cache that its configuration names, after preparing engine and registry.
struct CentralCacheStage: JobStage {
    private let central: CentralCache
    private let streams: [StreamKey: JobStream]

    init?(_ job: StagedJob, _ run: JobSurroundings) {
        guard let central = run.cache else { return nil }
        (self.central, streams) = (central, run.streams)
    }

    func before(_ job: inout StagedJob) async throws {
        // Writes of the previous job and of the preparation must not be flushed to disk during this one.
        defer { sync() }
        let planned = job.planned
        guard let cache = planned.configuration.cache, !planned.configuration.usesFirstEngine else { return }
        let (registry, second, cold) = (central.registry, central.second, central.cold)
        (job.client, job.starts) = (second.client, second.starts)
        job.settings.extraHosts = second.extraHosts
        job.counts = {
            registry.traffic(with: second.engine.name).map { [CachePoint.registryBytes.point(Double($0.total))] } ?? []
        }
        // Twice a job's time limit: one to build what the registry is to hold, one to clean up.
        let limit = ContinuousClock.now + .seconds(2 * job.settings.workload.timeout)
        do {
            let held = try await withDeadline(limit) { () -> CacheSeeder.Seed? in
                try await cold.make()
                return cache == .registry ? try await seed(for: planned) : nil
            }
            guard let held else { return }
            job.points += held.points
            job.cache = JobCache(reference: held.reference) { registry.complaint() }
        } catch {
            job.obstacle = JobObstacle(error, timeout: job.settings.workload.timeout)
        }
    }

    private func seed(for job: PlannedJob) async throws -> CacheSeeder.Seed {
        if let complaint = central.registry.complaint() { throw CentralCacheError(.registryLost, complaint) }
        guard let key = CentralCache.seedKeys(of: [StreamKey(job)]).first, let stream = streams[key] else {
            throw LabError.missing(fixture: job.fixture)
        }
        return try await central.seeder.seed(for: job, from: stream)
    }
}

/// A registry and a second engine beside a run's own, for plans with the factor `cache`. The run's engine builds first,
/// stays warm, and pushes. The second is made cold before each of its jobs, and builds without a cache or the
/// registry's.
struct CentralCache: Sendable {
    let registry: EmbeddedRegistry
    let second: FleetEngine
    let cold: ColdEngine
    let seeder: CacheSeeder

    /// The keys of the seeder's streams for the jobs that use the registry, each with its own tree.
    static func seedKeys(of keys: [StreamKey]) -> [StreamKey] {
        keys.filter { $0.configuration.cache == .registry }.map {
            StreamKey(fixture: $0.fixture, configuration: Configuration(builder: $0.configuration.builder))
        }
    }

    /// Whether a part of it is gone, so that jobs cannot go on with it.
    func isLost() async -> Bool {
        if registry.complaint() != nil { return true }
        return await !second.client.answers()
    }
}

extension Configuration {
    /// Whether its jobs run on the run's own engine; jobs without a warm cache run on the second.
    var usesFirstEngine: Bool { cache == nil || cache == .local }
}

struct FleetEngine: Sendable {
    let client: EngineClient
    let engine: EmbeddedEngine
    var extraHosts: [String]
    /// Its start events; nil where its own start times are true.
    var starts: StartEvents?
}

typealias CentralCacheError = CodedError<CentralCacheErrorCode>

enum CentralCacheErrorCode: String {
    case engineNotEmbedded = "engine_not_embedded"
    /// The second engine has another base image, or serves its builds at another address, than the first.
    case enginesDiffer = "engines_differ"
    case seedFailed = "seed_failed"
    case notCold = "not_cold"
    case registryLost = "registry_lost"
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
