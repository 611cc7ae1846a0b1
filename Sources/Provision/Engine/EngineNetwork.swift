import Foundation
import Model

struct EngineNetwork: Sendable {
    let names: PartNames
    let host: HostSide

    /// The engine's end of the veth pair, inside its namespace.
    private static let inner = "uplink"

    func makeNamespace() async throws {
        try await ip(["netns", "add", names.scoped])
        try await ip(["-n", names.scoped, "link", "set", "lo", "up"])
    }

    /// Makes the veth pair, the route between its ends, and the host's rules; returns the largest packet to the outside
    /// (MTU).
    func makeUplink(_ addresses: EngineAddresses) async throws -> Int {
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

    /// Removes all of it; skips what is not there.
    func remove() async {
        await Firewall.forget(names, host)
        _ = await Tool.attempt(host.command(["ip", "link", "del", names.interface]))
        if FileManager.default.fileExists(atPath: names.namespacePath) {
            _ = await Tool.attempt(["ip", "netns", "del", names.scoped])
        }
    }

    static func taken(_ host: HostSide) async -> [IPv4Network] {
        let routes = await Tool.attempt(host.command(["ip", "-json", "-4", "route", "show", "table", "all"])).output
        let links = await Tool.attempt(host.command(["ip", "-json", "-4", "addr"])).output
        return networks(routes: routes, links: links)
    }

    /// Reads the output of `ip -json` for routes and addresses. The default route, which covers everything, does not
    /// count.
    static func networks(routes: String, links: String) -> [IPv4Network] {
        let addresses = read([Link].self, links).flatMap { $0.addresses ?? [] }
        let own = addresses.compactMap { address in address.local.map { "\($0)/\(address.prefixlen ?? 32)" } }
        return (read([Route].self, routes).compactMap(\.dst) + own).compactMap { IPv4Network($0) }
            .filter { $0.prefix > 0 }
    }

    /// The MTU of the interface of the host's default route; 1500 if there is none.
    private func outerPacketSize() async -> Int {
        let routes = await Tool.attempt(host.command(["ip", "-json", "-4", "route", "show", "default"])).output
        let links = await Tool.attempt(host.command(["ip", "-json", "link"])).output
        guard let device = Self.read([Route].self, routes).first?.dev else { return 1500 }
        return Self.read([Link].self, links).first { $0.ifname == device }?.mtu ?? 1500
    }

    private struct Route: Decodable {
        let dst: String?
        let dev: String?
    }

    private struct Link: Decodable {
        struct Address: Decodable {
            let local: String?
            let prefixlen: Int?
        }
        let ifname: String?
        let mtu: Int?
        let addresses: [Address]?

        enum CodingKeys: String, CodingKey { case ifname, mtu, addresses = "addr_info" }
    }

    private static func read<Element: Decodable>(_ type: [Element].Type, _ json: String) -> [Element] {
        (try? JSONDecoder().decode(type, from: Data(json.utf8))) ?? []
    }

    private func ip(_ words: [String]) async throws { try await Tool.require(host.command(["ip"] + words)) }
}

/// The addresses of one engine: a block of 64 × 256, cut into parts.
struct EngineAddresses: Sendable, Hashable {
    let block: IPv4Network

    /// The addresses of the veth pair between the host and the engine's namespace.
    var link: IPv4Network { block.part(at: 0, prefix: 30) }
    var host: String { link.address(1) }
    var engine: String { link.address(2) }
    /// The default bridge's own address with prefix length, for 1,021 containers.
    var bridge: String { "\(block.address(0x401))/22" }
    var pool: IPv4Network { block.part(at: 0x2000, prefix: 19) }

    /// The first block that overlaps nothing in `taken`, in a fixed order of private ranges; nil when there is none.
    static func choose(avoiding taken: [IPv4Network]) -> EngineAddresses? {
        // 10/8 first, from its upper quarter: Docker uses 172.17 and up, home routers the low ends of the other ranges.
        let ranges = [(0x0AC0_0000, 10), (0x0A00_0000, 9), (0x6440_0000, 10), (0xAC10_0000, 12), (0xC0A8_0000, 16)]
        for (base, prefix) in ranges {
            for index in 0..<(1 << (18 - prefix)) {
                let block = IPv4Network(address: UInt32(base + index << 14), prefix: 18)
                if !taken.contains(where: block.overlaps) { return EngineAddresses(block: block) }
            }
        }
        return nil
    }
}

/// A block of IPv4 addresses, as `10.192.0.0/18`.
struct IPv4Network: Sendable, Hashable, Codable, RawRepresentable, CustomStringConvertible {
    let base: UInt32
    let prefix: Int

    /// The block of `prefix` fixed bits that holds `address`.
    init(address: UInt32, prefix: Int) {
        self.prefix = prefix
        base = prefix == 0 ? 0 : address & (UInt32.max << UInt32(32 - prefix))
    }

    /// Reads `A.B.C.D/N`, or `A.B.C.D` for a single address; nil for anything else.
    init?(_ text: some StringProtocol) {
        let halves = text.split(separator: "/", omittingEmptySubsequences: false)
        let bytes = halves[0].split(separator: ".", omittingEmptySubsequences: false).compactMap { UInt8($0) }
        guard bytes.count == 4, halves.count <= 2 else { return nil }
        let bits = halves.count == 2 ? Int(halves[1]) : 32
        guard let bits, (0...32).contains(bits) else { return nil }
        self.init(address: bytes.reduce(0) { $0 << 8 | UInt32($1) }, prefix: bits)
    }

    func overlaps(_ other: IPv4Network) -> Bool {
        let shorter = min(prefix, other.prefix)
        return IPv4Network(address: base, prefix: shorter).base
            == IPv4Network(address: other.base, prefix: shorter).base
    }

    /// The block that starts `offset` addresses after this one's base.
    func part(at offset: UInt32, prefix: Int) -> IPv4Network { IPv4Network(address: base + offset, prefix: prefix) }

    /// The address `offset` after the base, as `A.B.C.D`.
    func address(_ offset: UInt32) -> String {
        let value = base + offset
        return [24, 16, 8, 0].map { String(value >> UInt32($0) & 0xFF) }.joined(separator: ".")
    }

    var description: String { "\(address(0))/\(prefix)" }

    /// As it is stored.
    var rawValue: String { description }

    init?(rawValue: String) { self.init(rawValue) }
}

/// The name servers that an engine's namespace can reach.
struct NameServers: Sendable, Equatable {
    let servers: [String]
    /// The other lines of the host's file: `search`, `domain`, `options`.
    let settings: [String]

    /// Reads the host's resolver files in turn and takes the first that names a server not on loopback. A local stub
    /// (systemd-resolved's, NetworkManager's) does not answer in another namespace, but keeps its upstream in a file.
    static func current(root: String = "") -> NameServers {
        let files = ["/etc/resolv.conf", "/run/systemd/resolve/resolv.conf", "/run/NetworkManager/no-stub-resolv.conf"]
        let read = files.map { NameServers(text: HostFiles.text(root + $0) ?? "") }
        return read.first { !$0.servers.isEmpty } ?? read[0]
    }

    /// Reads a resolver file. Only IPv4 servers count, because only IPv4 leaves the namespace.
    init(text: String) {
        let lines = text.split(separator: "\n").map { $0.split(whereSeparator: \.isWhitespace).map(String.init) }
        let named = lines.filter { $0.first == "nameserver" && $0.count > 1 }.map { $0[1] }
        servers = named.filter { IPv4Network($0) != nil && !$0.hasPrefix("127.") }
        settings = lines.filter { ["search", "domain", "options"].contains($0.first) }.map { $0.joined(separator: " ") }
    }

    var text: String { (servers.map { "nameserver \($0)" } + settings).map { $0 + "\n" }.joined() }
}
