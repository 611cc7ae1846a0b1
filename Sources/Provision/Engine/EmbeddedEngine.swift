import Foundation
import Model

/// A private Docker engine: own data root, socket, bridge, firewall, processes; everything of it ends with one process.
///
/// What is made outside its namespaces is recorded first, so that a later process can remove an engine killed at any
/// moment. It ends when its owner ends, for whatever reason, unless it was started detached.
package struct EmbeddedEngine: HostTenant, Sendable {
    /// Its name, which all its objects on the host carry.
    package let name: String
    /// The path of its socket, which only root may open. Shorter than 108 bytes.
    package let socketPath: String
    /// Its data root as the host can read it: `statfs` of it reports the engine's own filesystem.
    package let dataRoot: String
    /// The daemon's pid on the host.
    package let processIdentifier: Int32
    /// The pid on the host of the process with which everything of the engine ends.
    package let outermostProcessIdentifier: Int32
    /// Whether the data root is a filesystem of its own; if not, disk figures include writes by others.
    package let filesystemIsOwn: Bool
    /// Its block of addresses, as `10.192.0.0/18`.
    let subnet: String
    /// The default bridge's address with prefix length, as `10.192.4.1/22`.
    package let bridge: String
    package let version: String

    /// Its data root, as seen in its own mount namespace.
    package var innerDataRoot: String { layout.data }
    /// Its control group: the name below each hierarchy's root.
    package var controlGroup: String { names.scoped }
    package var directory: String { layout.directory }

    static let kind = PartKind.engine
    let layout: EngineLayout
    let names: EngineNames
    private let host: HostSide
    /// Held, never read: the engine ends when this is released.
    private let lease: OwnerLease?

    /// The engine of a record; nil if its processes have not been seen yet.
    init?(record: EngineRecord, layout: EngineLayout, names: EngineNames, lease: OwnerLease?) {
        guard let daemon = record.daemon, let outermost = record.outermost else { return nil }
        name = record.name
        socketPath = record.host.socket(record.name)
        processIdentifier = daemon.pid
        outermostProcessIdentifier = outermost.pid
        // Not through the daemon's pid, because the daemon may be restarted.
        dataRoot = "/proc/\(outermost.pid)/root\(layout.data)"
        filesystemIsOwn = record.filesystemIsOwn
        subnet = "\(record.block)"
        bridge = record.bridge ?? EngineAddresses(block: record.block).bridge
        version = record.version ?? ""
        host = record.host
        (self.layout, self.names, self.lease) = (layout, names, lease)
    }

    /// Starts an engine. Takes a second or two.
    ///
    /// Without `detached` the engine ends when the returned value and its copies are gone; `withEngine` is safer.
    /// - Parameter progress: Receives messages for the user.
    /// - Throws: `EmbeddedEngineError`; nothing of the engine is left then.
    package static func up(
        _ options: EmbeddedEngineOptions, host: HostSide = HostSide(),
        progress: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> EmbeddedEngine {
        try EngineRequirements.check(options)
        let names = try options.name.map { try EngineNames($0) } ?? EngineNames.random()
        var startup = try await EngineStartup.claim(options, names, host, progress)
        let removal = EngineRemoval(names: names, layout: startup.layout, host: host)
        return try await started(
            by: { try await startup.finish() }, orElse: removal, progress: progress)
    }

    /// Takes the engine down and removes all of it. Finishes even when the task is cancelled; a second call does
    /// nothing.
    /// - Throws: `EmbeddedEngineError` of code `incompleteDown` when something is left.
    package func down(progress: @escaping @Sendable (String) -> Void = { _ in }) async throws {
        try await EngineRemoval(names: names, layout: layout, host: host).complete(progress)
    }

    /// Starts an engine, passes it to `body`, and takes it down however that ends.
    /// - Throws: What `body` throws; what `up` or `down` throw.
    package static func withEngine<R>(
        _ options: EmbeddedEngineOptions, host: HostSide = HostSide(),
        progress: @escaping @Sendable (String) -> Void = { _ in },
        isolation: isolated (any Actor)? = #isolation, _ body: (EmbeddedEngine) async throws -> R
    ) async throws -> R {
        try await up(options, host: host, progress: progress).whileUp(progress: progress, body)
    }

    /// This engine's objects on the host: its resources while it is up, nothing after it was taken down.
    func leftovers() async -> [EngineLeftover] {
        await EngineInventory(names: names, layout: layout, host: host).take()
    }
}

package struct EmbeddedEngineOptions: Sendable {
    /// Where Plimsoll keeps its state; the engine's files are in `engines/NAME` under it.
    package var stateDirectory: String
    /// Up to 12 lower-case letters, digits and dashes; nil: six random characters.
    package var name: String?
    /// Size of the engine's own filesystem, in bytes. The file is sparse: it takes only what is written.
    package var diskBytes: Int
    /// Bytes of the filesystem per inode; nil: mkfs.ext4's default, 16,384 on most disks. Images of many small files
    /// use up a small disk's inodes before its bytes.
    package var bytesPerInode: Int?
    /// Whether builds can reach the networks that the host reaches.
    package var uplink: Bool
    /// Whether the engine stays up when this process ends. Otherwise it ends with its owner, however that ends.
    package var detached: Bool
    /// The daemon's program: a name on the PATH or a path.
    package var dockerd: String
    /// The default bridge's address with prefix length, as `10.192.4.1/22`; nil: from the block that the engine
    /// chooses.
    ///
    /// BuildKit includes the addresses of `--add-host` in a step's cache key. Engines that share a cache and serve
    /// their builds at such an address therefore need the same bridge. They do not conflict: each is in its own
    /// namespace.
    package var bridge: String?
    var extraArguments: [String]

    /// Defaults: an engine under `.plimsoll` with 20 GiB of its own, an uplink and an owner.
    package init(
        stateDirectory: String = ".plimsoll", name: String? = nil, diskBytes: Int = 20 << 30, uplink: Bool = true,
        detached: Bool = false, dockerd: String = "dockerd", bridge: String? = nil, extraArguments: [String] = []
    ) {
        (self.stateDirectory, self.name, self.diskBytes, self.uplink) = (stateDirectory, name, diskBytes, uplink)
        (self.detached, self.dockerd, self.bridge, self.extraArguments) = (detached, dockerd, bridge, extraArguments)
    }
}

extension EmbeddedEngine {
    package static func engines(in stateDirectory: String) throws -> [EmbeddedEngineStatus] {
        let parts = recorded(stateDirectory)
        return try parts.all().map { name, record in
            guard let record else {
                return EmbeddedEngineStatus(
                    name: name, state: .dead, socketPath: HostSide().socket(name), outermost: nil, daemon: nil,
                    version: nil, filesystemIsOwn: false, disk: nil, since: nil, detached: false)
            }
            return EmbeddedEngineStatus(
                name: name, state: record.state, socketPath: record.host.socket(name),
                outermost: record.outermost?.pid, daemon: record.daemon?.pid, version: record.version,
                filesystemIsOwn: record.filesystemIsOwn,
                disk: record.daemon.flatMap { FilesystemUsage(path: "/proc/\($0.pid)/root\(parts.layout(name).data)") },
                since: record.since, detached: record.stage == .running && record.owner == nil)
        }
    }

    /// An engine that was started before and is running.
    /// - Throws: `badName` when the state directory has no such engine, or it is not running.
    package static func named(_ name: String, in stateDirectory: String) throws -> EmbeddedEngine {
        try running(name, in: stateDirectory)
    }

    /// Takes down an engine that was started before, in any state, even one started by another process.
    /// - Throws: `badName` when the state directory has no such engine; what `down` throws.
    package static func takeDown(
        _ name: String, in stateDirectory: String, progress: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws {
        try await recorded(stateDirectory).takeDown(name, progress)
    }

    /// Takes down every abandoned engine: dead ones, half-made ones, those whose owner is gone, and those of any state
    /// directory whose state was deleted.
    ///
    /// An engine with a living owner is left to it; a detached one is left unless it is dead. An engine whose state is
    /// not visible here, but may be from another mount namespace, is left too: `progress` reports it.
    /// - Returns: The names of the engines that were taken down.
    /// - Throws: The first `EmbeddedEngineError`, after all were tried.
    package static func sweep(
        stateDirectory: String, host: HostSide = HostSide(), progress: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> [String] {
        var (swept, failure) = try await recorded(stateDirectory).sweep(progress)
        // A registry's claim has the same form, and its removal uses the same names.
        for (name, claim, sight) in EngineClaim.unseen(host) {
            if let reason = sight.reasonToLeave(name, claim.directory) {
                progress(reason)
                continue
            }
            progress("taking down \(name), whose state \(claim.directory) was deleted")
            let removal = EngineRemoval(
                names: try EngineNames(name), layout: EngineLayout(directory: claim.directory), host: host)
            do {
                try await removal.complete(progress)
                swept.append(name)
            } catch {
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
        return swept
    }

    /// The objects on the host of an engine of that name, whether or not it is recorded.
    static func leftovers(_ name: String, in stateDirectory: String) async throws -> [EngineLeftover] {
        let parts = recorded(stateDirectory)
        let record = EngineRecord.read(parts.layout(name).record)
        return await parts.removal(try EngineNames(name), record).inventory.take()
    }

    /// How an engine's daemon is ended before a restart: by SIGTERM or SIGKILL.
    package enum Ending: Sendable { case asked, killed }

    /// Restarts the daemon in the same namespaces and on the same data, and waits until it answers.
    ///
    /// - Parameter beforeSignal: called right before the daemon gets its signal.
    /// - Throws: `EmbeddedEngineError` of code `notReady` when it does not come back; `diedAtStart` when the engine
    ///   ended.
    package func restart(_ ending: Ending, beforeSignal: () -> Void = {}) async throws {
        guard let daemon = EngineProcesses.find(layout, names).daemon else {
            throw EmbeddedEngineError(.diedAtStart, "The engine \(name) has ended and cannot be started again.")
        }
        let launch = NamespaceLaunch(layout: layout, names: names)
        let again = "\(layout.directory)/again"
        guard FileManager.default.createFile(atPath: again, contents: nil) else {
            throw EmbeddedEngineError(.state, "\(again) cannot be written: is the disk full?")
        }
        beforeSignal()
        daemon.send(ending == .asked ? SIGTERM : SIGKILL)
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            let processes = EngineProcesses.find(layout, names)
            guard processes.outermost != nil else {
                throw EmbeddedEngineError(
                    .diedAtStart, "The engine \(name) ended instead of starting again; its last words were:",
                    cause: launch.tail())
            }
            if let next = processes.daemon, next != daemon, EngineProbe.version(socketPath) != nil {
                try note(next)
                return
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw EmbeddedEngineError(
            .notReady, "The engine \(name) did not come back within a minute; its last words were:",
            cause: launch.tail())
    }

    private func note(_ daemon: ProcessIdentity) throws {
        chmod(socketPath, 0o600)
        guard var record = EngineRecord.read(layout.record) else { return }
        record.daemon = daemon
        try record.write(to: layout.record)
    }

    package static var runtimes: Set<String> { Tool.find("runsc") == nil ? ["runc"] : ["runc", "runsc"] }
}

extension EmbeddedEngine {
    /// The engine behind a socket, whatever its state directory; nil if it is not Plimsoll's or not running.
    package static func running(behind socketPath: String, host: HostSide = HostSide()) -> EmbeddedEngine? {
        let socket = URL(fileURLWithPath: socketPath).resolvingSymlinksInPath().path
        guard let found = EngineClaim.all(host).first(where: { host.socket($0.name) == socket }) else { return nil }
        let layout = EngineLayout(directory: found.claim.directory)
        guard let record = EngineRecord.read(layout.record), let names = try? EngineNames(found.name),
            [.running, .orphaned].contains(record.state)
        else { return nil }
        return EmbeddedEngine(record: record, layout: layout, names: names, lease: nil)
    }
}
