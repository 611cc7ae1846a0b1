struct NetworkInspection: Sendable {
    let sources: HostSources

    private static let enginePorts = [2375, 2376]

    func findings() async -> [HostFinding] { [ports(), await addresses(), servers()] }

    /// Plimsoll listens on no host port: engines use sockets that only root may open, registries their own networks.
    private func ports() -> HostFinding {
        let listening = ["tcp", "tcp6"].flatMap { ListeningPorts.parse(sources.text("/proc/net/\($0)") ?? "") }
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
}

struct StorageInspection: Sendable {
    let sources: HostSources
    let stateDirectory: String

    func findings() async -> [HostFinding] { await [overlay(), loop(), disk()] }

    private func overlay() -> HostFinding {
        let isLoaded = (sources.text("/proc/filesystems") ?? "").split(separator: "\n").contains {
            $0.hasSuffix("\toverlay")
        }
        let modules = "/lib/modules/\(HostFacts(sources: sources).kernel ?? "")"
        let isModule = ["modules.dep", "modules.builtin"].contains {
            sources.text("\(modules)/\($0)")?.contains("/overlay.ko") ?? false
        }
        return HostFinding(
            .storage, "overlayfs", isLoaded || isModule ? .fine : .lacking,
            found: isLoaded ? "in the kernel" : isModule ? "a module, loaded on demand" : "none",
            for: "the storage driver overlay2", remedy: "modprobe overlay", isRequired: true)
    }

    private func loop() async -> HostFinding {
        let trial = sources.exists("/dev/loop-control") ? await sources.run(["losetup", "--find"]) : nil
        let device = trial?.output.split(separator: "\n").first.map(String.init)
        let isThere = trial?.succeeded == true
        return HostFinding(
            .storage, "loop devices", isThere ? .fine : .degraded, found: isThere ? device ?? "free" : "none",
            for: "exact disk figures, and full disks that harm nobody", remedy: "modprobe loop")
    }

    private func disk() -> HostFinding {
        let usage = sources.usage(sources.nearestDirectory(stateDirectory))
        let free = usage?.free ?? 0
        let isEnough = free >= EngineRequirements.leastSpace
        return HostFinding(
            .disk, "free space", free >= 20 << 30 ? .fine : isEnough ? .degraded : .lacking, found: "\(free >> 20) MiB",
            for: "the state directory: 2048 MiB at least, 20480 MiB for full runs",
            remedy: "make room in \(stateDirectory)", isRequired: true)
    }
}
