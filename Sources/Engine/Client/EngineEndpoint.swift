import Model

/// Where an engine listens.
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
        if let path = text.dropping(prefix: "unix://") {
            guard path.hasPrefix("/"), path.utf8.count > 1 else {
                throw EngineError.invalidEndpoint(text, "a unix socket needs an absolute path")
            }
            guard path.utf8.count <= Self.longestSocketPath else {
                throw EngineError.invalidEndpoint(
                    text, "the path has \(path.utf8.count) bytes, the kernel takes \(Self.longestSocketPath)")
            }
            self = .unix(path: path)
        } else if let address = text.dropping(prefix: "tcp://") {
            let tls = Self.tlsFiles(environment)
            let (host, port) = try Self.hostAndPort(address, of: text, defaultPort: tls == nil ? 2375 : 2376)
            self = .tcp(host: host, port: port, tls: tls)
        } else {
            throw EngineError.invalidEndpoint(text, "it begins with neither unix:// nor tcp://")
        }
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

    private static func hostAndPort(
        _ address: String, of text: String, defaultPort: Int
    ) throws -> (host: String, port: Int) {
        var host = Substring(address.hasSuffix("/") ? String(address.dropLast()) : address)
        var rest = Substring()
        if host.hasPrefix("["), let end = host.firstIndex(of: "]") {
            rest = host[host.index(after: end)...]
            host = host[host.index(after: host.startIndex)..<end]
        } else if let colon = host.firstIndex(of: ":") {
            rest = host[colon...]
            host = host[..<colon]
        }
        guard !host.isEmpty, host.allSatisfy({ $0.isASCII && !"/?#@ ".contains($0) }) else {
            throw EngineError.invalidEndpoint(text, "it names no host")
        }
        if rest.isEmpty { return (String(host), defaultPort) }
        guard rest.hasPrefix(":"), let port = Int(rest.dropFirst()), (1...65_535).contains(port) else {
            throw EngineError.invalidEndpoint(text, "its port is not a number from 1 to 65535")
        }
        return (String(host), port)
    }
}

extension String {
    /// The text after `prefix`; nil if it does not begin with it.
    func dropping(prefix: String) -> String? { hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil }
}

/// The PEM files with which client and engine authenticate each other.
package struct TLSFiles: Sendable, Hashable {
    /// Path of the CA certificate that the engine's certificate is checked against.
    package var authority: String
    /// Path of the client's certificate chain.
    package var certificate: String
    /// Path of the client's private key.
    package var key: String

    init(authority: String, certificate: String, key: String) {
        (self.authority, self.certificate, self.key) = (authority, certificate, key)
    }

    /// The files as `DOCKER_CERT_PATH` lays them out: `ca.pem`, `cert.pem`, `key.pem`.
    package init(directory: String) {
        let folder = directory.hasSuffix("/") ? String(directory.dropLast()) : directory
        self.init(authority: "\(folder)/ca.pem", certificate: "\(folder)/cert.pem", key: "\(folder)/key.pem")
    }
}
