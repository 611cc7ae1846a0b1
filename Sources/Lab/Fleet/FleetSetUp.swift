import Engine
import Model
import Provision

extension Plan {
    /// Throws `FleetError` where the engine cannot push to a registry without a certificate, and pull from it.
    func requireRegistry(on traits: EngineTraits) throws {
        guard traits.product == .podman else { return }
        throw needsFleet(
            .registryRefused,
            "a registry for that. Podman refuses one without a certificate: run it on Docker, as --engine docker:trixie"
        )
    }

    fileprivate func needsFleet(_ code: FleetErrorCode, _ words: String) -> FleetError {
        FleetError(code, "scenario \(scenario) varies the \(variesCache ? "cache" : "delivery"), and needs \(words)")
    }
}

extension RunRequest {
    /// What a registry holds and gives back are figures of the run: two registries would be mixed in them.
    /// - Throws: ``FleetError`` of code `severalRegistries`.
    func requireOneRegistry() throws {
        let scenarios = parts.map(\.plan).filter { !$0.fleetRoles.isEmpty }.map(\.scenario)
        guard scenarios.count > 1 else { return }
        throw FleetError(
            .severalRegistries,
            "scenarios \(scenarios.joined(separator: " and ")) each need a registry, whose figures are the run's: run them one by one"
        )
    }
}

extension PlanRunner {
    /// Runs a body with a fleet, which is taken down afterwards; with nil where the plan needs no further worker.
    /// Throws `FleetError`, `EmbeddedEngineError`, `EngineError` when it cannot be set up.
    func withFleet(_ body: @Sendable (Fleet?) async throws -> RunEnd) async throws -> RunEnd {
        let roles = plan.fleetRoles
        guard !roles.isEmpty else { return try await body(nil) }
        guard let embedded = session.embedded, case .embedded(let source, let diskBytes) = request.engine else {
            throw plan.needsFleet(
                .engineNotEmbedded,
                "a registry and a second engine for that: run it with --engine embedded, or a Docker of a Debian suite, as "
                    + "--engine docker:trixie")
        }
        try plan.requireRegistry(on: session.traits)
        let engine = FleetEngine(
            client: session.client, engine: embedded, extraHosts: session.extraHosts, starts: session.starts)
        tell("starting a registry")
        let registryOptions = EmbeddedRegistryOptions(stateDirectory: request.stateDirectory)
        let engineOptions = EmbeddedEngineOptions(
            stateDirectory: request.stateDirectory, diskBytes: diskBytes, source: source,
            bridge: embedded.bridge)
        return try await EmbeddedRegistry.withRegistry(registryOptions, progress: tell) { registry in
            try await registry.connect(embedded)
            try await note([.startRegistry, .connectEngine])
            let first = FirstWorker(
                registry: registry, engine: engine, owner: request.owner, buildx: buildx(of: session),
                secrets: plan.secrets ?? [])
            for reference in request.images { try await publish(reference, from: first) }
            return try await withFaultyDepot(of: first, in: roles, diskBytes: diskBytes) { faulty in
                try await raise(roles[...], Fleet(first, faulty: faulty), first, engineOptions, body)
            }
        }
    }

    /// Starts a registry that may be killed and filled, where a role needs one. Its disk is its own.
    private func withFaultyDepot(
        of first: FirstWorker, in roles: [FleetRole], diskBytes: Int,
        _ body: (Depot?) async throws -> RunEnd
    ) async throws -> RunEnd {
        guard roles.contains(.faulty) else { return try await body(nil) }
        let options = EmbeddedRegistryOptions(stateDirectory: request.stateDirectory, diskBytes: diskBytes)
        return try await EmbeddedRegistry.withRegistry(options, progress: tell) { registry in
            try await registry.connect(first.engine.engine)
            var first = first
            first.registry = registry
            return try await body(Depot(first))
        }
    }

    /// Starts a worker for each role, one after the other, and runs the body with all of them.
    private func raise(
        _ roles: ArraySlice<FleetRole>, _ raised: Fleet, _ first: FirstWorker, _ options: EmbeddedEngineOptions,
        _ body: @Sendable (Fleet?) async throws -> RunEnd
    ) async throws -> RunEnd {
        guard let role = roles.first else {
            let end = try await body(raised)
            if end == .finished { try await closeRegistry(of: raised) }
            return end
        }
        tell("starting an engine for \(role.words)")
        return try await EmbeddedEngine.withEngine(options, progress: tell) { engine in
            try await raised.registry.connect(engine)
            if role == .faulty { try await raised.faulty?.registry.connect(engine) }
            try await note([.connectEngine])
            return try await EngineClient.withClient(.unix(path: engine.socketPath)) { client in
                try await observingStarts(on: client) { starts in
                    var raised = raised
                    raised.workers[role] = try await ready(engine, client, starts, beside: first)
                    return try await raise(roles.dropFirst(), raised, first, options, body)
                }
            }
        }
    }

    private func ready(
        _ engine: EmbeddedEngine, _ client: EngineClient, _ starts: StartEvents?, beside first: FirstWorker
    ) async throws -> FleetWorker {
        // The mirror first: its container must have the same address on all.
        let mirror = try await request.startMirror(nil, on: client, tell)
        let further = FleetEngine(
            client: client, engine: engine, extraHosts: mirror?.extraHosts ?? [], starts: starts)
        guard further.extraHosts == first.engine.extraHosts else {
            throw FleetError(
                .enginesDiffer,
                "builds reach the package mirror as \(first.engine.extraHosts.joined()) on the first engine, as "
                    + "\(further.extraHosts.joined()) on another: BuildKit would treat their steps as different")
        }
        if !further.extraHosts.isEmpty { try await note([.alignAddresses]) }
        for reference in request.images { try await take(reference, on: client, from: first) }
        return FleetWorker(engine: further, cold: try await .keepingWhatIsThere(client))
    }

    /// Publishes a base image, for further engines to pull. The same image made there again would be a different one,
    /// for which the legacy builder finds no cache.
    private func publish(_ reference: String, from first: FirstWorker) async throws {
        let published = ImageName(RegistryImageName(address: first.registry.address).base(reference))
        tell("sharing \(reference) through the registry")
        try await first.engine.client.tag(reference, repository: published.repository, tag: published.tag)
        try await first.engine.client.pushImage(published.description)
        try await note([.publishBaseImage])
    }

    private func take(_ reference: String, on client: EngineClient, from first: FirstWorker) async throws {
        let published = RegistryImageName(address: first.registry.address).base(reference)
        try await client.pullImage(published)
        let name = ImageName(reference)
        if !name.tag.contains(":") { try await client.tag(published, repository: name.repository, tag: name.tag) }
        try await note([.pullBaseImage])
        let (one, other) = (try await first.engine.client.image(reference).id, try await client.image(reference).id)
        guard one == other else {
            throw FleetError(.enginesDiffer, "\(reference) is \(one) on the first engine and \(other) on another")
        }
    }

    private func note(_ actions: [SetUpAction]) async throws { try await journal.record(actions.map(\.point), of: nil) }
}
