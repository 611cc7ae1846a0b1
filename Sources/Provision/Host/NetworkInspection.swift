/// Ports, addresses and names.
struct NetworkInspection: Sendable {
    let sources: HostSources

    /// Where engines listen when they are told to by TCP, without and with TLS.
    private static let enginePorts = [2375, 2376]

    func findings() async -> [HostFinding] {
        [ports(), await addresses(), servers()]
    }

    /// Nothing of Plimsoll's listens on the host: engines do on sockets that only root may open, registries in networks of their own.
    private func ports() -> HostFinding {
        let listening = ["tcp", "tcp6"].flatMap { Self.listening(sources.text("/proc/net/\($0)") ?? "") }
        let found = Self.enginePorts.filter(listening.contains)
        return HostFinding(
            .network, "ports", found.isEmpty ? .fine : .degraded,
            found: found.isEmpty
                ? "none is needed, and no engine listens"
                : "something listens on \(found.map(String.init).joined(separator: " and "))",
            for: "none open to a network: who reaches an engine is root here",
            remedy: "start dockerd without --host tcp://…, or with TLS and a firewall")
    }

    private func addresses() async -> HostFinding {
        let routes = await sources.run(["ip", "-json", "-4", "route", "show", "table", "all"]).output
        let links = await sources.run(["ip", "-json", "-4", "addr"]).output
        let free = EngineAddresses.choose(avoiding: EngineNetwork.networks(routes: routes, links: links))
        return HostFinding(
            .network, "addresses", free == nil ? .lacking : .fine,
            found: free.map { "\($0.block) is free" } ?? "no private block of 16384 is free",
            for: "networks of containers", remedy: "free a private block: see `ip route`", isRequired: true)
    }

    private func servers() -> HostFinding {
        let servers = NameServers.current(root: sources.root).servers
        return HostFinding(
            .network, "name servers", servers.isEmpty ? .degraded : .fine,
            found: servers.isEmpty
                ? "none beyond loopback" : "\(servers.count) that \(servers.count == 1 ? "is" : "are") not on loopback",
            for: "downloads of packages, before anything is measured", remedy: "name one in /etc/resolv.conf")
    }

    /// The ports of a table of sockets as `/proc/net/tcp` has it, whose state is listening (`0A`).
    static func listening(_ table: String) -> Set<Int> {
        Set(
            table.split(separator: "\n").dropFirst().compactMap { line in
                let fields = line.split(separator: " ")
                guard fields.count > 3, fields[3] == "0A", let port = fields[1].split(separator: ":").last else {
                    return nil
                }
                return Int(port, radix: 16)
            })
    }
}
