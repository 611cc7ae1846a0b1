import Foundation
import Model

/// A private image registry, Debian's docker-registry, only for Plimsoll's own engines.
///
/// It is run like an embedded engine: in its own namespaces, recorded before it is made, ended with its owner. Only
/// connected engines can reach it, at a port of their own loopback address.
package struct EmbeddedRegistry: HostTenant, Sendable {
    /// Its name, which all its objects on the host carry.
    package let name: String
    /// The prefix of its image names, on every engine that it serves: `127.0.0.1:5000`.
    package let address: String
    package let storage: String
    /// The pid on the host of the process with which everything of the registry ends.
    package let outermostProcessIdentifier: Int32
    /// As `2.8.2+ds1`.
    package let version: String

    static let kind = PartKind.registry
    let record: RegistryRecord
    let layout: EngineLayout
    let names: EngineNames
    /// Held, never read: the registry ends when this is released.
    private let lease: OwnerLease?

    /// The registry of a record; nil if its processes have not been seen yet.
    init?(record: RegistryRecord, layout: EngineLayout, names: EngineNames, lease: OwnerLease?) {
        guard let outermost = record.outermost else { return nil }
        name = record.name
        address = record.address
        storage = record.storage
        outermostProcessIdentifier = outermost.pid
        version = record.version ?? ""
        (self.record, self.layout, self.names, self.lease) = (record, layout, names, lease)
    }

    /// Starts a registry. Takes half a second.
    ///
    /// Without `detached` it ends when the returned value and its copies are gone; `withRegistry` is safer.
    /// - Parameter progress: Receives messages for the user.
    /// - Throws: `EmbeddedEngineError`; nothing of the registry is left then.
    package static func up(
        _ options: EmbeddedRegistryOptions, host: HostSide = HostSide(),
        progress: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> EmbeddedRegistry {
        try RegistryRequirements.check(options)
        let names = try options.name.map { try EngineNames($0) } ?? EngineNames.random()
        var startup = try await RegistryStartup.claim(options, names, host)
        let removal = EngineRemoval(names: names, layout: startup.layout, host: host)
        return try await started(
            by: { try await startup.finish() }, orElse: removal, progress: progress)
    }

    /// Takes the registry down and removes all of it, except a storage that was named. Finishes even when the task is
    /// cancelled; a second call does nothing.
    /// - Throws: `EmbeddedEngineError` of code `incompleteDown` when something is left.
    package func down(progress: @escaping @Sendable (String) -> Void = { _ in }) async throws {
        try await removal.complete(progress)
    }

    /// Starts a registry, passes it to `body`, and takes it down however that ends.
    /// - Throws: What `body` throws; what `up` or `down` throw.
    package static func withRegistry<R>(
        _ options: EmbeddedRegistryOptions, progress: @escaping @Sendable (String) -> Void = { _ in },
        isolation: isolated (any Actor)? = #isolation, _ body: (EmbeddedRegistry) async throws -> R
    ) async throws -> R {
        try await up(options, progress: progress).whileUp(progress: progress, body)
    }

    /// Lets an engine push to the registry and pull from it. Does nothing if it already can.
    /// - Throws: `EmbeddedEngineError`.
    package func connect(_ engine: EmbeddedEngine) async throws {
        try await RegistryConnections.connect(engine: engine.name, to: name, in: layout.stateDirectory)
    }

    /// Traffic between the registry and an engine since they were connected; nil when either is gone.
    package func traffic(with engine: String) -> RegistryTraffic? {
        RegistryTraffic.ofInterfaces(process: outermostProcessIdentifier)["to-\(engine)"]
    }

    /// Why the registry does not serve; nil while it does.
    package func complaint() -> String? {
        guard record.outermost?.isAlive() == true else {
            return "the registry \(name) has ended: `plimsoll registry status` tells what is left of it"
        }
        guard ListeningPorts.of(process: outermostProcessIdentifier).contains(record.port) else {
            return "the registry \(name) does not listen on port \(record.port): it collects garbage, or has failed"
        }
        return nil
    }

    /// The version of the program that a registry would run; nil if there is none.
    package static func programVersion(_ program: String = "docker-registry") async -> String? {
        await RegistryLaunch.version(of: program)
    }

    package func usage() -> RegistryUsage { RegistryUsage.measure(storage) }

    /// This registry's objects on the host and in the namespaces of its engines: its resources while it is up, nothing
    /// after it was taken down.
    func leftovers() async -> [EngineLeftover] {
        let current = RegistryRecord.read(layout.record) ?? record
        return await removal.leftovers(of: current)
    }

    private var removal: EngineRemoval { EngineRemoval(names: names, layout: layout, host: record.host) }
}

extension RegistryRecord { var address: String { "127.0.0.1:\(details.port)" } }

package struct EmbeddedRegistryOptions: Sendable {
    /// Where Plimsoll keeps its state; the registry's files are in `registries/NAME` under it.
    package var stateDirectory: String
    /// Up to 12 lower-case letters, digits and dashes, different from every engine's name; nil: six random characters.
    package var name: String?
    /// A directory for pushed content that stays when the registry is taken down; nil: one removed with the registry.
    package var storage: String?
    /// The port at which engines reach it; nil: the first from 5000 on that no other registry uses.
    package var port: Int?
    /// Whether it serves every engine of its state directory, including later ones; otherwise only connected ones.
    package var isOpen: Bool
    /// Whether it stays up when this process ends. Otherwise it ends with its owner, however that ends.
    package var detached: Bool
    /// The registry's program: a name on the PATH or a path.
    package var program: String

    /// Defaults: a registry under `.plimsoll` with an owner, whose storage is removed with it.
    package init(
        stateDirectory: String = ".plimsoll", name: String? = nil, storage: String? = nil, port: Int? = nil,
        isOpen: Bool = false, detached: Bool = false, program: String = "docker-registry"
    ) {
        (self.stateDirectory, self.name, self.storage, self.port) = (stateDirectory, name, storage, port)
        (self.isOpen, self.detached, self.program) = (isOpen, detached, program)
    }
}

extension EmbeddedRegistry {
    package static func registries(in stateDirectory: String) throws -> [EmbeddedRegistryStatus] {
        try recorded(stateDirectory).all().map { EmbeddedRegistryStatus(name: $0.name, record: $0.record) }
    }

    /// A registry that was started before and is running.
    /// - Throws: `badName` when the state directory has no such registry, or it is not running.
    package static func named(_ name: String, in stateDirectory: String) throws -> EmbeddedRegistry {
        try running(name, in: stateDirectory)
    }

    /// Takes down a registry that was started before, in any state, even one started by another process.
    /// - Throws: `badName` when the state directory has no such registry; what `down` throws.
    package static func takeDown(
        _ name: String, in stateDirectory: String, progress: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws {
        try await recorded(stateDirectory).takeDown(name, progress)
    }

    /// Takes down every abandoned registry: dead ones, half-made ones, those whose owner is gone.
    ///
    /// Those whose state was deleted are swept with the engines.
    /// - Returns: The names of the registries that were taken down.
    /// - Throws: The first `EmbeddedEngineError`, after all were tried.
    package static func sweep(
        stateDirectory: String, progress: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> [String] {
        let (swept, failure) = try await recorded(stateDirectory).sweep(progress)
        if let failure { throw failure }
        return swept
    }

    /// The objects on the host of a registry of that name, whether or not it is recorded.
    static func leftovers(_ name: String, in stateDirectory: String) async throws -> [EngineLeftover] {
        let parts = recorded(stateDirectory)
        let record = RegistryRecord.read(parts.layout(name).record)
        return await parts.removal(try EngineNames(name), record).leftovers(of: record)
    }

    private static let patience = Duration.seconds(600)

    /// Collects the registry's garbage: removes untagged manifests, what no manifest needs, and the remains of
    /// interrupted uploads.
    ///
    /// Nothing can be pushed or pulled meanwhile: content that a push has sent but not tagged would count as garbage.
    /// Manifests that only another manifest refers to, as in multi-platform images, count as garbage too:
    /// docker-registry 2.8 works this way.
    /// - Parameter newest: How many tags of each repository stay, those pushed last; nil: all.
    /// - Throws: `EmbeddedEngineError` of code `collectionFailed`, with the collector's output; the registry serves
    ///   again then.
    package func collect(keeping newest: Int? = nil) async throws -> RegistryCollection {
        try await FileLock.hold(layout.collectionLock, waiting: {}) { _ in
            let before = usage()
            let forgotten = newest.map { RegistryUsage.tags(of: storage, besidesNewest: $0) } ?? []
            // The server ends, so no upload can continue. docker-registry's collector leaves their remains.
            let lost = RegistryUsage.uploads(of: storage)
            try (forgotten + lost).map { "\($0)\n" }.joined().write(
                toFile: layout.forgotten, atomically: true, encoding: .utf8)
            unlink(layout.collectionStatus)
            guard let first = EngineProcesses.find(layout, names).first else {
                throw EmbeddedEngineError(
                    .collectionFailed, complaint() ?? "The registry \(name) has no process to collect with.")
            }
            let began = ContinuousClock.now
            first.send(SIGHUP)
            let status = try await awaited("ended its collection") {
                FileManager.default.contents(atPath: layout.collectionStatus)
                    .flatMap { Int32(String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .newlines)) }
            }
            let collected = ContinuousClock.now
            _ = try await awaited("listened again") { complaint() == nil ? true : nil }
            let served = ContinuousClock.now
            guard status == 0 else {
                let words = (try? String(contentsOfFile: layout.collectionLog, encoding: .utf8)) ?? ""
                throw EmbeddedEngineError(
                    .collectionFailed, "The collector of registry \(name) ended with status \(status):",
                    cause: words.split(separator: "\n").suffix(12).joined(separator: "\n"))
            }
            return RegistryCollection(
                forgottenTags: forgotten.count, before: before, after: usage(),
                collecting: (collected - began) / .seconds(1), blocked: (served - began) / .seconds(1))
        }
    }

    private func awaited<Value>(_ what: String, _ value: () -> Value?) async throws -> Value {
        let deadline = ContinuousClock.now + Self.patience
        while ContinuousClock.now < deadline {
            if let value = value() { return value }
            guard ProcessStatus(pid: outermostProcessIdentifier).map({ !$0.isDead }) ?? false else {
                throw EmbeddedEngineError(.collectionFailed, "The registry \(name) ended before it \(what).")
            }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw EmbeddedEngineError(.collectionFailed, "The registry \(name) has not \(what) within \(Self.patience).")
    }
}
