import Foundation

/// The registry's network: a namespace without a way out, and a pair of interfaces to each engine that it serves.
///
/// Nothing is made in the host's namespace, which knows no way to the registry; nor does the registry pass packets on
/// between engines. An engine finds it at a port of its own loopback address, where both builders accept plain HTTP
/// without being configured; the engine's containers do not, and what they send to its address is dropped.
struct RegistryNetwork: Sendable {
    let names: EngineNames
    let block: IPv4Network
    let port: Int
    let host: HostSide

    /// The most engines that a registry can serve.
    static let mostEngines = 1984

    /// Makes the namespace.
    func makeNamespace() async throws {
        try await EngineNetwork(names: names, addresses: EngineAddresses(block: block), host: host).makeNamespace()
        // A new namespace takes over what the host has.
        try await Tool.require(
            side(of: names).command(["tee", "/proc/sys/net/ipv4/ip_forward"]), input: "0\n")
    }

    /// Connects an engine; what is left of an earlier connection is removed first.
    func connect(_ link: RegistryRecord.Link) async throws {
        let engine = try EngineNames(link.engine)
        await disconnect(link)
        await forgetStrangers(in: engine)
        let pair = block.part(at: UInt32(0x100 + 4 * link.index), prefix: 30)
        let near = "to-\(engine.name)"
        let far = "re-\(names.name)"
        try await ip(names, ["link", "add", near, "type", "veth", "peer", "name", far, "netns", engine.scoped])
        // What is counted on the pair is to be the registry's: no addresses of version 6, which announce themselves.
        try await ip(names, ["link", "set", near, "addrgenmode", "none"])
        try await ip(engine, ["link", "set", far, "addrgenmode", "none"])
        try await ip(names, ["addr", "add", "\(pair.address(1))/30", "dev", near])
        try await ip(names, ["link", "set", near, "up"])
        try await ip(engine, ["addr", "add", "\(pair.address(2))/30", "dev", far])
        try await ip(engine, ["link", "set", far, "up"])
        let inside = side(of: engine)
        // Otherwise packets from a loopback address never leave by an interface.
        try await Tool.require(
            inside.command(["tee", "/proc/sys/net/ipv4/conf/\(far)/route_localnet"]), input: "1\n")
        for rule in rules(far: far, registry: pair.address(1)) {
            try await Tool.require(inside.command(["iptables", "-w", "10"] + rule))
        }
    }

    /// Whether an engine is connected as it should be.
    func isConnected(_ link: RegistryRecord.Link) async -> Bool {
        guard let engine = try? EngineNames(link.engine), FileManager.default.fileExists(atPath: engine.namespacePath)
        else { return false }
        let interface = await Tool.attempt(["ip", "-n", engine.scoped, "link", "show", "re-\(names.name)"])
        guard interface.succeeded else { return false }
        return await Firewall.rules(names, side(of: engine)).count == rules(far: "", registry: "").count
    }

    /// Takes back what `connect` made; what is not there is passed over.
    func disconnect(_ link: RegistryRecord.Link) async {
        guard let engine = try? EngineNames(link.engine) else { return }
        if FileManager.default.fileExists(atPath: engine.namespacePath) {
            await Firewall.forget(names, side(of: engine))
            _ = await Tool.attempt(["ip", "-n", engine.scoped, "link", "del", "re-\(names.name)"])
        }
        if FileManager.default.fileExists(atPath: names.namespacePath) {
            _ = await Tool.attempt(["ip", "-n", names.scoped, "link", "del", "to-\(engine.name)"])
        }
    }

    /// What is left of a connection in an engine's namespace.
    func leftovers(_ link: RegistryRecord.Link) async -> [EngineLeftover] {
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

    /// The rules in an engine's namespace: the engine's own connections to its loopback address go to the registry, and
    /// from an address that the registry can answer; of its containers nothing does.
    private func rules(far: String, registry: String) -> [[String]] {
        let comment = ["-m", "comment", "--comment", names.scoped]
        return [
            ["-t", "nat", "-A", "OUTPUT", "-d", "127.0.0.1/32", "-p", "tcp", "--dport", "\(port)"] + comment
                + ["-j", "DNAT", "--to-destination", "\(registry):\(port)"],
            ["-t", "nat", "-A", "POSTROUTING", "-s", "127.0.0.0/8", "-o", far] + comment + ["-j", "MASQUERADE"],
            ["-t", "mangle", "-A", "FORWARD", "-o", far] + comment + ["-j", "DROP"],
        ]
    }

    /// Removes rules of registries that are no more, whose state was deleted under them: they could have the same port.
    private func forgetStrangers(in engine: EngineNames) async {
        let inside = side(of: engine)
        let known = Set(EngineClaim.all(host).compactMap { try? EngineNames($0.name).scoped })
        let saved = await Tool.attempt(inside.command(["iptables-save"])).output
        for rule in Firewall.parse(saved) {
            guard let comment = rule.comment, comment.hasPrefix("plimsoll-"), !known.contains(comment) else { continue }
            _ = await Tool.attempt(inside.command(rule.deletion))
        }
    }

    /// A part's namespace, as commands are put into it.
    private func side(of part: EngineNames) -> HostSide {
        HostSide(runDirectory: host.runDirectory, networkNamespace: part.namespacePath)
    }

    private func ip(_ part: EngineNames, _ words: [String]) async throws {
        try await Tool.require(["ip", "-n", part.scoped] + words)
    }
}
