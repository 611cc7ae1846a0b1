import Engine
import Foundation
import Model
import Provision

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

    /// Where a job runs, and with what.
    struct Place: Sendable {
        let client: EngineClient
        let settings: JobSettings
    }

    /// Makes everything ready for a job. What stands in its way becomes part of the settings, so that the job is a row.
    ///
    /// - Parameter seeds: the seeder's streams.
    func place(for job: PlannedJob, settings: JobSettings, seeds: [StreamKey: JobStream]) async -> Place {
        // What the job before and the preparation wrote is not to be written out during this one.
        defer { sync() }
        guard let cache = job.configuration.cache, !job.configuration.usesFirstEngine else {
            return Place(client: first.client, settings: settings)
        }
        var settings = settings
        settings.extraHosts = second.extraHosts
        settings.counts = { [registry, second] in
            registry.traffic(with: second.engine.name)
                .map { [CachePoint.registryBytes.point(Double($0.total))] } ?? []
        }
        // Twice a job's time: one to build what the registry is to hold, one to tidy up.
        let limit = ContinuousClock.now + .seconds(2 * settings.workload.timeout)
        do {
            let held = try await withDeadline(limit) { () -> CacheSeeder.Seed? in
                try await cold.make()
                return cache == .registry ? try await seed(for: job, from: seeds) : nil
            }
            if let held {
                settings.points = held.points
                settings.cache = JobCache(reference: held.reference) { [registry] in registry.complaint() }
            }
        } catch {
            settings.obstacle = JobObstacle(error, timeout: settings.workload.timeout)
        }
        return Place(client: second.client, settings: settings)
    }

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

    private func seed(for job: PlannedJob, from seeds: [StreamKey: JobStream]) async throws -> CacheSeeder.Seed {
        if let complaint = registry.complaint() { throw CentralCacheError(.registryLost, complaint) }
        guard let key = Self.seedKeys(of: [StreamKey(job)]).first, let stream = seeds[key] else {
            throw MissingFixture(name: job.fixture)
        }
        return try await seeder.seed(for: job, from: stream)
    }
}

extension Configuration {
    /// Whether its jobs run on the run's own engine; those without a warm cache of their own run on the second.
    var usesFirstEngine: Bool { cache == nil || cache == .local }
}
