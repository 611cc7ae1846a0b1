import Foundation
import Model

/// A private Docker engine: own data root, socket, bridge, firewall, processes.
extension EmbeddedPart where Details == EngineDetails {
    /// The path of its socket, which only root may open. Shorter than 108 bytes.
    package var socketPath: String { record.host.socket(name) }
    /// Its data root as the host can read it. Not through the daemon's pid, because the daemon may be restarted.
    package var dataRoot: String { "/proc/\(outermostProcessIdentifier)/root\(layout.data)" }
    package var processIdentifier: Int32 { record.daemon?.pid ?? outermostProcessIdentifier }
    /// Whether the data root is a filesystem of its own; if not, disk figures include writes by others.
    package var filesystemIsOwn: Bool { record.filesystemIsOwn }
    /// The default bridge's address with prefix length, as `10.192.4.1/22`.
    package var bridge: String { record.bridge ?? EngineAddresses(block: record.block).bridge }
    /// Its data root, as seen in its own mount namespace.
    package var innerDataRoot: String { layout.data }
    /// Its control group: the name below each hierarchy's root.
    package var controlGroup: String { layout.names.scoped }
    package var directory: String { layout.directory }

    /// Where its programs come from.
    package var source: EngineSource { record.source ?? .host }
    /// The program `docker-buildx` of its suite, as a path on this host; nil where there is none. It needs its root's
    /// libraries: run it by `chroot` in ``root``, if this host is of another suite.
    package var buildx: String? {
        record.root.map { "\($0)/\(RootRecipe.buildx)" }.flatMap { access($0, X_OK) == 0 ? $0 : nil }
    }
    /// The directory of its suite's root on this host, which nobody may write to; nil where its programs are the host's.
    package var root: String? { record.root }

    package static func engines(in stateDirectory: String) throws -> [EmbeddedEngineStatus] {
        try recorded(in: stateDirectory).map { name, record in
            EmbeddedEngineStatus(name: name, record: record, layout: layout(name, in: stateDirectory))
        }
    }

    /// The engine behind a socket, whatever its state directory; nil if it is not Plimsoll's or not running.
    package static func running(behind socketPath: String, host: HostSide = HostSide()) -> EmbeddedEngine? {
        let socket = URL(fileURLWithPath: socketPath).resolvingSymlinksInPath().path
        guard let found = PartClaim.all(host).first(where: { host.socket($0.name) == socket }),
            let layout = try? PartLayout(directory: found.claim.directory, name: found.name),
            let record = EngineRecord.read(layout.record), [.running, .orphaned].contains(record.state)
        else { return nil }
        return EmbeddedEngine(record: record, layout: layout)
    }

    /// Starts an engine, passes it to `body`, and takes it down however that ends.
    package static func withEngine<R>(
        _ options: EmbeddedEngineOptions, host: HostSide = HostSide(), progress: @escaping Announce = { _ in },
        isolation: isolated (any Actor)? = #isolation, _ body: (EmbeddedEngine) async throws -> R
    ) async throws -> R {
        try await with(options, host: host, progress: progress, isolation: isolation, body)
    }

    /// Restarts the daemon in the same namespaces and on the same data, and waits until it answers.
    /// - Parameter beforeSignal: called right before the daemon gets its signal.
    /// - Throws: `notReady` when it does not come back; `diedAtStart` when the engine ended.
    package func restart(_ ending: EngineEnding, beforeSignal: () -> Void = {}) async throws {
        guard let daemon = PartProcesses.find(layout).daemon else {
            throw EmbeddedEngineError(.diedAtStart, "The engine \(name) has ended and cannot be started again.")
        }
        guard FileManager.default.createFile(atPath: layout.again, contents: nil) else {
            throw EmbeddedEngineError(.state, "\(layout.again) cannot be written: is the disk full?")
        }
        beforeSignal()
        daemon.send(ending == .asked ? SIGTERM : SIGKILL)
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            let processes = PartProcesses.find(layout)
            guard processes.outermost != nil else {
                throw layout.failure(.diedAtStart, "\(name) ended instead of starting again")
            }
            if let next = processes.daemon, next != daemon, EngineProbe.version(socketPath) != nil {
                chmod(socketPath, 0o600)
                guard var record = EngineRecord.read(layout.record) else { return }
                record.daemon = next
                return try record.write(to: layout.record)
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw layout.failure(.notReady, "\(name) did not come back within a minute")
    }
}

package enum EngineEnding: Sendable { case asked, killed }

package struct EmbeddedEngineOptions: PartOptions {
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
    package var dockerd: String
    /// Where its programs come from. `dockerd` above counts only for the host's own.
    package var source: EngineSource
    /// The default bridge's address with prefix length, as `10.192.4.1/22`; nil: from the block that the engine
    /// chooses.
    ///
    /// BuildKit includes the addresses of `--add-host` in a step's cache key. Engines that share a cache and serve
    /// their builds at such an address therefore need the same bridge. They do not conflict: each has its own
    /// namespace.
    package var bridge: String?
    var extraArguments: [String]

    /// Defaults: an engine under `.plimsoll` with 20 GiB of its own, an uplink and an owner.
    package init(
        stateDirectory: String = ".plimsoll", name: String? = nil, diskBytes: Int = 20 << 30, uplink: Bool = true,
        detached: Bool = false, dockerd: String = "dockerd", source: EngineSource = .host, bridge: String? = nil,
        extraArguments: [String] = []
    ) {
        (self.stateDirectory, self.name, self.diskBytes, self.uplink) = (stateDirectory, name, diskBytes, uplink)
        (self.detached, self.dockerd, self.source) = (detached, dockerd, source)
        (self.bridge, self.extraArguments) = (bridge, extraArguments)
    }
}
