import Foundation

/// What an engine or a registry has taken on the host, for all Plimsolls to see, whatever their state directories are.
struct EngineClaim: Codable, Sendable, Equatable {
    /// The addresses that it may use.
    let block: IPv4Network
    /// Its directory, as who brought it up sees it; if that is deleted, nobody can know of the engine any more.
    let directory: String
    /// The port by which engines know a registry.
    var port: Int?
    /// Where a registry keeps what is pushed.
    var storage: String?
    /// Who brought it up and keeps it; nil for one that was brought up to live on.
    var owner: ProcessIdentity?
    /// The PID namespace of who brought it up, as `pid:[4026531836]`.
    var processNamespace: String?

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

    /// The engines whose state cannot be seen from here, with what is known of it.
    static func unseen(_ host: HostSide) -> [(name: String, claim: EngineClaim, sight: StateSight)] {
        all(host).map { ($0.name, $0.claim, StateSight(of: $0.claim)) }.filter { $0.sight != .here }
    }
}
