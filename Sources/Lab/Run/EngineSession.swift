import Engine
import Housekeeping
import Model
import Provision

/// An engine prepared for a run: reachable, with base images, and with the package mirror serving.
struct EngineSession: Sendable {
    /// Names of base images that are made here; every other image is pulled.
    private static let bundledImages: Set<String> = [BaseImage.reference]

    let client: EngineClient
    let embedded: EmbeddedEngine?
    var extraHosts: [String]
    /// As `extraHosts`, for git fixtures: their packages are in no list.
    var gitHosts: [String] = []
    let fingerprint: Fingerprint
    /// The properties of build contexts for it.
    let contextTraits: ContextTraits
    /// The ledger of its disk; nil where no plan keeps one, or it could not be opened.
    var ledger: LedgerKeeper?
    /// The provided images on it; nil where no fixture builds on one.
    var provided: ProvidedImages?
    /// What was measured during preparation, as figures of the run.
    var points: [JobPoint] = []

    /// Prepares an engine, and restores it afterwards: an embedded one is taken down, a foreign one loses the mirror.
    static func with<Value: Sendable>(
        _ request: RunRequest, events: @escaping @Sendable (LabEvent) -> Void,
        _ body: @escaping @Sendable (EngineSession) async throws -> Value
    ) async throws -> Value {
        let tell: @Sendable (String) -> Void = { events(.preparing($0)) }
        let warn: @Sendable (String) -> Void = { events(.warning($0)) }
        switch request.engine {
        case .foreign(let endpoint):
            return try await marked(request, at: endpoint, warn) {
                try await connected(to: endpoint, embedded: nil, request, tell, warn, body)
            }
        case .embedded(let diskBytes):
            var options = EmbeddedEngineOptions(stateDirectory: request.stateDirectory)
            options.diskBytes = diskBytes
            return try await EmbeddedEngine.withEngine(options, progress: tell) { engine in
                try await connected(to: .unix(path: engine.socketPath), embedded: engine, request, tell, warn, body)
            }
        }
    }

    /// Shows other users of a foreign engine that the run is active there, while the body runs.
    private static func marked<Value: Sendable>(
        _ request: RunRequest, at endpoint: EngineEndpoint, _ warn: @escaping @Sendable (String) -> Void,
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let marker = RunMarker(of: request.run)
        try await EngineClient.withClient(endpoint) { client in
            try await marker.put(on: client)
            let others = try await RunsAtWork.read(from: client).without(request.run)
            guard !others.isEmpty else { return }
            warn("another run of Plimsoll is at work on this engine: both runs' times are longer for it")
        }
        let result: Result<Value, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        // A lost engine keeps the marker. Its process is then dead, and `plimsoll clean` removes it.
        try? await shieldedFromCancellation {
            try await EngineClient.withClient(endpoint) { try await marker.remove(from: $0) }
        }
        return try result.get()
    }

    private static func connected<Value: Sendable>(
        to endpoint: EngineEndpoint, embedded: EmbeddedEngine?, _ request: RunRequest,
        _ tell: @escaping @Sendable (String) -> Void, _ warn: @escaping @Sendable (String) -> Void,
        _ body: @escaping @Sendable (EngineSession) async throws -> Value
    ) async throws -> Value {
        try await EngineClient.withClient(endpoint) { client in
            // Before anything is put on the engine: the use of an empty one is the baseline.
            let ledger =
                request.keepsLedger(ofEmbedded: embedded != nil)
                ? await LedgerKeeper.open(on: client, embedded: embedded, warn: warn) : nil
            let suite = try request.providedImages.map(ProvidedSuite.load)
            var points = try await provideImages(request, suite, on: client, tell)
            let mirror = try await mirror(request, suite, on: client, tell)
            var passing: MirrorAddress?
            do {
                passing = try await passThrough(request, on: client, tell, warn)
                let provided = try suite.map {
                    try ProvidedImages(of: $0, for: request.images, extraHosts: mirror?.extraHosts ?? [])
                }
                points += try await provided?.build(on: client, tell) ?? []
                try await ToolImages(dockerfiles: request.tools, extraHosts: mirror?.extraHosts ?? [])
                    .build(on: client, tell)
                let session = EngineSession(
                    client: client, embedded: embedded, extraHosts: mirror?.extraHosts ?? [],
                    gitHosts: passing?.extraHosts ?? [],
                    fingerprint: try await EngineFacts.fingerprint(
                        of: client, embedded: embedded, state: request.stateDirectory,
                        registry: request.usesRegistry),
                    contextTraits: ContextTraits(try await client.version()), ledger: ledger, provided: provided,
                    points: points)
                let value = try await body(session)
                try await stop([mirror, passing], request, on: client)
                return value
            } catch {
                let started = [mirror, passing]
                try? await shieldedFromCancellation { try await stop(started, request, on: client) }
                throw error
            }
        }
    }

    /// Puts the images on the engine that are not built there: base images, and the bases of provided ones.
    static func provideImages(
        _ request: RunRequest, _ suite: ProvidedSuite?, on client: EngineClient,
        _ tell: @escaping @Sendable (String) -> Void
    ) async throws -> [JobPoint] {
        let part = suite?.part(for: request.images) ?? []
        let needed = Set(request.images + part.compactMap(\.base)).subtracting(part.map(\.reference))
        var points: [JobPoint] = []
        for reference in needed.sorted() {
            guard bundledImages.contains(reference) else {
                try await ImagePull.ensure(reference, on: client, announce: tell)
                continue
            }
            let base = BaseImage(stateDirectory: request.stateDirectory)
            let prepared = try await base.prepare(announce: tell)
            let wasThere = (try? await client.image(reference)) != nil
            let began = ContinuousClock.now
            let id = try await base.ensure(on: client, announce: tell)
            guard !part.isEmpty else { continue }
            let imported = (ContinuousClock.now - began).seconds
            let bytes = Double(try await client.image(id).size)
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

    /// Serves the mirror on another engine too, as on this one.
    func startMirror(
        _ request: RunRequest, on client: EngineClient, _ tell: @escaping @Sendable (String) -> Void
    ) async throws -> MirrorAddress? {
        try await Self.mirror(request, nil, on: client, tell)
    }

    /// Only builds on our own base image are configured for the mirror.
    private static func mirror(
        _ request: RunRequest, _ suite: ProvidedSuite?, on client: EngineClient,
        _ tell: @escaping @Sendable (String) -> Void
    ) async throws -> MirrorAddress? {
        let bases = request.images + (suite?.part(for: request.images).compactMap(\.base) ?? [])
        guard !request.packageLists.isEmpty, !bundledImages.isDisjoint(with: bases) else { return nil }
        let list = PackageList(merging: try request.packageLists.map(PackageList.load))
        let mirror = PackageMirror(list: list, stateDirectory: request.stateDirectory)
        return try await mirror.start(on: client, owner: request.owner, announce: tell)
    }

    /// Packages for git fixtures on our own base image come from the machine's sources. Where these are unreachable,
    /// Dockerfiles that install nothing still build.
    private static func passThrough(
        _ request: RunRequest, on client: EngineClient, _ tell: @escaping @Sendable (String) -> Void,
        _ warn: @escaping @Sendable (String) -> Void
    ) async throws -> MirrorAddress? {
        guard !bundledImages.isDisjoint(with: request.imagesOfGitFixtures) else { return nil }
        do {
            return try await PassThroughMirror(stateDirectory: request.stateDirectory)
                .start(on: client, owner: request.owner, announce: tell)
        } catch let error as PreparationError {
            warn("a Dockerfile upon \(BaseImage.reference) can install no Debian package in this run: \(error)")
            return nil
        }
    }

    private static func stop(
        _ mirrors: [MirrorAddress?], _ request: RunRequest, on client: EngineClient
    ) async throws {
        guard case .foreign = request.engine else { return }
        for mirror in mirrors.compactMap(\.self) { try await PackageMirror.stop(mirror, on: client) }
    }
}

/// The facts of an engine and its host that decide whether two runs are comparable.
enum EngineFacts {
    static func fingerprint(
        of client: EngineClient, embedded: EmbeddedEngine?, state: String, registry: Bool
    ) async throws -> Fingerprint {
        let version = try await client.version()
        let info = try await client.info()
        var engine = [
            "kind": embedded == nil ? "foreign" : "embedded",
            "version": version.version,
            "api_version": "\(client.version)",
            "storage_driver": info.storageDriver,
            "cgroup_version": info.cgroupVersion,
            "cgroup_driver": info.cgroupDriver,
            "operating_system": info.operatingSystem,
            "kernel": info.kernelVersion,
            "processors": "\(info.processors)",
            "memory_bytes": "\(info.memory)",
            "default_runtime": info.defaultRuntime,
            "runtimes": info.runtimes.joined(separator: ","),
        ]
        if let embedded {
            engine["filesystem"] = embedded.filesystemIsOwn ? "own ext4" : "the host's"
        }
        if registry { engine["registry_version"] = await EmbeddedRegistry.programVersion() }
        return Fingerprint(engine: engine, host: HostFingerprint.collect(stateDirectory: state))
    }
}
