import Foundation

/// Asks a socket whether an engine answers on it.
enum EngineProbe {
    /// The engine's version; nil when nothing answers within two seconds.
    ///
    /// One request over a plain socket: the engine's client is for what comes after.
    static func version(_ socketPath: String) -> String? {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var patience = timeval(tv_sec: 2, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        guard connect(descriptor, socketPath) else { return nil }
        let request = Array("GET /version HTTP/1.0\r\nHost: plimsoll\r\n\r\n".utf8)
        guard send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else { return nil }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while answer.count < 1 << 16 {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            answer += buffer[..<count]
        }
        return parse(String(decoding: answer, as: UTF8.self))
    }

    /// The version out of an HTTP answer, if that was a good one.
    static func parse(_ answer: String) -> String? {
        struct Answer: Decodable {
            let version: String

            enum CodingKeys: String, CodingKey {
                case version = "Version"
            }
        }
        guard answer.hasPrefix("HTTP/1."), answer.dropFirst(8).hasPrefix(" 200"),
            let start = answer.firstIndex(of: "{"),
            let end = answer.lastIndex(of: "}")
        else { return nil }
        return try? JSONDecoder().decode(Answer.self, from: Data(answer[start...end].utf8)).version
    }

    /// Connects a socket to a path.
    static func connect(_ descriptor: Int32, _ path: String) -> Bool {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return false }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
    }
}
