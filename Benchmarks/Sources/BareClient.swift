import Foundation

/// The simplest client of an engine's socket: one blocking connection a request, the answer read to its end.
///
/// It stands for the floor that any client has: no parsing beyond the status line and the chunked body's end.
struct BareClient {
    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    let socketPath: String

    /// Sends a request and returns the answer's body, chunks and all.
    @discardableResult
    func send(_ method: String, _ path: String, body: [UInt8] = [], type: String = "application/json") throws -> String
    {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: socketPath.utf8) }
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard connected == 0 else { throw Failed(description: "\(socketPath): connect: errno \(errno)") }
        let head = """
            \(method) /v1.41\(path) HTTP/1.1\r
            Host: engine\r
            Connection: close\r
            Content-Type: \(type)\r
            Content-Length: \(body.count)\r
            \r

            """
        try write(Array(head.utf8) + body, to: descriptor)
        let answer = String(decoding: try readAll(descriptor), as: UTF8.self)
        guard let status = answer.split(separator: " ").dropFirst().first, status.hasPrefix("2") else {
            throw Failed(description: "\(method) \(path): \(answer.prefix(300))")
        }
        guard let end = answer.range(of: "\r\n\r\n") else { return "" }
        return String(answer[end.upperBound...])
    }

    private func write(_ bytes: [UInt8], to descriptor: Int32) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { throw Failed(description: "write: errno \(errno)") }
            rest = rest.dropFirst(count)
        }
    }

    private func readAll(_ descriptor: Int32) throws -> [UInt8] {
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            // An engine that did not read the last of a body resets the connection once its answer is out.
            if count < 0, errno == ECONNRESET, !result.isEmpty { return result }
            guard count >= 0 else { throw Failed(description: "read: errno \(errno)") }
            if count == 0 { return result }
            result.append(contentsOf: buffer[..<count])
        }
    }
}
