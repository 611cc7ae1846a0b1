import Foundation
import SystemPackage

/// A lock among all Plimsolls on the host, which ends with the process that holds it.
enum HostLock {
    /// Runs `body` while no other process is in one, and makes the directory that the lock lies in.
    ///
    /// - Throws: `locked` when another process holds it for over a minute, and what `body` throws.
    static func hold<R: Sendable>(
        _ host: HostSide, _ body: () async throws -> R
    ) async throws -> R {
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
