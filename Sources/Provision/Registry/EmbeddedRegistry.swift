import Foundation

/// A private image registry, Debian's docker-registry, for engines of Plimsoll's own and for nobody else.
///
/// It lives as an embedded engine does: in namespaces of its own, recorded before it is made, ended with its owner. Only
/// engines that it was connected to know a way to it, at a port of their own loopback address.
public struct EmbeddedRegistry: HostTenant, Sendable {
    /// Its name, which everything of it on the host carries.
    public let name: String
    /// What stands before the names of its images, on every engine that it serves: `127.0.0.1:5000`.
    public let address: String
    /// Where it keeps what is pushed.
    public let storage: String
    /// The process that everything of the registry dies with, by its number on the host.
    public let outermostProcessIdentifier: Int32
    /// Its version, as `2.8.2+ds1`.
    public let version: String

    let record: RegistryRecord
    let layout: EngineLayout
    let names: EngineNames
    /// Held, never read: the registry ends when this is let go.
    private let lease: OwnerLease?

    /// The registry of a record; nil before its processes were seen.
    init?(record: RegistryRecord, layout: EngineLayout, names: EngineNames, lease: OwnerLease?) {
        guard let outermost = record.outermost else { return nil }
        name = record.name
        address = record.address
        storage = record.storage
        outermostProcessIdentifier = outermost.pid
        version = record.version ?? ""
        self.record = record
        self.layout = layout
        self.names = names
        self.lease = lease
    }

    /// Brings a registry up. Takes half a second.
    ///
    /// Without `detached` it ends when the returned value and its copies are gone; `withRegistry` is the safer way.
    ///
    /// - Parameter progress: Told in words what a user should know.
    /// - Throws: `EmbeddedEngineError`; nothing of the registry is left then.
    public static func up(
        _ options: EmbeddedRegistryOptions, progress: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> EmbeddedRegistry {
        try await up(options, host: HostSide(), progress: progress)
    }

    static func up(
        _ options: EmbeddedRegistryOptions, host: HostSide, progress: @escaping @Sendable (String) -> Void
    ) async throws -> EmbeddedRegistry {
        try RegistryRequirements.check(options)
        let names = try options.name.map { try EngineNames($0) } ?? EngineNames.random()
        var raising = try await RegistryRaising.claim(options, names, host)
        let removal = RegistryRemoval(names: names, layout: raising.layout, host: host)
        return try await raised(
            by: { try await raising.finish() }, orElse: { try await removal.run(progress) }, progress: progress)
    }

    /// Takes the registry down and removes all of it, but a storage that was named. Finishes also when the task is
    /// cancelled; does nothing the second time.
    ///
    /// - Throws: `EmbeddedEngineError` of code `incompleteDown` when something is left.
    public func down(progress: @escaping @Sendable (String) -> Void = { _ in }) async throws {
        let removal = RegistryRemoval(names: names, layout: layout, host: record.host)
        try await Uncancellable.run { try await removal.run(progress) }
    }

    /// Brings a registry up, hands it to `body`, and takes it down however that ends.
    ///
    /// - Throws: What `body` throws; what `up` or `down` throw.
    public static func withRegistry<R>(
        _ options: EmbeddedRegistryOptions, progress: @escaping @Sendable (String) -> Void = { _ in },
        isolation: isolated (any Actor)? = #isolation, _ body: (EmbeddedRegistry) async throws -> R
    ) async throws -> R {
        try await up(options, progress: progress).whileUp(progress: progress, body)
    }

    /// Lets an engine push to the registry and pull from it. Nothing happens where it can already.
    ///
    /// - Throws: `EmbeddedEngineError`.
    public func connect(_ engine: EmbeddedEngine) async throws {
        try await RegistryConnections.connect(engine: engine.name, to: name, in: layout.stateDirectory)
    }

    /// What passed between the registry and an engine since they were connected; nil when either is gone.
    public func traffic(with engine: String) -> RegistryTraffic? {
        RegistryTraffic.ofInterfaces(process: outermostProcessIdentifier)["to-\(engine)"]
    }

    /// Says why the registry does not serve; nil while it does.
    public func complaint() -> String? {
        guard record.outermost?.isAlive() == true else {
            return "the registry \(name) has ended: `plimsoll registry status` tells what is left of it"
        }
        guard ListeningPorts.of(process: outermostProcessIdentifier).contains(record.port) else {
            return "the registry \(name) does not listen on port \(record.port): it collects garbage, or has failed"
        }
        return nil
    }

    /// The version of the program that a registry would run; nil where there is none.
    public static func programVersion(_ program: String = "docker-registry") async -> String? {
        await RegistryLaunch.version(of: program)
    }

    /// What it keeps.
    public func usage() -> RegistryUsage { RegistryUsage.measure(storage) }

    /// What is on the host of this registry, and in the namespaces of its engines: its resources while it is up, nothing after
    /// it was taken down.
    public func leftovers() async -> [EngineLeftover] {
        let current = RegistryRecord.read(layout.record) ?? record
        return await RegistryRemoval(names: names, layout: layout, host: record.host).leftovers(current)
    }
}

extension RegistryRecord {
    /// What stands before the names of its images.
    var address: String { "127.0.0.1:\(port)" }
}
