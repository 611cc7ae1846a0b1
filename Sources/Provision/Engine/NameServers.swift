import Foundation

/// The name servers that can be reached from inside an engine's namespace.
struct NameServers: Sendable, Equatable {
    /// Their addresses, in order of preference.
    let servers: [String]
    /// The other lines of the host's file: `search`, `domain`, `options`.
    let settings: [String]

    /// Reads the host's resolver files in turn, and takes the first that names a server which is not on loopback: a local
    /// stub (systemd-resolved's, NetworkManager's) does not answer in another namespace, but keeps its upstream in a file.
    static func current(root: String = "") -> NameServers {
        let files = ["/etc/resolv.conf", "/run/systemd/resolve/resolv.conf", "/run/NetworkManager/no-stub-resolv.conf"]
        let texts = files.map { (try? String(contentsOfFile: root + $0, encoding: .utf8)) ?? "" }
        let read = texts.map(NameServers.init(text:))
        return read.first { !$0.servers.isEmpty } ?? NameServers(servers: [], settings: read[0].settings)
    }

    private init(servers: [String], settings: [String]) {
        self.servers = servers
        self.settings = settings
    }

    /// Reads a resolver file. Only IPv4 has a way out of the namespace.
    init(text: String) {
        let lines = text.split(separator: "\n").map { $0.split(whereSeparator: \.isWhitespace).map(String.init) }
        let named = lines.filter { $0.first == "nameserver" && $0.count > 1 }.map { $0[1] }
        servers = named.filter { IPv4Network($0) != nil && !$0.hasPrefix("127.") }
        settings = lines.filter { ["search", "domain", "options"].contains($0.first) }.map { $0.joined(separator: " ") }
    }

    /// The resolver file for the inside.
    var text: String {
        (servers.map { "nameserver \($0)" } + settings).map { $0 + "\n" }.joined()
    }
}
