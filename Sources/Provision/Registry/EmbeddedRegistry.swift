import Engine
import Foundation
import Model

/// A private image registry, Debian's docker-registry. Only connected engines of Plimsoll's own can reach it, at a port
/// of their own loopback address.
extension EmbeddedPart where Details == RegistryDetails {
    /// The prefix of its image names, on every engine that it serves: `127.0.0.1:5000`.
    package var address: String { record.details.address }
    /// Its storage as this host can read it; empty when a registry with a filesystem of its own has ended.
    package var storage: String { record.visibleStorage }
    /// Whether its storage is a filesystem of its own; if not, filling it would fill the host's.
    package var filesystemIsOwn: Bool { record.filesystemIsOwn ?? false }

    package static func registries(in stateDirectory: String) throws -> [EmbeddedRegistryStatus] {
        try recorded(in: stateDirectory).map { EmbeddedRegistryStatus(name: $0.name, record: $0.record) }
    }

    /// Starts a registry, passes it to `body`, and takes it down however that ends.
    package static func withRegistry<R>(
        _ options: EmbeddedRegistryOptions, progress: @escaping Announce = { _ in },
        isolation: isolated (any Actor)? = #isolation, _ body: (EmbeddedRegistry) async throws -> R
    ) async throws -> R {
        try await with(options, host: HostSide(), progress: progress, isolation: isolation, body)
    }

    /// Lets an engine push to the registry and pull from it. Does nothing if it already can.
    package func connect(_ engine: EmbeddedEngine) async throws {
        try await Self.connect(engine: engine.name, to: name, in: layout.stateDirectory)
    }

    /// Traffic between the registry and an engine since they were connected; nil when either is gone.
    package func traffic(with engine: String) -> RegistryTraffic? {
        RegistryTraffic.ofInterfaces(process: outermostProcessIdentifier)["to-\(engine)"]
    }

    /// Why the registry does not serve; nil while it does.
    package func complaint() -> String? {
        guard record.outermost?.isAlive() == true else {
            return "the registry \(name) has ended: `plimsoll registry status` shows what is left of it"
        }
        guard ListeningPorts.of(process: outermostProcessIdentifier).contains(record.port) else {
            return "the registry \(name) does not listen on port \(record.port): it collects garbage, or has failed"
        }
        return nil
    }

    /// How much the registry has logged, in bytes.
    package var logged: Int { HostFiles.size(layout.log) ?? 0 }

    /// The last error that the registry logged beyond a size of its log, in its own words, but for paths of its storage.
    /// Engines hide them.
    package func lastError(since logged: Int) -> String? {
        let log = (FileManager.default.contents(atPath: layout.log) ?? Data()).dropFirst(logged)
        return RegistryLog.lastError(in: Data(log), storage: record.storage)
    }

    package static func programVersion(_ program: String = "docker-registry") async -> String? {
        await RegistryLaunch.version(of: program)
    }

    package func usage() -> RegistryUsage { RegistryUsage.measure(storage) }
    package func sharing() -> RegistrySharing { RegistrySharing.measure(storage) }
    /// The names by which its engines can pull its images, as `127.0.0.1:5000/team/image:1`.
    package func images() -> [String] { RegistryUsage.images(of: storage).map { "\(address)/\($0)" } }

    private static var patience: Duration { .seconds(600) }

    /// Removes untagged manifests, what no manifest needs, and the remains of interrupted uploads.
    ///
    /// Nothing can be pushed or pulled meanwhile: content that a push has sent but not tagged would count as garbage.
    /// Manifests that only another manifest refers to, as in multi-platform images, count as garbage too:
    /// docker-registry 2.8 works this way.
    /// - Parameter newest: How many tags of each repository stay, those pushed last; nil: all.
    /// - Throws: `collectionFailed`, with the collector's output; the registry serves again then.
    package func collect(keeping newest: Int? = nil) async throws -> RegistryCollection {
        try await FileLock.hold(layout.collectionLock, waiting: {}) { _ in
            let before = usage()
            let forgotten = newest.map { RegistryUsage.tags(of: storage, besidesNewest: $0) } ?? []
            // The server ends, so no upload can continue. docker-registry's collector leaves their remains.
            let lost = RegistryUsage.uploads(of: storage)
            // As the registry itself sees them.
            let directories = (forgotten + lost).map { record.storage + $0.dropFirst(storage.count) }
            try directories.map { "\($0)\n" }.joined().write(
                toFile: layout.forgotten, atomically: true, encoding: .utf8)
            unlink(layout.collectionStatus)
            guard let first = PartProcesses.find(layout).first?.identity else {
                throw EmbeddedEngineError(
                    .collectionFailed, complaint() ?? "The registry \(name) has no process to collect with.")
            }
            let began = ContinuousClock.now
            first.send(SIGHUP)
            let status = try await awaited("ended its collection", .collectionFailed) {
                HostFiles.text(layout.collectionStatus).flatMap { Int32($0.trimmingCharacters(in: .newlines)) }
            }
            let collected = ContinuousClock.now
            _ = try await awaited("listened again", .collectionFailed) { complaint() == nil ? true : nil }
            let served = ContinuousClock.now
            guard status == 0 else {
                throw EmbeddedEngineError(
                    .collectionFailed, "The collector of registry \(name) ended with status \(status):",
                    cause: HostFiles.tail(layout.collectionLog))
            }
            return RegistryCollection(
                forgottenTags: forgotten.count, before: before, after: usage(),
                collecting: (collected - began) / .seconds(1), blocked: (served - began) / .seconds(1))
        }
    }

    /// Kills the server when `moment` has come, whatever it is doing. It stays down, with all that it stored, until
    /// `again`.
    /// - Throws: `diedAtStart` if it does not run; what `moment` throws: it is not killed then.
    package func kill(after moment: () async throws -> Void = {}) async throws {
        guard let server = PartProcesses.find(layout).daemon else {
            throw EmbeddedEngineError(.diedAtStart, complaint() ?? "The registry \(name) has no server to kill.")
        }
        for path in [layout.away, layout.again] {
            guard FileManager.default.createFile(atPath: path, contents: nil) else {
                throw EmbeddedEngineError(.state, "\(path) cannot be written: is the disk full?")
            }
        }
        do { try await moment() } catch {
            for path in [layout.again, layout.away] { unlink(path) }
            throw error
        }
        server.send(SIGKILL)
        // Threads that end later than the first keep its socket for a moment.
        try await shieldedFromCancellation {
            let deadline = ContinuousClock.now + Self.patience
            while server.isAlive() || complaint() == nil {
                guard ContinuousClock.now < deadline else {
                    throw EmbeddedEngineError(.state, "The registry \(name) was killed, and still listens.")
                }
                try await Task.sleep(for: .milliseconds(1))
            }
        }
    }

    /// Starts a killed server again on what it stored, and waits until it listens. Does nothing while it serves.
    /// - Throws: `notReady` if it does not.
    package func again() async throws {
        unlink(layout.away)
        _ = try await awaited("listened again", .notReady) { complaint() == nil ? true : nil }
    }

    private func awaited<Value>(
        _ what: String, _ code: EmbeddedEngineProblem, _ value: () -> Value?
    ) async throws -> Value {
        let deadline = ContinuousClock.now + Self.patience
        while ContinuousClock.now < deadline {
            if let value = value() { return value }
            guard ProcessStatus(pid: outermostProcessIdentifier).map({ !$0.isDead }) ?? false else {
                throw EmbeddedEngineError(code, "The registry \(name) ended before it \(what).")
            }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw EmbeddedEngineError(code, "The registry \(name) has not \(what) within \(Self.patience).")
    }
}

package struct EmbeddedRegistryOptions: PartOptions {
    /// Where Plimsoll keeps its state; the registry's files are in `registries/NAME` under it.
    package var stateDirectory: String
    /// Up to 12 lower-case letters, digits and dashes, different from every engine's name; nil: six random characters.
    package var name: String?
    /// A directory for pushed content that stays when the registry is taken down; nil: one removed with the registry.
    package var storage: String?
    /// Size of a filesystem of its own for the storage, in bytes; nil, or with a named storage: on the host's.
    package var diskBytes: Int?
    /// The port at which engines reach it; nil: the first from 5000 on that no other registry uses.
    package var port: Int?
    /// Whether it serves every engine of its state directory, including later ones; otherwise only connected ones.
    package var isOpen: Bool
    /// Whether it stays up when this process ends. Otherwise it ends with its owner, however that ends.
    package var detached: Bool
    package var program: String

    /// Defaults: a registry under `.plimsoll` with an owner, whose storage is removed with it.
    package init(
        stateDirectory: String = ".plimsoll", name: String? = nil, storage: String? = nil, diskBytes: Int? = nil,
        port: Int? = nil, isOpen: Bool = false, detached: Bool = false, program: String = "docker-registry"
    ) {
        (self.stateDirectory, self.name, self.storage) = (stateDirectory, name, storage)
        (self.diskBytes, self.port) = (diskBytes, port)
        (self.isOpen, self.detached, self.program) = (isOpen, detached, program)
    }
}

package struct EmbeddedRegistryStatus: Codable, Sendable, Equatable {
    package struct Engine: Codable, Sendable, Equatable {
        package let name: String
        /// Traffic between the two since they were connected; nil when they no longer are.
        package let traffic: RegistryTraffic?
    }

    package let name: String
    package let state: EmbeddedEngineStatus.State
    /// The prefix of its image names on the engines that it serves.
    package let address: String?
    package let isOpen: Bool
    package let engines: [Engine]
    package let storage: String?
    package let usage: RegistryUsage?
    package let outermost: Int32?
    package let version: String?
    package let since: Date?
    /// Whether it has no owner, because it was started with `detached`.
    package let detached: Bool

    init(name: String, record: RegistryRecord?) {
        self.name = name
        state = record?.state ?? .dead
        address = record?.details.address
        isOpen = record?.isOpen ?? false
        let traffic = record?.outermost.map { RegistryTraffic.ofInterfaces(process: $0.pid) } ?? [:]
        engines = record?.links.map { Engine(name: $0.engine, traffic: traffic["to-\($0.engine)"]) } ?? []
        storage = record?.storage
        usage = record.map { RegistryUsage.measure($0.visibleStorage) }
        outermost = record?.outermost?.pid
        version = record?.version
        since = record?.since
        detached = record?.isDetached ?? false
    }
}
