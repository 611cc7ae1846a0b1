import Engine
import Model
import Provision

extension PlanRunner {
    /// Runs a body with a central cache, which is taken down afterwards; with nil where the plan does not vary the
    /// cache. Throws `CentralCacheError`, `EmbeddedEngineError`, `EngineError` when it cannot be set up.
    func withCentralCache(_ body: @Sendable (CentralCache?) async throws -> RunEnd) async throws -> RunEnd {
        guard plan.variesCache else { return try await body(nil) }
        guard let embedded = session.embedded, case .embedded(let source, let diskBytes) = request.engine else {
            throw CentralCacheError(
                .engineNotEmbedded,
                "scenario \(plan.scenario) varies the cache, and needs a registry and a second engine for that: run it with "
                    + "--engine embedded")
        }
        let first = FleetEngine(
            client: session.client, engine: embedded, extraHosts: session.extraHosts, starts: session.starts)
        tell("starting a registry and a second engine")
        let registryOptions = EmbeddedRegistryOptions(stateDirectory: request.stateDirectory)
        let engineOptions = EmbeddedEngineOptions(
            stateDirectory: request.stateDirectory, diskBytes: diskBytes, source: source,
            bridge: embedded.bridge)
        return try await EmbeddedRegistry.withRegistry(registryOptions, progress: tell) { registry in
            try await registry.connect(embedded)
            try await note([.startRegistry, .connectEngine])
            return try await EmbeddedEngine.withEngine(engineOptions, progress: tell) { second in
                try await registry.connect(second)
                try await note([.connectEngine])
                return try await EngineClient.withClient(.unix(path: second.socketPath)) { client in
                    let end = try await observingStarts(on: client) { starts in
                        try await body(try await ready(registry, first, second, client, starts))
                    }
                    if end == .finished { try await collectGarbage(of: registry) }
                    return end
                }
            }
        }
    }

    private func ready(
        _ registry: EmbeddedRegistry, _ first: FleetEngine, _ engine: EmbeddedEngine, _ client: EngineClient,
        _ starts: StartEvents?
    ) async throws -> CentralCache {
        // The mirror first: its container must have the same address on both.
        let mirror = try await request.startMirror(nil, on: client, tell)
        let second = FleetEngine(
            client: client, engine: engine, extraHosts: mirror?.extraHosts ?? [], starts: starts)
        guard second.extraHosts == first.extraHosts else {
            throw CentralCacheError(
                .enginesDiffer,
                "builds reach the package mirror as \(first.extraHosts.joined()) on the first engine, as "
                    + "\(second.extraHosts.joined()) on the second: BuildKit would treat their steps as different")
        }
        if !second.extraHosts.isEmpty { try await note([.alignAddresses]) }
        for reference in request.images {
            try await share(reference, by: RegistryImageName(address: registry.address), from: first, to: second)
        }
        return CentralCache(
            registry: registry, second: second, cold: try await .keepingWhatIsThere(client),
            seeder: CacheSeeder(
                registry: registry, engine: first, owner: request.owner, buildx: buildx(of: session),
                secrets: plan.secrets ?? []))
    }

    /// Publishes a base image and has the second engine pull it. The same image made there again would be a different
    /// one, for which the legacy builder finds no cache.
    private func share(
        _ reference: String, by names: RegistryImageName, from first: FleetEngine, to second: FleetEngine
    ) async throws {
        let published = ImageName(names.base(reference))
        tell("sharing \(reference) through the registry")
        try await first.client.tag(reference, repository: published.repository, tag: published.tag)
        try await first.client.pushImage(published.description)
        try await note([.publishBaseImage])
        try await second.client.pullImage(published.description)
        let name = ImageName(reference)
        if !name.tag.contains(":") {
            try await second.client.tag(published.description, repository: name.repository, tag: name.tag)
        }
        try await note([.pullBaseImage])
        let (one, other) = (try await first.client.image(reference).id, try await second.client.image(reference).id)
        guard one == other else {
            throw CentralCacheError(
                .enginesDiffer, "\(reference) is \(one) on the first engine and \(other) on the second")
        }
    }

    /// The registry's own garbage collection, keeping the newest image of each repository. One that fails is reported,
    /// and does not invalidate the measurements.
    private func collectGarbage(of registry: EmbeddedRegistry) async throws {
        tell("collecting the registry's garbage")
        do {
            let collection = try await registry.collect(keeping: 1)
            let points = [
                CachePoint.collectionSeconds.point(collection.collecting),
                CachePoint.collectionBlockedSeconds.point(collection.blocked),
                CachePoint.collectionBeforeBytes.point(collection.before.bytes),
                CachePoint.collectionAfterBytes.point(collection.after.bytes),
            ]
            try await journal.record(points, of: nil)
        } catch let error as EmbeddedEngineError {
            surroundings.warn("the registry's garbage collection was not measured: \(error)")
        }
    }

    private func note(_ actions: [SetUpAction]) async throws { try await journal.record(actions.map(\.point), of: nil) }
}
