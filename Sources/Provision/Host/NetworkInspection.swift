import Foundation

extension HostSources {
    /// Plimsoll listens on no host port: engines use sockets that only root may open, registries their own networks.
    func networkFindings() async -> [HostFinding] {
        let listening = ["tcp", "tcp6"].flatMap { ListeningPorts.parse(text("/proc/net/\($0)") ?? "") }
        let ports = [2375, 2376].filter(listening.contains)
        let routes = await run(["ip", "-json", "-4", "route", "show", "table", "all"]).output
        let links = await run(["ip", "-json", "-4", "addr"]).output
        let free = EngineAddresses.choose(avoiding: EngineNetwork.networks(routes: routes, links: links))
        let servers = NameServers.current(root: root).servers.count
        return [
            HostFinding(
                .network, "ports", ports.isEmpty,
                found: ports.isEmpty
                    ? "none is needed, and no engine listens"
                    : "something listens on \(ports.map(String.init).joined(separator: " and "))",
                for: "no engine open to a network: who reaches it is root here",
                remedy: "start dockerd without --host tcp://…, or with TLS and a firewall"),
            HostFinding(
                .network, "addresses", free != nil,
                found: free.map { "\($0.block) is free" } ?? "no private block of 16384 is free",
                for: "container networks", remedy: "free a private block: see `ip route`", isRequired: true),
            HostFinding(
                .network, "name servers", servers > 0,
                found: servers == 0
                    ? "none beyond loopback" : "\(servers) that \(servers == 1 ? "is" : "are") not on loopback",
                for: "downloads of packages, before anything is measured", remedy: "name one in /etc/resolv.conf"),
        ]
    }

    func storageFindings(_ stateDirectory: String) async -> [HostFinding] {
        let isLoaded = (text("/proc/filesystems") ?? "").split(separator: "\n").contains { $0.hasSuffix("\toverlay") }
        let isModule = ["modules.dep", "modules.builtin"].contains {
            text("/lib/modules/\(kernel ?? "")/\($0)")?.contains("/overlay.ko") ?? false
        }
        let trial = exists("/dev/loop-control") ? await run(["losetup", "--find"]) : nil
        let device = trial?.succeeded == true ? trial?.output.split(separator: "\n").first.map(String.init) : nil
        var nearest = URL(fileURLWithPath: stateDirectory).standardizedFileURL
        while !FileManager.default.fileExists(atPath: nearest.path), nearest.path != "/" {
            nearest.deleteLastPathComponent()
        }
        let free = usage(nearest.path)?.free ?? 0
        return [
            HostFinding(
                .storage, "overlayfs", isLoaded || isModule,
                found: isLoaded ? "in the kernel" : isModule ? "a module, loaded on demand" : "none",
                for: "the storage driver overlay2", remedy: "modprobe overlay", isRequired: true),
            HostFinding(
                .storage, "loop devices", trial?.succeeded == true,
                found: trial?.succeeded == true ? device ?? "free" : "none",
                for: "exact disk figures, and full disks without harm to the host", remedy: "modprobe loop"),
            HostFinding(
                .disk, "free space", free >= 20 << 30, found: "\(free >> 20) MiB",
                for: "the state directory: 2048 MiB at least, 20480 MiB for full runs",
                remedy: "free space in \(stateDirectory)", isRequired: true,
                isDegraded: free >= EngineRequirements.leastSpace),
        ]
    }
}
