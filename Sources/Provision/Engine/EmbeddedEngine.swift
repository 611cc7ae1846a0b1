import Foundation

/// A private Docker engine: own data root, socket, bridge, firewall, processes; everything of it ends with one process.
///
/// What is made outside its namespaces is recorded before it is made, so that an engine killed at any moment can be removed
/// by whoever comes next. It ends with its owner, whatever ends that, unless it was asked to live on.
public struct EmbeddedEngine: HostTenant, Sendable {
    /// Its name, which everything of it on the host carries.
    public let name: String
    /// The path of its socket, which only root may open. Under 108 bytes.
    public let socketPath: String
    /// Its data root as the host can read it: `statfs` of it tells the engine's own filesystem.
    public let dataRoot: String
    /// The daemon, by its number on the host.
    public let processIdentifier: Int32
    /// The process that everything of the engine dies with, by its number on the host.
    public let outermostProcessIdentifier: Int32
    /// Whether the data root is a filesystem of its own; if not, disk figures count others' writes too.
    public let filesystemIsOwn: Bool
    /// The block of addresses that it uses, as `10.192.0.0/18`.
    public let subnet: String
    /// The default bridge's address with its length, as `10.192.4.1/22`.
    public let bridge: String
    /// The daemon's version.
    public let version: String

    /// Its data root, as its own mount namespace shows it.
    public var innerDataRoot: String { layout.data }
    /// Its control group, by its name below each hierarchy's root.
    public var controlGroup: String { names.scoped }
    /// All that it keeps on the host's filesystem.
    public var directory: String { layout.directory }

    let layout: EngineLayout
    let names: EngineNames
    private let host: HostSide
    /// Held, never read: the engine ends when this is let go.
    private let lease: OwnerLease?

    /// The engine of a record; nil before its processes were seen.
    init?(record: EngineRecord, layout: EngineLayout, names: EngineNames, lease: OwnerLease?) {
        guard let daemon = record.daemon, let outermost = record.outermost else { return nil }
        name = record.name
        socketPath = record.host.socket(record.name)
        processIdentifier = daemon.pid
        outermostProcessIdentifier = outermost.pid
        // Not by the daemon, which may be started again.
        dataRoot = "/proc/\(outermost.pid)/root\(layout.data)"
        filesystemIsOwn = record.filesystemIsOwn
        subnet = "\(record.block)"
        bridge = record.bridge ?? EngineAddresses(block: record.block).bridge
        version = record.version ?? ""
        host = record.host
        self.layout = layout
        self.names = names
        self.lease = lease
    }

    /// Brings an engine up. Takes a second or two.
    ///
    /// Without `detached` the engine ends when the returned value and its copies are gone; `withEngine` is the safer way.
    ///
    /// - Parameter progress: Told in words what a user should know.
    /// - Throws: `EmbeddedEngineError`; nothing of the engine is left then.
    public static func up(
        _ options: EmbeddedEngineOptions, progress: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> EmbeddedEngine {
        try await up(options, host: HostSide(), progress: progress)
    }

    static func up(
        _ options: EmbeddedEngineOptions, host: HostSide, progress: @escaping @Sendable (String) -> Void
    ) async throws -> EmbeddedEngine {
        try EngineRequirements.check(options)
        let names = try options.name.map { try EngineNames($0) } ?? EngineNames.random()
        var raising = try await EngineRaising.claim(options, names, host, progress)
        let removal = EngineRemoval(names: names, layout: raising.layout, host: host)
        return try await raised(
            by: { try await raising.finish() }, orElse: { try await removal.run(progress) }, progress: progress)
    }

    /// Takes the engine down and removes all of it. Finishes also when the task is cancelled; does nothing the second time.
    ///
    /// - Throws: `EmbeddedEngineError` of code `incompleteDown` when something is left.
    public func down(progress: @escaping @Sendable (String) -> Void = { _ in }) async throws {
        let removal = EngineRemoval(names: names, layout: layout, host: host)
        try await Uncancellable.run { try await removal.run(progress) }
    }

    /// Brings an engine up, hands it to `body`, and takes it down however that ends.
    ///
    /// - Throws: What `body` throws; what `up` or `down` throw.
    public static func withEngine<R>(
        _ options: EmbeddedEngineOptions, progress: @escaping @Sendable (String) -> Void = { _ in },
        isolation: isolated (any Actor)? = #isolation, _ body: (EmbeddedEngine) async throws -> R
    ) async throws -> R {
        try await withEngine(options, host: HostSide(), progress: progress, body)
    }

    static func withEngine<R>(
        _ options: EmbeddedEngineOptions, host: HostSide, progress: @escaping @Sendable (String) -> Void = { _ in },
        isolation: isolated (any Actor)? = #isolation, _ body: (EmbeddedEngine) async throws -> R
    ) async throws -> R {
        try await up(options, host: host, progress: progress).whileUp(progress: progress, body)
    }

    /// What is on the host of this engine: its resources while it is up, nothing after it was taken down.
    public func leftovers() async -> [EngineLeftover] {
        await EngineInventory(names: names, layout: layout, host: host).take()
    }
}
