import Foundation
import Model
import SystemPackage

/// The host as a part sees it from outside. Tests replace it by a network namespace of their own.
package struct HostSide: Codable, Sendable, Equatable {
    /// Holds the sockets and what all parts on the host share. Short, because socket paths have at most 107 bytes.
    var runDirectory = "/run/plimsoll"
    /// The network namespace used as the host's; nil for this process's own.
    var networkNamespace: String?
    var hasLoopDevices: Bool?

    /// The directory for an engine's socket; only root may enter it.
    func sockets(_ name: String) -> String { "\(runDirectory)/\(name)" }
    func socket(_ name: String) -> String { "\(sockets(name))/docker.sock" }
    func claim(_ name: String) -> String { "\(sockets(name))/claim.json" }
    var baseline: String { "\(runDirectory)/baseline.json" }
    var lock: String { "\(runDirectory)/lock" }

    func command(_ words: [String]) -> [String] {
        networkNamespace.map { ["nsenter", "--net=\($0)"] + words } ?? words
    }
}

/// A lock among all Plimsoll processes on the host; the kernel releases it when its holder ends.
enum HostLock {
    /// Runs `body` under the lock; makes the directory that holds it.
    /// - Throws: `locked` when another process holds it for over a minute, and what `body` throws.
    static func hold<R: Sendable>(_ host: HostSide, _ body: () async throws -> R) async throws -> R {
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            mkdir(host.runDirectory, 0o755)
            let number = open(host.lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            if number < 0, errno != ENOENT {
                throw EmbeddedEngineError(
                    .state, "\(host.lock) cannot be opened: run as root.", cause: String(cString: strerror(errno)))
            }
            if number >= 0 {
                defer { close(number) }
                // The last part's removal deletes the file: the locked one must still be the one that others will open.
                if flock(number, LOCK_EX | LOCK_NB) == 0, let opened = FileIdentity(descriptor: number),
                    opened == FileIdentity(host.lock)
                {
                    return try await body()
                }
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw EmbeddedEngineError(
            .locked, "Another Plimsoll has held \(host.lock) for a minute: see who with `fuser -v \(host.lock)`.")
    }
}

/// A lock among processes on a file; the kernel releases it when the last process that holds the file open ends.
struct FileLock: Sendable {
    /// The locked file, open. A program that inherits it shares the lock.
    let descriptor: FileDescriptor

    /// Runs `body` while no other process holds the lock's file, which is made if it is missing. `waiting` is called
    /// once, when another process holds it.
    static func hold<Value: Sendable>(
        _ path: String, waiting: () -> Void, _ body: (FileLock) async throws -> Value
    ) async throws -> Value {
        let complaint = "\(path) cannot be opened: make the state directory writable, or name another."
        let descriptor = try PreparationError.state(complaint) {
            try FileDescriptor.open(
                FilePath(path), .readWrite, options: [.create, .closeOnExec],
                permissions: [.ownerReadWrite, .groupRead, .otherRead])
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

/// The host's settings before the first part, so that the last one can restore them.
struct HostBaseline: Codable, Sendable, Equatable {
    var forwarded: Bool
    /// Whether `/run/netns` was a mount point: `ip netns` makes it one on first use, and leaves it.
    var namespacesMounted: Bool

    /// Records the host's settings, unless another part has done so.
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

    /// Restores what was noted; returns what was not restored, and why. Called under the lock, by the last part.
    static func restore(_ host: HostSide) async -> [String] {
        guard let data = FileManager.default.contents(atPath: host.baseline),
            let baseline = try? JSONDecoder().decode(HostBaseline.self, from: data)
        else { return [] }
        var remarks: [String] = []
        if !baseline.forwarded {
            // Others may rely on it meanwhile: a host Docker started later finds it on and says nothing.
            if await Firewall.isUsed(host) {
                remarks.append("net.ipv4.ip_forward stays 1: other firewall rules were added that may need it")
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

    static let file = "/proc/sys/net/ipv4/ip_forward"

    // The file shows the network namespace of the process that opens it: hence programs that can run in another one.
    private static func forwarding(_ host: HostSide) async throws -> Bool {
        try await Tool.require(host.command(["cat", file])).hasPrefix("1")
    }

    static func setForwarding(_ host: HostSide, _ value: Bool) async throws {
        try await Tool.require(host.command(["tee", file]), input: value ? "1\n" : "0\n")
    }
}
