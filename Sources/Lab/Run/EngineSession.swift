import Engine
import Housekeeping
import Model
import Provision

/// An engine prepared for a run: reachable, with base images, and with the package mirror serving.
struct EngineSession: Sendable {
    typealias Tell = @Sendable (String) -> Void

    /// As the scenario names it; nil: the run's own.
    var source: EngineSource?
    let client: EngineClient
    let embedded: EmbeddedEngine?
    var extraHosts: [String]
    /// As `extraHosts`, for git fixtures: their packages are in no list.
    var gitHosts: [String] = []
    let fingerprint: Fingerprint
    let traits: EngineTraits
    /// The start events of the engine; nil where its own start times are true.
    var starts: StartEvents?
    /// The program for builds by buildx; nil: no plan has any.
    var buildx: BuildxProgram?
    var ledger: LedgerKeeper?
    var provided: ProvidedImages?
    var points: [JobPoint] = []

    /// Prepares an engine, and restores it afterwards: an embedded one is taken down, a foreign one loses the mirror.
    static func with<Value: Sendable>(
        _ request: RunRequest, source: EngineSource? = nil, events: @escaping @Sendable (LabEvent) -> Void,
        _ body: @escaping @Sendable (EngineSession) async throws -> Value
    ) async throws -> Value {
        let tell: Tell = { events(.preparing($0)) }
        let warn: Tell = { events(.warning($0)) }
        switch request.engine {
        case .foreign(let endpoint):
            return try await marked(request, at: endpoint, warn) {
                try await connected(to: endpoint, embedded: nil, request, source, tell, warn, body)
            }
        case .embedded(let embedded, let diskBytes):
            let options = EmbeddedEngineOptions(
                stateDirectory: request.stateDirectory, diskBytes: diskBytes, source: embedded)
            return try await EmbeddedEngine.withEngine(options, progress: tell) { engine in
                try await connected(
                    to: .unix(path: engine.socketPath), embedded: engine, request, source, tell, warn, body)
            }
        }
    }

    /// Shows other users of a foreign engine that the run is active there, while the body runs. A lost engine keeps the
    /// marker, which `plimsoll clean` removes.
    private static func marked<Value: Sendable>(
        _ request: RunRequest, at endpoint: EngineEndpoint, _ warn: @escaping Tell,
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let marker = RunMarker(of: request.run)
        try await EngineClient.withClient(endpoint) { client in
            try await marker.put(on: client)
            let others = try await RunsAtWork.read(from: client).without(request.run)
            guard !others.isEmpty else { return }
            warn("another run of Plimsoll is active on this engine: both runs take longer")
        }
        return try await cleaningUp(
            { try await EngineClient.withClient(endpoint) { try await marker.remove(from: $0) } }, after: body)
    }

    private static func connected<Value: Sendable>(
        to endpoint: EngineEndpoint, embedded: EmbeddedEngine?, _ request: RunRequest, _ source: EngineSource?,
        _ tell: @escaping Tell, _ warn: @escaping Tell,
        _ body: @escaping @Sendable (EngineSession) async throws -> Value
    ) async throws -> Value {
        try await EngineClient.withClient(endpoint) { client in
            let facts = (version: try await client.version(), info: try await client.info())
            let traits = EngineTraits(version: facts.version, info: facts.info)
            try request.requireBuilders(of: traits, on: source, at: endpoint)
            if let warning = traits.warning { warn(warning) }
            let buildx = try await buildx(for: request, on: source, traits, embedded)
            // Before anything is put on the engine: the use of an empty one is the baseline.
            let ledger =
                request.parts.contains { $0.plan.workload.keepsLedger(ofEmbedded: embedded != nil) }
                ? await LedgerKeeper.open(on: client, embedded: embedded, warn: warn) : nil
            let suite = try request.providedImages.map(ProvidedSuite.load)
            var points = try await request.provideImages(suite, on: client, tell)
            let mirror = try await request.startMirror(suite, on: client, tell)
            let hosts = mirror?.extraHosts ?? []
            var passing: MirrorAddress?
            do {
                passing = try await request.startPassThrough(on: client, tell, warn)
                let provided = try suite.map { try ProvidedImages(of: $0, for: request.images, extraHosts: hosts) }
                points += try await provided?.build(on: client, tell) ?? []
                try await request.buildTools(on: client, by: traits.usualBuilder, extraHosts: hosts, tell)
                let session = EngineSession(
                    source: source, client: client, embedded: embedded, extraHosts: hosts,
                    gitHosts: passing?.extraHosts ?? [],
                    fingerprint: await fingerprint(of: client, facts.version, facts.info, embedded, buildx, request),
                    traits: traits, buildx: buildx, ledger: ledger, provided: provided, points: points)
                let value = try await session.observed(request, warn, body)
                try await request.stop([mirror, passing], on: client)
                return value
            } catch {
                let started = [mirror, passing]
                try? await shieldedFromCancellation { try await request.stop(started, on: client) }
                throw error
            }
        }
    }

    private func observed<Value: Sendable>(
        _ request: RunRequest, _ warn: @escaping Tell, _ body: @Sendable (EngineSession) async throws -> Value
    ) async throws -> Value {
        try await StartEvents.during(on: client, with: traits, owner: request.owner, warn: warn) { starts in
            var session = self
            session.starts = starts
            return try await body(session)
        }
    }

    /// Finds buildx for the plans that build by it.
    /// - Throws: `BuildxError` if there is none, or the engine's images cannot hold the attestation that a plan asks for.
    private static func buildx(
        for request: RunRequest, on source: EngineSource?, _ traits: EngineTraits, _ embedded: EmbeddedEngine?
    ) async throws -> BuildxProgram? {
        let plans = request.parts.map(\.plan).filter { plan in
            plan.jobs.contains { $0.configuration.builder == .buildx && $0.configuration.engine == source }
        }
        guard !plans.isEmpty else { return nil }
        if let plan = plans.first(where: { $0.workload.provenance != nil }),
            traits.imageStore != .containerd
        {
            throw BuildxError(
                .noAttestations,
                "scenario \(plan.scenario) asks for provenance, which only images of the containerd image store can have: turn it "
                    + "on in the engine, or leave workload.provenance out")
        }
        // The buildx of the engine's own suite, where it runs on this host.
        if let own = embedded?.buildx, let program = try? await BuildxProgram.at(own) { return program }
        return try await BuildxProgram.find()
    }

    static func fingerprint(
        of client: EngineClient, _ version: EngineVersion, _ info: EngineInfo, _ embedded: EmbeddedEngine?,
        _ buildx: BuildxProgram?, _ request: RunRequest
    ) async -> Fingerprint {
        var engine = [
            "kind": embedded == nil ? "foreign" : "embedded", "version": version.version,
            "api_version": "\(client.version)", "storage_driver": info.storageDriver,
            "cgroup_version": info.cgroupVersion, "cgroup_driver": info.cgroupDriver,
            "operating_system": info.operatingSystem, "kernel": info.kernelVersion,
            "processors": "\(info.processors)", "memory_bytes": "\(info.memory)",
            "default_runtime": info.defaultRuntime, "runtimes": info.runtimes.joined(separator: ","),
        ]
        if let embedded {
            engine["filesystem"] = embedded.filesystemIsOwn ? "own ext4" : "the host's"
            engine.merge(embedded.source.facts) { $1 }
        }
        engine["buildx_version"] = buildx?.version
        if request.parts.contains(where: { !$0.plan.fleetRoles.isEmpty }) {
            engine["registry_version"] = await EmbeddedRegistry.programVersion()
        }
        return Fingerprint(engine: engine, host: HostFingerprint.collect(stateDirectory: request.stateDirectory))
    }
}

extension RunRequest {
    /// Refuses a builder that the engine does not have: another one would be measured under its name.
    /// - Throws: `EngineError` of code `noBuilder`.
    fileprivate func requireBuilders(
        of traits: EngineTraits, on source: EngineSource?, at endpoint: EngineEndpoint
    ) throws {
        let wanted = Set(
            parts.flatMap(\.plan.jobs).map(\.configuration).filter { $0.engine == source }.map(\.builder))
        guard let missing = Builder.allCases.first(where: { wanted.contains($0) && !traits.has($0) }) else { return }
        let known = Builder.allCases.filter(traits.has).map(\.rawValue).joined(separator: ", ")
        throw EngineError(
            code: .noBuilder, message: "\(traits.name) has no builder \(missing.rawValue)",
            endpoint: endpoint.description, hint: "write `builder: [\(known)]` in the scenario")
    }

    private static let bundledImages: Set<String> = [BaseImage.reference]

    /// Puts the images on the engine that are not built there: base images, and the bases of provided ones.
    func provideImages(
        _ suite: ProvidedSuite?, on client: EngineClient, _ tell: @escaping EngineSession.Tell
    ) async throws -> [JobPoint] {
        let part = suite?.part(for: images) ?? []
        let needed = Set(images + part.compactMap(\.base)).subtracting(part.map(\.reference))
        var points: [JobPoint] = []
        for reference in needed.sorted() {
            guard Self.bundledImages.contains(reference) else {
                try await ImagePull.ensure(reference, on: client, announce: tell)
                continue
            }
            let base = BaseImage(stateDirectory: stateDirectory)
            let prepared = try await base.prepare(announce: tell)
            let wasThere = (try? await client.image(reference)) != nil
            let began = ContinuousClock.now
            let id = try await base.ensure(on: client, announce: tell)
            guard !part.isEmpty else { continue }
            let imported = (ContinuousClock.now - began).seconds
            let bytes = Double(try await client.layerBytes(of: id))
            let figures: [(ProvidedImagePoint.Figure, Double?)] = [
                (.makingSeconds, prepared.facts.seconds), (.buildSeconds, wasThere ? nil : imported), (.bytes, bytes),
                (.ownBytes, bytes),
            ]
            points += figures.compactMap { figure, value in
                value.map { ProvidedImagePoint(figure, of: BaseImage.providedName).point($0) }
            }
        }
        return points
    }

    /// Serves the package mirror. Only builds on our own base image are configured for it.
    func startMirror(
        _ suite: ProvidedSuite?, on client: EngineClient, _ tell: @escaping EngineSession.Tell
    ) async throws -> MirrorAddress? {
        let bases = images + (suite?.part(for: images).compactMap(\.base) ?? [])
        guard !packageLists.isEmpty, !Self.bundledImages.isDisjoint(with: bases) else { return nil }
        let list = PackageList(merging: try packageLists.map(PackageList.load))
        let mirror = PackageMirror(list: list, stateDirectory: stateDirectory)
        return try await mirror.start(on: client, owner: owner, announce: tell)
    }

    /// Packages for git fixtures on our own base image come from the machine's sources. Where these are unreachable,
    /// Dockerfiles that install nothing still build.
    fileprivate func startPassThrough(
        on client: EngineClient, _ tell: @escaping EngineSession.Tell, _ warn: EngineSession.Tell
    ) async throws -> MirrorAddress? {
        let gitImages = parts.flatMap(\.fixtures.values).filter(\.isGit).flatMap { $0.images(variant: nil) }
        guard !Self.bundledImages.isDisjoint(with: gitImages) else { return nil }
        do {
            return try await PassThroughMirror(stateDirectory: stateDirectory)
                .start(on: client, owner: owner, announce: tell)
        } catch let error as PreparationError {
            warn("a Dockerfile on \(BaseImage.reference) cannot install Debian packages in this run: \(error)")
            return nil
        }
    }

    /// Builds images with a language's tools that fixtures build on, before anything is measured: no job's time
    /// includes them, and they are the same for all strategies.
    fileprivate func buildTools(
        on client: EngineClient, by builder: BuilderKind, extraHosts: [String], _ tell: EngineSession.Tell
    ) async throws {
        let dockerfiles = parts.flatMap(\.fixtures.values).reduce(into: [:]) {
            $0.merge($1.tools) { first, _ in first }
        }
        for (image, path) in dockerfiles.sorted(by: { $0.key < $1.key }) {
            tell("building \(image)")
            let text = try String(contentsOfFile: path.string, encoding: .utf8)
            let depth = await client.depth(building: Dockerfile(text))
            let request = BuildRequest(
                builder: builder, tags: [image], labels: PlimsollLabel.labels(name: image, depth: depth),
                extraHosts: extraHosts)
            let result = try await client.build(request, dockerfile: text)
            if let error = result.error {
                throw LabError("\(image) could not be built: \(error)\n" + result.outputTail.joined(separator: "\n"))
            }
        }
    }

    fileprivate func stop(_ mirrors: [MirrorAddress?], on client: EngineClient) async throws {
        guard case .foreign = engine else { return }
        for mirror in mirrors.compactMap(\.self) { try await PackageMirror.stop(mirror, on: client) }
    }
}
