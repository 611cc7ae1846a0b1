import Foundation

/// Who listens on a unix socket.
enum PeerProcess {
    /// The listening process, by its number here; nil where nobody listens, or it is not in this PID namespace or below.
    ///
    /// The kernel notes who made the socket: for one that systemd handed on, that is systemd, which sees the host's own paths.
    static func identifier(behind path: String) -> Int32? {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard EngineProbe.connect(descriptor, path) else { return nil }
        // `struct ucred`: process, user, group.
        var credentials: [Int32] = [0, 0, 0]
        var length = socklen_t(MemoryLayout<Int32>.size * 3)
        guard getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &length) == 0, credentials[0] > 0 else {
            return nil
        }
        return credentials[0]
    }
}
