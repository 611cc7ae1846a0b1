import Foundation
import Model
import SystemPackage

/// The host as an engine sees it from outside. Tests put a network namespace of theirs in its place.
package struct HostSide: Codable, Sendable, Equatable {
    /// Where sockets are, and what all engines on the host must agree on. Short, as socket paths have at most 107 bytes.
    var runDirectory = "/run/plimsoll"
    /// The network namespace that plays the host's; nil for the one that this process is in.
    var networkNamespace: String?
    /// Whether loop devices are to be had; nil to find out.
    var hasLoopDevices: Bool?

    /// The directory that only root may enter, which holds an engine's socket.
    func sockets(_ name: String) -> String { "\(runDirectory)/\(name)" }
    func socket(_ name: String) -> String { "\(sockets(name))/docker.sock" }
    func claim(_ name: String) -> String { "\(sockets(name))/claim.json" }
    var baseline: String { "\(runDirectory)/baseline.json" }
    var lock: String { "\(runDirectory)/lock" }

    /// Puts a command into the network namespace that plays the host's.
    func command(_ words: [String]) -> [String] {
        networkNamespace.map { ["nsenter", "--net=\($0)"] + words } ?? words
    }
}

/// Something of Plimsoll's own on this host, an engine or a registry: brought up, used, and taken down however that ends.
protocol HostTenant: Sendable {
    func down(progress: @escaping @Sendable (String) -> Void) async throws
}

extension HostTenant {
    /// Finishes bringing it up; where that fails, removes what there is of it, also when the task is cancelled.
    /// - Throws: What `finish` throws; what `remove` throws is told to `progress` alone.
    static func raised(
        by finish: () async throws -> Self, orElse remove: @escaping @Sendable () async throws -> Void,
        progress: @escaping @Sendable (String) -> Void
    ) async throws -> Self {
        do { return try await finish() } catch {
            do { try await Uncancellable.run(remove) } catch { progress("\(error)") }
            throw error
        }
    }

    /// Hands it to `body`, and takes it down however that ends.
    /// - Throws: What `body` throws, and then what taking it down throws is told to `progress` alone; what `down`
    ///   throws.
    func whileUp<R>(
        progress: @escaping @Sendable (String) -> Void, isolation: isolated (any Actor)? = #isolation,
        _ body: (Self) async throws -> R
    ) async throws -> R {
        let result: R
        do { result = try await body(self) } catch {
            do { try await down(progress: progress) } catch { progress("\(error)") }
            throw error
        }
        try await down(progress: progress)
        return result
    }
}

/// A lock among all Plimsolls on the host, which ends with the process that holds it.
enum HostLock {
    /// Runs `body` while no other process is in one, and makes the directory that the lock lies in.
    /// - Throws: `locked` when another process holds it for over a minute, and what `body` throws.
    static func hold<R: Sendable>(_ host: HostSide, _ body: () async throws -> R) async throws -> R {
        let descriptor = try await acquire(host)
        defer { try? descriptor.close() }
        return try await body()
    }

    private static func acquire(_ host: HostSide) async throws -> FileDescriptor {
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            mkdir(host.runDirectory, 0o755)
            let number = open(host.lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            if number < 0, errno != ENOENT {
                throw EmbeddedEngineError(
                    .state, "\(host.lock) cannot be opened: run as root.", cause: String(cString: strerror(errno)))
            }
            if number >= 0 {
                // The last engine's removal takes the file away: what was locked must still be what others will open.
                if flock(number, LOCK_EX | LOCK_NB) == 0, isSame(number, host.lock) {
                    return FileDescriptor(rawValue: number)
                }
                close(number)
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw EmbeddedEngineError(
            .locked, "Another Plimsoll has held \(host.lock) for a minute: see who with `fuser -v \(host.lock)`.")
    }

    private static func isSame(_ number: Int32, _ path: String) -> Bool {
        var opened = stat()
        var named = stat()
        return fstat(number, &opened) == 0 && stat(path, &named) == 0 && opened.st_ino == named.st_ino
    }
}

/// A lock among processes: the kernel's lock on a file, which ends with the last process that holds the file open.
struct FileLock: Sendable {
    /// The locked file, open. A program that inherits it holds the lock with us.
    let descriptor: FileDescriptor

    /// Runs `body` while no other process holds the lock.
    /// - Parameters:
    ///   - path: the lock's file, made if it is missing; its directory must exist.
    ///   - waiting: called once, when another process holds the lock.
    /// - Throws: ``PreparationError`` with code `state` where the file cannot be opened; `CancellationError`; what
    ///   `body` throws.
    static func hold<Value: Sendable>(
        _ path: String, waiting: () -> Void, _ body: (FileLock) async throws -> Value
    ) async throws -> Value {
        let descriptor: FileDescriptor
        do {
            descriptor = try FileDescriptor.open(
                FilePath(path), .readWrite, options: [.create, .closeOnExec],
                permissions: [.ownerReadWrite, .groupRead, .otherRead])
        } catch {
            throw PreparationError(
                .state, "\(path) cannot be opened: make the state directory writable, or name another.",
                cause: "\(error)")
        }
        defer { try? descriptor.close() }
        var told = false
        while flock(descriptor.rawValue, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else {
                throw PreparationError(.state, "\(path) cannot be locked.", cause: String(cString: strerror(errno)))
            }
            if !told { waiting() }
            told = true
            try await Task.sleep(for: .milliseconds(100))
        }
        return try await body(FileLock(descriptor: descriptor))
    }
}

/// How the host was before the first engine, so that the last one can leave it so.
struct HostBaseline: Codable, Sendable, Equatable {
    var forwarded: Bool
    /// Whether `/run/netns` was a mount point: `ip netns` makes it one when it is first used, and leaves it.
    var namespacesMounted: Bool

    /// Looks at the host and writes down what it finds, unless another engine has done so.
    static func note(_ host: HostSide) async throws {
        guard !FileManager.default.fileExists(atPath: host.baseline) else { return }
        let baseline = HostBaseline(
            forwarded: try await forwarding(host),
            namespacesMounted: MountTable.current().entries.contains { $0.point == "/run/netns" })
        try JSONEncoder().encode(baseline).write(to: URL(fileURLWithPath: host.baseline), options: .atomic)
    }

    static func forward(_ host: HostSide) async throws {
        if try await !forwarding(host) { try await setForwarding(host, true) }
    }

    /// Puts back what was noted. Called under the lock, by the last engine.
    /// - Returns: What was left as it is, and why.
    static func restore(_ host: HostSide) async -> [String] {
        guard let data = FileManager.default.contents(atPath: host.baseline),
            let baseline = try? JSONDecoder().decode(HostBaseline.self, from: data)
        else { return [] }
        var remarks: [String] = []
        if !baseline.forwarded {
            // Someone else may have come to rely on it meanwhile: a host Docker started later finds it on and says nothing.
            if await Firewall.isUsed(host) {
                remarks.append("net.ipv4.ip_forward stays 1: other firewall rules have come that may need it")
            } else {
                try? await setForwarding(host, false)
            }
        }
        if !baseline.namespacesMounted, (try? FileManager.default.contentsOfDirectory(atPath: "/run/netns")) == [] {
            _ = await Tool.attempt(["umount", "/run/netns"])
            rmdir("/run/netns")
        }
        unlink(host.baseline)
        return remarks
    }

    private static let file = "/proc/sys/net/ipv4/ip_forward"

    // The file shows the network namespace of who opens it: hence programs that can be put into another.
    private static func forwarding(_ host: HostSide) async throws -> Bool {
        try await Tool.require(host.command(["cat", file])).hasPrefix("1")
    }

    private static func setForwarding(_ host: HostSide, _ value: Bool) async throws {
        try await Tool.require(host.command(["tee", file]), input: value ? "1\n" : "0\n")
    }
}
