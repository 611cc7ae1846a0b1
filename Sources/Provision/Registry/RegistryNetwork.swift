import Foundation
import Model

/// The registry's network: a namespace without an uplink, and a pair of interfaces to each engine that it serves.
///
/// Nothing is made in the host's namespace, which has no route to the registry. The registry does not forward packets
/// between engines. An engine reaches it at a port of its own loopback address, where both builders accept plain HTTP
/// without configuration. The engine's containers cannot reach it: packets that they send to its address are dropped.
struct RegistryNetwork: Sendable {
    let names: EngineNames
    let block: IPv4Network
    let port: Int
    let host: HostSide

    static let mostEngines = 1984

    func makeNamespace() async throws {
        try await EngineNetwork(names: names, addresses: EngineAddresses(block: block), host: host).makeNamespace()
        // A new namespace inherits the host's setting.
        try await Tool.require(side(of: names).command(["tee", "/proc/sys/net/ipv4/ip_forward"]), input: "0\n")
    }

    /// Connects an engine; removes the remains of an earlier connection first.
    func connect(_ link: RegistryDetails.Link) async throws {
        let engine = try EngineNames(link.engine)
        await disconnect(link)
        await forgetStrangers(in: engine)
        let pair = block.part(at: UInt32(0x100 + 4 * link.index), prefix: 30)
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
        guard let engine = try? EngineNames(link.engine), FileManager.default.fileExists(atPath: engine.namespacePath)
        else { return false }
        let interface = await Tool.attempt(["ip", "-n", engine.scoped, "link", "show", "re-\(names.name)"])
        guard interface.succeeded else { return false }
        return await Firewall.rules(names, side(of: engine)).count == rules(far: "", registry: "").count
    }

    /// Undoes `connect`; skips what is not there.
    func disconnect(_ link: RegistryDetails.Link) async {
        guard let engine = try? EngineNames(link.engine) else { return }
        if FileManager.default.fileExists(atPath: engine.namespacePath) {
            await Firewall.forget(names, side(of: engine))
            _ = await Tool.attempt(["ip", "-n", engine.scoped, "link", "del", "re-\(names.name)"])
        }
        if FileManager.default.fileExists(atPath: names.namespacePath) {
            _ = await Tool.attempt(["ip", "-n", names.scoped, "link", "del", "to-\(engine.name)"])
        }
    }

    func leftovers(_ link: RegistryDetails.Link) async -> [EngineLeftover] {
        guard let engine = try? EngineNames(link.engine), FileManager.default.fileExists(atPath: engine.namespacePath)
        else { return [] }
        let rules = await Firewall.rules(names, side(of: engine)).map {
            EngineLeftover(
                kind: .firewallRule, object: "\(engine.name): \($0.table) \($0.words.joined(separator: " "))")
        }
        let interface = await Tool.attempt(["ip", "-n", engine.scoped, "link", "show", "re-\(names.name)"])
        return rules
            + (interface.succeeded
                ? [EngineLeftover(kind: .interface, object: "\(engine.name): re-\(names.name)")] : [])
    }

    /// The rules in an engine's namespace. The engine's own connections to its loopback address go to the registry,
    /// from an address that the registry can answer. Packets from its containers are dropped.
    private func rules(far: String, registry: String) -> [[String]] {
        let comment = ["-m", "comment", "--comment", names.scoped]
        return [
            ["-t", "nat", "-A", "OUTPUT", "-d", "127.0.0.1/32", "-p", "tcp", "--dport", "\(port)"] + comment
                + ["-j", "DNAT", "--to-destination", "\(registry):\(port)"],
            ["-t", "nat", "-A", "POSTROUTING", "-s", "127.0.0.0/8", "-o", far] + comment + ["-j", "MASQUERADE"],
            ["-t", "mangle", "-A", "FORWARD", "-o", far] + comment + ["-j", "DROP"],
        ]
    }

    /// Removes rules of registries that are gone, whose state was deleted while they ran: they could have the same
    /// port.
    private func forgetStrangers(in engine: EngineNames) async {
        let inside = side(of: engine)
        let known = Set(EngineClaim.all(host).compactMap { try? EngineNames($0.name).scoped })
        let saved = await Tool.attempt(inside.command(["iptables-save"])).output
        for rule in Firewall.parse(saved) {
            guard let comment = rule.comment, comment.hasPrefix("plimsoll-"), !known.contains(comment) else { continue }
            _ = await Tool.attempt(inside.command(rule.deletion))
        }
    }

    private func side(of part: EngineNames) -> HostSide {
        HostSide(runDirectory: host.runDirectory, networkNamespace: part.namespacePath)
    }

    private func ip(_ part: EngineNames, _ words: [String]) async throws {
        try await Tool.require(["ip", "-n", part.scoped] + words)
    }
}

/// Connects registries and engines: whichever starts later looks for the other.
enum RegistryConnections {
    /// Connects a newly started engine to the open registries of its state directory.
    /// - Parameter progress: Reports failed connections: an engine is useful without them.
    static func welcome(engine: EngineRecord, in stateDirectory: String, _ progress: @Sendable (String) -> Void) async {
        let registries = (try? EmbeddedRegistry.recorded(stateDirectory).all()) ?? []
        for case (let name, let record?) in registries where record.isOpen && record.state == .running {
            do { try await connect(engine: engine.name, to: name, in: stateDirectory) } catch {
                progress("engine \(engine.name) was not connected to registry \(name): \(error)")
            }
        }
    }

    static func welcome(registry: RegistryRecord, in stateDirectory: String) async throws {
        for case (let name, let record?) in try EmbeddedEngine.recorded(stateDirectory).all()
        where record.state == .running && record.host.runDirectory == registry.host.runDirectory {
            try await connect(engine: name, to: registry.name, in: stateDirectory)
        }
    }

    /// Connects an engine to a registry, unless it is connected.
    /// - Throws: `badName` when the registry is not running; `commandFailed`.
    static func connect(engine: String, to registry: String, in stateDirectory: String) async throws {
        let parts = EmbeddedRegistry.recorded(stateDirectory)
        let host = try parts.running(registry).host
        try await HostLock.hold(host) {
            var record = try parts.running(registry)
            let network = RegistryNetwork(
                names: try EngineNames(registry), block: record.block, port: record.port, host: host)
            let known = record.links.first { $0.engine == engine }
            if let known, await network.isConnected(known) { return }
            // Recorded before it is made, like everything, so that a later process can undo it.
            let link = try known ?? record.newLink(engine)
            if known == nil {
                record.links.append(link)
                try record.write(to: parts.layout(registry).record)
            }
            try await network.connect(link)
        }
    }
}

extension RegistryRecord {
    func newLink(_ engine: String) throws(EmbeddedEngineError) -> RegistryDetails.Link {
        let used = Set(details.links.map(\.index))
        guard let index = (0..<RegistryNetwork.mostEngines).first(where: { !used.contains($0) }) else {
            throw EmbeddedEngineError(
                .noSubnet, "Registry \(facts.name) serves as many engines as it can: start another.")
        }
        return RegistryDetails.Link(engine: engine, index: index)
    }
}
