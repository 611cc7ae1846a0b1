import EngineAPI
import Provision
import Records

/// An engine made ready for a run: reachable, base images on it, the package mirror serving.
struct EngineSession: Sendable {
    /// Names under which base images are made here; every other image is pulled.
    private static let bundledImages: Set<String> = [BaseImage.reference]

    let client: EngineClient
    let embedded: EmbeddedEngine?
    let extraHosts: [String]
    let fingerprint: Fingerprint
    /// The account of its disk; nil where no plan keeps one, or it could not be opened.
    var ledger: LedgerKeeper?

    /// Makes an engine ready, and leaves it as it was found: an embedded one is taken down, a foreign one loses the mirror.
    static func with<Value: Sendable>(
        _ request: RunRequest, events: @escaping @Sendable (LabEvent) -> Void,
        _ body: @escaping @Sendable (EngineSession) async throws -> Value
    ) async throws -> Value {
        let tell: @Sendable (String) -> Void = { events(.preparing($0)) }
        let warn: @Sendable (String) -> Void = { events(.warning($0)) }
        switch request.engine {
        case .foreign(let endpoint):
            return try await connected(to: endpoint, embedded: nil, request, tell, warn, body)
        case .embedded(let diskBytes):
            var options = EmbeddedEngineOptions(stateDirectory: request.stateDirectory)
            options.diskBytes = diskBytes
            return try await EmbeddedEngine.withEngine(options, progress: tell) { engine in
                try await connected(to: .unix(path: engine.socketPath), embedded: engine, request, tell, warn, body)
            }
        }
    }

    private static func connected<Value: Sendable>(
        to endpoint: EngineEndpoint, embedded: EmbeddedEngine?, _ request: RunRequest,
        _ tell: @escaping @Sendable (String) -> Void, _ warn: @escaping @Sendable (String) -> Void,
        _ body: @escaping @Sendable (EngineSession) async throws -> Value
    ) async throws -> Value {
        try await EngineClient.withClient(endpoint) { client in
            // Before anything is put on the engine: what an empty one takes is the baseline.
            let ledger =
                request.keepsLedger(ofEmbedded: embedded != nil)
                ? await LedgerKeeper.open(on: client, embedded: embedded, warn: warn) : nil
            try await provideImages(request, on: client, tell)
            let mirror = try await mirror(request, on: client, tell)
            do {
                try await ToolImages(dockerfiles: request.tools, extraHosts: mirror?.extraHosts ?? [])
                    .build(on: client, tell)
                let session = EngineSession(
                    client: client, embedded: embedded, extraHosts: mirror?.extraHosts ?? [],
                    fingerprint: try await EngineFacts.fingerprint(
                        of: client, embedded: embedded, state: request.stateDirectory,
                        registry: request.usesRegistry), ledger: ledger)
                let value = try await body(session)
                try await stopMirror(mirror, request, on: client)
                return value
            } catch {
                try? await shieldedFromCancellation { try await stopMirror(mirror, request, on: client) }
                throw error
            }
        }
    }

    private static func provideImages(
        _ request: RunRequest, on client: EngineClient, _ tell: @escaping @Sendable (String) -> Void
    ) async throws {
        for reference in request.images {
            if bundledImages.contains(reference) {
                _ = try await BaseImage(stateDirectory: request.stateDirectory).ensure(on: client, announce: tell)
            } else {
                try await ImagePull.ensure(reference, on: client, announce: tell)
            }
        }
    }

    /// Serves the mirror on another engine too, as on this one.
    func startMirror(
        _ request: RunRequest, on client: EngineClient, _ tell: @escaping @Sendable (String) -> Void
    ) async throws -> MirrorAddress? {
        try await Self.mirror(request, on: client, tell)
    }

    /// Only builds on our own base image are configured for the mirror.
    private static func mirror(
        _ request: RunRequest, on client: EngineClient, _ tell: @escaping @Sendable (String) -> Void
    ) async throws -> MirrorAddress? {
        guard !request.packageLists.isEmpty, !bundledImages.isDisjoint(with: request.images) else { return nil }
        let list = PackageList(merging: try request.packageLists.map(PackageList.load))
        let mirror = PackageMirror(list: list, stateDirectory: request.stateDirectory)
        return try await mirror.start(on: client, announce: tell)
    }

    private static func stopMirror(
        _ mirror: MirrorAddress?, _ request: RunRequest, on client: EngineClient
    ) async throws {
        guard let mirror, case .foreign = request.engine else { return }
        try await PackageMirror.stop(mirror, on: client)
    }
}
