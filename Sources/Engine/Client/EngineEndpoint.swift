import Model

package enum EngineEndpoint: Sendable, Hashable, CustomStringConvertible {
    case unix(path: String)
    /// A TCP port. With `tls`, both sides authenticate each other; without it, neither does.
    case tcp(host: String, port: Int, tls: TLSFiles?)

    /// The longest path that the kernel accepts for a unix socket, in bytes.
    static let longestSocketPath = 107

    /// Reads `unix:///path/to/socket` or `tcp://host[:port]`.
    ///
    /// A TCP endpoint uses TLS if `DOCKER_TLS_VERIFY` is set and not empty. Its files are in `DOCKER_CERT_PATH`, or in
    /// `$HOME/.docker`. The default port is 2376 with TLS and 2375 without, as for Docker's own command line.
    /// - Throws: ``EngineError`` with code ``EngineError/Code/invalidEndpoint`` for anything else.
    package init(_ text: String, environment: [String: String]) throws {
        func invalid(_ reason: String) -> EngineError {
            EngineError(
                code: .invalidEndpoint, message: "not an engine's address: \(reason)", endpoint: text,
                hint: "write unix:///path/to/socket or tcp://host:port")
        }
        if text.hasPrefix("unix://") {
            let path = String(text.dropFirst("unix://".count))
            guard path.hasPrefix("/"), path.utf8.count > 1 else {
                throw invalid("a unix socket needs an absolute path")
            }
            guard path.utf8.count <= Self.longestSocketPath else {
                throw invalid("the path has \(path.utf8.count) bytes, the kernel takes \(Self.longestSocketPath)")
            }
            self = .unix(path: path)
            return
        }
        guard text.hasPrefix("tcp://") else { throw invalid("it begins with neither unix:// nor tcp://") }
        let (host, rest) = Self.hostAndPort(text.dropFirst("tcp://".count))
        guard !host.isEmpty, host.allSatisfy({ $0.isASCII && !"/?#@ ".contains($0) }) else {
            throw invalid("it names no host")
        }
        let tls = Self.tlsFiles(environment)
        let port = rest.isEmpty ? tls == nil ? 2375 : 2376 : rest.hasPrefix(":") ? Int(rest.dropFirst()) : nil
        guard let port, (1...65_535).contains(port) else { throw invalid("its port is not a number from 1 to 65535") }
        self = .tcp(host: String(host), port: port, tls: tls)
    }

    package var description: String {
        switch self {
        case .unix(let path): "unix://\(path)"
        case .tcp(let host, let port, _): host.contains(":") ? "tcp://[\(host)]:\(port)" : "tcp://\(host):\(port)"
        }
    }

    private static func tlsFiles(_ environment: [String: String]) -> TLSFiles? {
        guard let verify = environment["DOCKER_TLS_VERIFY"], !verify.isEmpty else { return nil }
        return TLSFiles(directory: environment["DOCKER_CERT_PATH"] ?? (environment["HOME"] ?? "") + "/.docker")
    }

    /// The host, an IPv6 address without its brackets, and what follows it: a colon and the port, or nothing.
    private static func hostAndPort(_ address: Substring) -> (host: Substring, rest: Substring) {
        let address = address.hasSuffix("/") ? address.dropLast() : address
        if address.hasPrefix("["), let end = address.firstIndex(of: "]") {
            return (address[..<end].dropFirst(), address[end...].dropFirst())
        }
        let end = address.firstIndex(of: ":") ?? address.endIndex
        return (address[..<end], address[end...])
    }
}

/// The PEM files with which client and engine authenticate each other.
package struct TLSFiles: Sendable, Hashable {
    /// Path of the CA certificate that the engine's certificate is checked against.
    package var authority: String
    package var certificate: String
    package var key: String

    /// The folder that ``init(directory:)`` was given.
    var directory: String { authority.lastIndex(of: "/").map { String(authority[..<$0]) } ?? "." }
}

extension TLSFiles {
    /// The files as `DOCKER_CERT_PATH` lays them out: `ca.pem`, `cert.pem`, `key.pem`.
    package init(directory: String) {
        let folder = directory.hasSuffix("/") ? String(directory.dropLast()) : directory
        self.init(authority: "\(folder)/ca.pem", certificate: "\(folder)/cert.pem", key: "\(folder)/key.pem")
    }
}
