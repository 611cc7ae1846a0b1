import Foundation
import Model

/// The registry's network: a namespace without an uplink, and a pair of interfaces to each engine that it serves.
///
/// Nothing is made in the host's namespace, which has no route to the registry. The registry does not forward packets
/// between engines. An engine reaches it at a port of its own loopback address, where both builders accept plain HTTP
/// without configuration. The engine's containers cannot reach it: packets that they send to its address are dropped.
struct RegistryNetwork: Sendable {
    let names: PartNames
    let record: RegistryRecord
    let host: HostSide

    static let mostEngines = 1984

    func makeNamespace() async throws {
        try await EngineNetwork(names: names, host: host).makeNamespace()
        // A new namespace inherits the host's setting.
        try await HostBaseline.setForwarding(side(of: names), false)
    }

    /// Connects an engine; removes the remains of an earlier connection first.
    func connect(_ link: RegistryDetails.Link) async throws {
        let engine = try PartNames(link.engine)
        await disconnect(link)
        await forgetStrangers(in: engine)
        let pair = record.block.part(at: UInt32(0x100 + 4 * link.index), prefix: 30)
        let near = "to-\(engine.name)"
        let far = "re-\(names.name)"
        try await ip(names, ["link", "add", near, "type", "veth", "peer", "name", far, "netns", engine.scoped])
        // Only the registry's traffic must be counted on the pair: no IPv6 addresses, because they send announcements.
        try await ip(names, ["link", "set", near, "addrgenmode", "none"])
        try await ip(engine, ["link", "set", far, "addrgenmode", "none"])
        try await ip(names, ["addr", "add", "\(pair.address(1))/30", "dev", near])
        try await ip(names, ["link", "set", near, "up"])
        try await ip(engine, ["addr", "add", "\(pair.address(2))/30", "dev", far])
        try await ip(engine, ["link", "set", far, "up"])
        let inside = side(of: engine)
        // Otherwise packets from a loopback address never leave by an interface.
        try await Tool.require(inside.command(["tee", "/proc/sys/net/ipv4/conf/\(far)/route_localnet"]), input: "1\n")
        for rule in rules(far: far, registry: pair.address(1)) {
            try await Tool.require(inside.command(["iptables", "-w", "10"] + rule))
        }
    }

    func isConnected(_ link: RegistryDetails.Link) async -> Bool {
        guard let engine = running(link), await hasInterface(engine) else { return false }
        return await Firewall.rules(names, side(of: engine)).count == rules(far: "", registry: "").count
    }

    /// Undoes `connect`; skips what is not there.
    func disconnect(_ link: RegistryDetails.Link) async {
        guard let engine = try? PartNames(link.engine) else { return }
        if FileManager.default.fileExists(atPath: engine.namespacePath) {
            await Firewall.forget(names, side(of: engine))
            _ = await Tool.attempt(["ip", "-n", engine.scoped, "link", "del", "re-\(names.name)"])
        }
        if FileManager.default.fileExists(atPath: names.namespacePath) {
            _ = await Tool.attempt(["ip", "-n", names.scoped, "link", "del", "to-\(engine.name)"])
        }
    }

    func leftovers(_ link: RegistryDetails.Link) async -> [PartLeftover] {
        guard let engine = running(link) else { return [] }
        let rules = await Firewall.rules(names, side(of: engine)).map {
            PartLeftover(kind: .firewallRule, object: "\(engine.name): \($0)")
        }
        let interface = PartLeftover(kind: .interface, object: "\(engine.name): re-\(names.name)")
        return await hasInterface(engine) ? rules + [interface] : rules
    }

    /// The engine of a link; nil if its namespace is gone.
    private func running(_ link: RegistryDetails.Link) -> PartNames? {
        (try? PartNames(link.engine)).flatMap { FileManager.default.fileExists(atPath: $0.namespacePath) ? $0 : nil }
    }

    private func hasInterface(_ engine: PartNames) async -> Bool {
        await Tool.attempt(["ip", "-n", engine.scoped, "link", "show", "re-\(names.name)"]).succeeded
    }

    /// The rules in an engine's namespace. The engine's own connections to its loopback address go to the registry,
    /// from an address that the registry can answer. Packets from its containers are dropped.
    private func rules(far: String, registry: String) -> [[String]] {
        let comment = ["-m", "comment", "--comment", names.scoped]
        return [
            ["-t", "nat", "-A", "OUTPUT", "-d", "127.0.0.1/32", "-p", "tcp", "--dport", "\(record.port)"] + comment
                + ["-j", "DNAT", "--to-destination", "\(registry):\(record.port)"],
            ["-t", "nat", "-A", "POSTROUTING", "-s", "127.0.0.0/8", "-o", far] + comment + ["-j", "MASQUERADE"],
            ["-t", "mangle", "-A", "FORWARD", "-o", far] + comment + ["-j", "DROP"],
        ]
    }

    /// Removes rules of registries that are gone, whose state was deleted while they ran: they could have the same
    /// port.
    private func forgetStrangers(in engine: PartNames) async {
        let inside = side(of: engine)
        let known = Set(PartClaim.all(host).compactMap { try? PartNames($0.name).scoped })
        for rule in await Firewall.all(inside) {
            guard let comment = rule.comment, comment.hasPrefix("plimsoll-"), !known.contains(comment) else { continue }
            _ = await Tool.attempt(inside.command(rule.deletion))
        }
    }

    private func side(of part: PartNames) -> HostSide {
        HostSide(runDirectory: host.runDirectory, networkNamespace: part.namespacePath)
    }

    private func ip(_ part: PartNames, _ words: [String]) async throws {
        try await Tool.require(["ip", "-n", part.scoped] + words)
    }
}

/// Connects registries and engines: whichever starts later looks for the other.
extension EmbeddedPart where Details == RegistryDetails {
    /// Connects a newly started engine to the open registries of its state directory. Failed connections are only
    /// reported: an engine is useful without them.
    static func welcome(engine: String, in stateDirectory: String, _ progress: Announce) async {
        for case (let name, let record?) in (try? recorded(in: stateDirectory)) ?? []
        where record.isOpen && record.state == .running {
            do { try await connect(engine: engine, to: name, in: stateDirectory) } catch {
                progress("engine \(engine) was not connected to registry \(name): \(error)")
            }
        }
    }

    static func welcome(registry: RegistryRecord, in stateDirectory: String) async throws {
        for case (let name, let record?) in try EmbeddedEngine.recorded(in: stateDirectory)
        where record.state == .running && record.host.runDirectory == registry.host.runDirectory {
            try await connect(engine: name, to: registry.name, in: stateDirectory)
        }
    }

    static func connect(engine: String, to registry: String, in stateDirectory: String) async throws {
        let host = try named(registry, in: stateDirectory).record.host
        try await HostLock.hold(host) {
            let part = try named(registry, in: stateDirectory)
            var record = part.record
            let network = RegistryNetwork(names: part.layout.names, record: record, host: host)
            let known = record.links.first { $0.engine == engine }
            if let known, await network.isConnected(known) { return }
            // Recorded before it is made, like everything, so that a later process can undo it.
            let link = try known ?? record.newLink(engine)
            if known == nil {
                record.links.append(link)
                try record.write(to: part.layout.record)
            }
            try await network.connect(link)
        }
    }
}

extension RegistryRecord {
    /// The storage as this host can read it, while the registry runs.
    var visibleStorage: String {
        guard details.filesystemIsOwn ?? false else { return details.storage }
        return facts.outermost.map { "/proc/\($0.pid)/root\(details.storage)" } ?? details.storage
    }

    func newLink(_ engine: String) throws(EmbeddedEngineError) -> RegistryDetails.Link {
        let used = Set(details.links.map(\.index))
        guard let index = (0..<RegistryNetwork.mostEngines).first(where: { !used.contains($0) }) else {
            throw EmbeddedEngineError(
                .noSubnet, "Registry \(facts.name) serves as many engines as it can: start another.")
        }
        return RegistryDetails.Link(engine: engine, index: index)
    }
}
