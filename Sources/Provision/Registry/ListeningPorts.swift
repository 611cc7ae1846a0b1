import Foundation

/// Which TCP ports a process's network namespace listens on.
enum ListeningPorts {
    /// The ports; empty when there is no such process.
    ///
    /// A file is read instead of a connection made: nothing on the host knows a way into the namespace.
    static func of(process pid: Int32) -> Set<Int> {
        ["tcp", "tcp6"].reduce(into: []) { ports, protocolName in
            let text = try? String(contentsOfFile: "/proc/\(pid)/net/\(protocolName)", encoding: .utf8)
            ports.formUnion(parse(text ?? ""))
        }
    }

    /// Reads `/proc/net/tcp` or `tcp6`: the local address's port in hexadecimal, and `0A` for a listening socket.
    static func parse(_ text: String) -> Set<Int> {
        let ports = text.split(separator: "\n").dropFirst().compactMap { line -> Int? in
            let fields = line.split(separator: " ")
            guard fields.count > 3, fields[3] == "0A", let port = fields[1].split(separator: ":").last else {
                return nil
            }
            return Int(port, radix: 16)
        }
        return Set(ports)
    }
}
