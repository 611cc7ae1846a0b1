import Foundation

/// What an engine or a registry has taken on the host, for all Plimsolls to see, whatever their state directories are.
struct EngineClaim: Codable, Sendable, Equatable {
    /// The addresses that it may use.
    let block: IPv4Network
    /// Its directory; if that is gone, nobody can know of the engine any more.
    let directory: String
    /// The port by which engines know a registry.
    var port: Int?
    /// Where a registry keeps what is pushed.
    var storage: String?

    /// Writes the claim beside the engine's socket.
    func write(_ name: String, _ host: HostSide) throws {
        try JSONEncoder().encode(self).write(to: URL(fileURLWithPath: host.claim(name)), options: .atomic)
    }

    /// The claims on a host, by the engines' names.
    static func all(_ host: HostSide) -> [(name: String, claim: EngineClaim)] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: host.runDirectory)) ?? []
        return names.sorted().compactMap { name in
            FileManager.default.contents(atPath: host.claim(name))
                .flatMap { try? JSONDecoder().decode(EngineClaim.self, from: $0) }.map { (name, $0) }
        }
    }

    /// The engines whose state was deleted under them.
    static func forsaken(_ host: HostSide) -> [(name: String, claim: EngineClaim)] {
        all(host).filter { !FileManager.default.fileExists(atPath: $0.claim.directory) }
    }
}
