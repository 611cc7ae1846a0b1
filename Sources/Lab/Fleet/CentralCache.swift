import Engine
import Foundation
import Model
import Provision

/// Runs a job on the central cache's engine that its configuration asks for, with what that engine and the registry are to have.
struct CentralCacheStage: JobStage {
    private let central: CentralCache
    private let streams: [StreamKey: JobStream]

    init?(_ job: StagedJob, _ run: JobSurroundings) {
        guard let central = run.cache else { return nil }
        self.central = central
        streams = run.streams
    }

    /// Makes everything ready. What stands in its way is the job's obstacle.
    func before(_ job: inout StagedJob) async throws {
        // What the job before and the preparation wrote is not to be written out during this one.
        defer { sync() }
        let planned = job.planned
        guard let cache = planned.configuration.cache, !planned.configuration.usesFirstEngine else { return }
        let (registry, second, cold) = (central.registry, central.second, central.cold)
        job.client = second.client
        job.settings.extraHosts = second.extraHosts
        job.counts = {
            registry.traffic(with: second.engine.name)
                .map { [CachePoint.registryBytes.point(Double($0.total))] } ?? []
        }
        // Twice a job's time: one to build what the registry is to hold, one to tidy up.
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

/// A registry and a second engine beside a run's own, for plans with the factor `cache`.
///
/// The run's engine builds first, stays warm, and pushes; the second is made cold before each of its jobs, and builds without
/// a cache, or with the registry's.
struct CentralCache: Sendable {
    let registry: EmbeddedRegistry
    let first: FleetEngine
    let second: FleetEngine
    let cold: ColdEngine
    let seeder: CacheSeeder

    /// The keys of the seeder's streams for the jobs that use the registry: a tree of its own for each.
    static func seedKeys(of keys: [StreamKey]) -> [StreamKey] {
        keys.filter { $0.configuration.cache == .registry }.map {
            StreamKey(fixture: $0.fixture, configuration: Configuration(builder: $0.configuration.builder))
        }
    }

    /// Whether a part of it is gone, so that jobs cannot go on with it.
    func isLost() async -> Bool {
        if registry.complaint() != nil { return true }
        return (try? await second.client.ping()) == nil
    }

    /// The registry's own garbage collection, keeping the newest image of each repository, as figures of the run.
    func collectGarbage() async throws -> [JobPoint] {
        let collection = try await registry.collect(keeping: 1)
        return [
            CachePoint.collectionSeconds.point(collection.collecting),
            CachePoint.collectionBlockedSeconds.point(collection.blocked),
            CachePoint.collectionBeforeBytes.point(Double(collection.before.bytes)),
            CachePoint.collectionAfterBytes.point(Double(collection.after.bytes)),
        ]
    }
}

extension Configuration {
    /// Whether its jobs run on the run's own engine; those without a warm cache of their own run on the second.
    var usesFirstEngine: Bool { cache == nil || cache == .local }
}

/// One engine of a fleet that shares a central cache.
struct FleetEngine: Sendable {
    let client: EngineClient
    let engine: EmbeddedEngine
    /// `name:address` entries that its builds and containers get.
    let extraHosts: [String]
}

/// Why a central cache could not be set up, or a job with it not be prepared.
typealias CentralCacheError = CodedError<CentralCacheErrorCode>

/// What was wrong with a central cache, for programs.
enum CentralCacheErrorCode: String {
    /// The run is on an engine that is not Plimsoll's own.
    case engineNotEmbedded = "engine_not_embedded"
    /// The second engine has another base image, or serves its builds at another address, than the first.
    case enginesDiffer = "engines_differ"
    /// What the registry was to hold could not be built.
    case seedFailed = "seed_failed"
    /// The second engine still has something that a build could find.
    case notCold = "not_cold"
    /// The registry does not serve.
    case registryLost = "registry_lost"
}

/// Names the cache in a registry to the build.
struct RegistryCacheStage: JobStage {
    init?(_ job: StagedJob, _ run: JobSurroundings) {
        if job.planned.configuration.cache != .registry { return nil }
    }

    /// BuildKit fetches of the cache what it needs; for the legacy builder the image is pulled first, as a job of a CI would have to.
    ///
    /// A cache that the registry does not have is none: the first build of a repository finds no other.
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

    /// A build that went on without the cache: its time is not what it is taken for.
    func end(_ phase: Phase, of job: StagedJob, _ work: inout JobWork) async throws {
        guard phase == .build, let complaint = job.cache?.complaint() else { return }
        throw JobObstacle(.refused, Failure(phase: .build, message: "built, but not with the cache: \(complaint)"))
    }
}

/// A cache in a registry that a job's build may use besides what its engine has.
struct JobCache: Sendable {
    /// The image whose layers serve as cache, by its name in the registry.
    var reference: String
    /// Says why the registry does not serve; nil while it does.
    var complaint: @Sendable () -> String?
}
