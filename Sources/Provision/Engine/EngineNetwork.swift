import Foundation

/// The engine's network namespace and its way out.
struct EngineNetwork: Sendable {
    let names: EngineNames
    let addresses: EngineAddresses
    let host: HostSide

    /// The engine's end of the pair, inside its namespace.
    private static let inner = "uplink"

    /// Makes the namespace, without a way out.
    func makeNamespace() async throws {
        try await ip(["netns", "add", names.scoped])
        try await ip(["-n", names.scoped, "link", "set", "lo", "up"])
    }

    /// Makes the pair of interfaces, the route between them, and the host's rules.
    ///
    /// - Returns: The largest packet that passes to the outside, in bytes.
    func makeUplink() async throws -> Int {
        let size = await outerPacketSize()
        let mtu = ["mtu", "\(size)"]
        try await ip(
            ["link", "add", names.interface] + mtu + ["type", "veth", "peer", "name", Self.inner] + mtu
                + ["netns", names.scoped])
        try await ip(["addr", "add", "\(addresses.host)/30", "dev", names.interface])
        try await ip(["link", "set", names.interface, "up"])
        try await ip(["-n", names.scoped, "addr", "add", "\(addresses.engine)/30", "dev", Self.inner])
        try await ip(["-n", names.scoped, "link", "set", Self.inner, "up"])
        try await ip(["-n", names.scoped, "route", "add", "default", "via", addresses.host])
        try await HostBaseline.forward(host)
        try await Firewall.allow(names, addresses, host)
        return size
    }

    /// Removes all of it; what is not there is passed over.
    func remove() async {
        await Firewall.forget(names, host)
        _ = await Tool.attempt(host.command(["ip", "link", "del", names.interface]))
        if FileManager.default.fileExists(atPath: names.namespacePath) {
            _ = await Tool.attempt(["ip", "netns", "del", names.scoped])
        }
    }

    /// The blocks that the host routes or has addresses in.
    static func taken(_ host: HostSide) async -> [IPv4Network] {
        let routes = await Tool.attempt(host.command(["ip", "-json", "-4", "route", "show", "table", "all"])).output
        let links = await Tool.attempt(host.command(["ip", "-json", "-4", "addr"])).output
        return networks(routes: routes, links: links)
    }

    /// Reads what `ip -json` prints of routes and addresses. The default route, which is everywhere, takes nothing.
    static func networks(routes: String, links: String) -> [IPv4Network] {
        struct Route: Decodable { let dst: String? }
        struct Link: Decodable {
            struct Address: Decodable {
                let local: String?
                let prefixlen: Int?
            }
            let addresses: [Address]?

            enum CodingKeys: String, CodingKey {
                case addresses = "addr_info"
            }
        }
        let decoder = JSONDecoder()
        let destinations = (try? decoder.decode([Route].self, from: Data(routes.utf8)))?.compactMap(\.dst) ?? []
        let addresses = (try? decoder.decode([Link].self, from: Data(links.utf8)))?.flatMap { $0.addresses ?? [] } ?? []
        let own = addresses.compactMap { address in address.local.map { "\($0)/\(address.prefixlen ?? 32)" } }
        return (destinations + own).compactMap { IPv4Network($0) }.filter { $0.prefix > 0 }
    }

    /// The packet size of the interface that the host's default route leaves by; 1500 where there is none.
    private func outerPacketSize() async -> Int {
        struct Link: Decodable {
            let ifname: String
            let mtu: Int
        }
        struct Route: Decodable { let dev: String? }
        let decoder = JSONDecoder()
        let routes = await Tool.attempt(host.command(["ip", "-json", "-4", "route", "show", "default"])).output
        let links = await Tool.attempt(host.command(["ip", "-json", "link"])).output
        let device = (try? decoder.decode([Route].self, from: Data(routes.utf8)))?.first?.dev
        return (try? decoder.decode([Link].self, from: Data(links.utf8)))?.first { $0.ifname == device }?.mtu ?? 1500
    }

    private func ip(_ words: [String]) async throws {
        try await Tool.require(host.command(["ip"] + words))
    }
}
