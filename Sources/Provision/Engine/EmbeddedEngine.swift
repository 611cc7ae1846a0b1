import Foundation
import Model

/// A private Docker engine: own data root, socket, bridge, firewall, processes; everything of it ends with one process.
///
/// What is made outside its namespaces is recorded before it is made, so that an engine killed at any moment can be
/// removed by whoever comes next. It ends with its owner, whatever ends that, unless it was asked to live on.
package struct EmbeddedEngine: HostTenant, Sendable {
    /// Its name, which everything of it on the host carries.
    package let name: String
    /// The path of its socket, which only root may open. Under 108 bytes.
    package let socketPath: String
    /// Its data root as the host can read it: `statfs` of it tells the engine's own filesystem.
    package let dataRoot: String
    /// The daemon, by its number on the host.
    package let processIdentifier: Int32
    /// The process that everything of the engine dies with, by its number on the host.
    package let outermostProcessIdentifier: Int32
    /// Whether the data root is a filesystem of its own; if not, disk figures count others' writes too.
    package let filesystemIsOwn: Bool
    /// The block of addresses that it uses, as `10.192.0.0/18`.
    let subnet: String
    /// The default bridge's address with its length, as `10.192.4.1/22`.
    package let bridge: String
    package let version: String

    /// Its data root, as its own mount namespace shows it.
    package var innerDataRoot: String { layout.data }
    /// Its control group, by its name below each hierarchy's root.
    package var controlGroup: String { names.scoped }
    package var directory: String { layout.directory }

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
        (self.layout, self.names, self.lease) = (layout, names, lease)
    }

    /// Brings an engine up. Takes a second or two.
    ///
    /// Without `detached` the engine ends when the returned value and its copies are gone; `withEngine` is the safer
    /// way.
    /// - Parameter progress: Told in words what a user should know.
    /// - Throws: `EmbeddedEngineError`; nothing of the engine is left then.
    package static func up(
        _ options: EmbeddedEngineOptions, host: HostSide = HostSide(),
        progress: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> EmbeddedEngine {
        try EngineRequirements.check(options)
        let names = try options.name.map { try EngineNames($0) } ?? EngineNames.random()
        var raising = try await EngineRaising.claim(options, names, host, progress)
        let removal = EngineRemoval(names: names, layout: raising.layout, host: host)
        return try await raised(
            by: { try await raising.finish() }, orElse: { try await removal.run(progress) }, progress: progress)
    }

    /// Takes the engine down and removes all of it. Finishes also when the task is cancelled; does nothing the second
    /// time.
    /// - Throws: `EmbeddedEngineError` of code `incompleteDown` when something is left.
    package func down(progress: @escaping @Sendable (String) -> Void = { _ in }) async throws {
        let removal = EngineRemoval(names: names, layout: layout, host: host)
        try await Uncancellable.run { try await removal.run(progress) }
    }

    /// Brings an engine up, hands it to `body`, and takes it down however that ends.
    /// - Throws: What `body` throws; what `up` or `down` throw.
    package static func withEngine<R>(
        _ options: EmbeddedEngineOptions, host: HostSide = HostSide(),
        progress: @escaping @Sendable (String) -> Void = { _ in },
        isolation: isolated (any Actor)? = #isolation, _ body: (EmbeddedEngine) async throws -> R
    ) async throws -> R {
        try await up(options, host: host, progress: progress).whileUp(progress: progress, body)
    }

    /// What is on the host of this engine: its resources while it is up, nothing after it was taken down.
    func leftovers() async -> [EngineLeftover] {
        await EngineInventory(names: names, layout: layout, host: host).take()
    }
}

/// How an embedded engine is brought up.
package struct EmbeddedEngineOptions: Sendable {
    /// Where Plimsoll keeps its state; the engine lives in `engines/NAME` under it.
    package var stateDirectory: String
    /// Up to 12 lower-case letters, digits and dashes; nil draws six characters.
    package var name: String?
    /// Size of the engine's own filesystem, in bytes. The file is sparse: it takes from the host what is written.
    package var diskBytes: Int
    /// How many bytes of the filesystem there are for each inode; nil: mkfs.ext4's own choice, 16,384 on most disks.
    /// Images of many small files use up a small disk's inodes before its bytes.
    package var bytesPerInode: Int?
    /// Whether builds reach what the host reaches.
    package var uplink: Bool
    /// Whether the engine lives on when this process ends. Without it the engine ends with its owner, whatever ends that.
    package var detached: Bool
    /// The daemon's program: a name on the PATH, or a path.
    package var dockerd: String
    /// The default bridge's address with its length, as `10.192.4.1/22`; nil: of the block that the engine chooses.
    ///
    /// BuildKit counts the addresses of `--add-host` among what makes a step: engines that share a cache, and serve
    /// something to their builds by such an address, need bridges alike. They do not meet: each is in a namespace of its own.
    package var bridge: String?
    var extraArguments: [String]

    /// Options for an engine under `.plimsoll` with 20 GiB of its own, an uplink and an owner.
    package init(
        stateDirectory: String = ".plimsoll", name: String? = nil, diskBytes: Int = 20 << 30, uplink: Bool = true,
        detached: Bool = false, dockerd: String = "dockerd", bridge: String? = nil, extraArguments: [String] = []
    ) {
        (self.stateDirectory, self.name, self.diskBytes, self.uplink) = (stateDirectory, name, diskBytes, uplink)
        (self.detached, self.dockerd, self.bridge, self.extraArguments) = (detached, dockerd, bridge, extraArguments)
    }
}

/// Engines as a state directory remembers them.
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

    /// An engine that was brought up before and runs.
    /// - Throws: `badName` when the state directory has no such engine, or it does not run.
    package static func named(_ name: String, in stateDirectory: String) throws -> EmbeddedEngine {
        try recorded(stateDirectory).running(name) { EmbeddedEngine(record: $0, layout: $1, names: $2, lease: nil) }
    }

    /// Takes down an engine that was brought up before, in whatever state it is, also somebody else's.
    /// - Throws: `badName` when the state directory has no such engine; what `down` throws.
    package static func takeDown(
        _ name: String, in stateDirectory: String, progress: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws {
        let found = try recorded(stateDirectory).existing(name)
        let removal = EngineRemoval(names: found.names, layout: found.layout, host: found.host)
        try await Uncancellable.run { try await removal.run(progress) }
    }

    /// Takes down every engine that nobody will: dead ones, half-made ones, those whose owner is gone, and those, of
    /// any state directory, whose state was deleted.
    ///
    /// An engine with a living owner is the owner's; one that was brought up to live on is left, unless it is dead. So
    /// is one whose state is not to be seen from here but may be from another mount namespace: `progress` is told of
    /// it.
    /// - Returns: The names of the engines that were taken down.
    /// - Throws: The first `EmbeddedEngineError`, after all were tried.
    package static func sweep(
        stateDirectory: String, host: HostSide = HostSide(), progress: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> [String] {
        var (swept, failure) = try await recorded(stateDirectory).sweep(progress) { name in
            try await takeDown(name, in: stateDirectory, progress: progress)
        }
        // A registry's claim is of the same form, and its removal goes by the same names.
        for (name, claim, sight) in EngineClaim.unseen(host) {
            if let reason = sight.reasonToLeave(name, claim.directory) {
                progress(reason)
                continue
            }
            progress("taking down \(name), whose state \(claim.directory) was deleted")
            let removal = EngineRemoval(
                names: try EngineNames(name), layout: EngineLayout(directory: claim.directory), host: host)
            do {
                try await Uncancellable.run { try await removal.run(progress) }
                swept.append(name)
            } catch {
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
        return swept
    }

    /// What is on the host of an engine of that name, whether or not it is recorded.
    static func leftovers(_ name: String, in stateDirectory: String) async throws -> [EngineLeftover] {
        try await recorded(stateDirectory).leftovers(name)
    }

    private static func recorded(_ stateDirectory: String) -> RecordedParts<EngineRecord> {
        RecordedParts(stateDirectory: stateDirectory, kind: .engine)
    }

    /// How an engine's daemon is ended before it is started again.
    package enum Ending: Sendable { case asked, killed }

    /// Ends the daemon and has it started again, in the same namespaces and on the same data, and waits until it answers.
    ///
    /// - Parameter beforeSignal: called right before the daemon gets its signal.
    /// - Throws: `EmbeddedEngineError` of code `notReady` when it does not come back; `diedAtStart` when the engine ended.
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

/// Engines by what they answer on.
extension EmbeddedEngine {
    /// The engine that answers on a socket, whatever state directory it belongs to; nil where it is none of Plimsoll's,
    /// or does not run.
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
