extension HostSources {
    func kernelFindings() async -> [HostFinding] {
        let major = kernel?.split(separator: ".").first.flatMap { Int($0) } ?? 0
        let namespaces = ["net", "mnt", "pid"].filter { !exists("/proc/self/ns/\($0)") }
        let users = line("/proc/sys/user/max_user_namespaces").flatMap { Int($0) } ?? 0
        let missing = ["memory", "cpu", "pids"].filter { !controllers.contains($0) }
        // If PSI is compiled in but switched off, the file exists and cannot be read.
        let pressure = text("/proc/pressure/cpu")?.hasPrefix("some") ?? false
        let filters = value("Seccomp", in: "/proc/self/status") != nil
        // Both are tried in a network namespace that ends with the trial.
        let pairs = await run(
            ["unshare", "--net", "ip", "link", "add", "try0", "type", "veth", "peer", "name", "try1"])
        let rules = await run(
            ["unshare", "--net", "iptables", "-t", "nat", "-A", "POSTROUTING", "-j", "MASQUERADE"])
        let networks = "container networks, and the embedded engine's outgoing traffic"
        let forwarding = line("/proc/sys/net/ipv4/ip_forward")
            .map { $0 == "1" ? "on" : "off; the embedded engine turns it on while it is up" }
        return [
            HostFinding(
                .kernel, "version", major >= 4, found: kernel ?? "unknown", for: "overlay2, which needs Linux 4.0",
                remedy: "boot a newer kernel", isRequired: true),
            HostFinding(
                .kernel, "namespaces", namespaces.isEmpty, found: Self.lack(of: namespaces, "network, mount and PID"),
                for: "the embedded engine and every container",
                remedy: "boot a kernel with CONFIG_NET_NS and CONFIG_PID_NS", isRequired: true),
            HostFinding(
                .kernel, "user namespaces", users > 0, found: users > 0 ? "at most \(users)" : "none",
                for: "rootless engines", remedy: "sysctl -w user.max_user_namespaces=15000"),
            HostFinding(
                .kernel, "cgroups", cgroupVersion != nil, found: cgroupVersion.map { "version \($0)" } ?? "not mounted",
                for: "every container", remedy: "mount -t cgroup2 none /sys/fs/cgroup", isRequired: true),
            HostFinding(
                .kernel, "controllers", missing.isEmpty, found: Self.lack(of: missing, "memory, cpu, pids"),
                for: "job limits",
                remedy: "boot with cgroup_enable=memory, and on version 2 with systemd's delegation"),
            HostFinding(
                .kernel, "PSI", pressure, found: pressure ? "cpu, io, memory" : "none",
                for: "pressure figures for each number of executors", remedy: "boot with psi=1"),
            HostFinding(
                .kernel, "seccomp", filters, found: filters ? "filters" : "none",
                for: "containers restricted as on other hosts", remedy: "boot a kernel with CONFIG_SECCOMP_FILTER"),
            HostFinding(
                .kernel, "veth", pairs.succeeded, found: Self.words(pairs, "pairs can be made"), for: networks,
                remedy: "modprobe veth", isRequired: true),
            HostFinding(
                .kernel, "masquerading", rules.succeeded, found: Self.words(rules, "iptables can"), for: networks,
                remedy: "apt-get install iptables; modprobe iptable_nat, or boot a kernel with nf_tables",
                isRequired: true),
            HostFinding(
                .kernel, "ip_forward", forwarding != nil, found: forwarding ?? "unknown",
                for: "outgoing traffic of containers", remedy: "boot a kernel with IPv4", isRequired: true),
            HostFinding(
                .kernel, "memory", memory ?? 0 >= 2 << 30, found: "\((memory ?? 0) >> 20) MiB",
                for: "builds: 2048 MiB or more", remedy: "use a larger machine"),
            HostFinding(
                .kernel, "cores", cores >= 2, found: "\(cores)", for: "measuring without disturbing jobs: 2 or more",
                remedy: "use a larger machine"),
        ]
    }

    /// Needed capabilities by their bit, as `linux/capability.h` numbers them.
    private static let capabilities: [(bit: UInt64, name: String)] = [
        (12, "NET_ADMIN"), (18, "SYS_CHROOT"), (21, "SYS_ADMIN"), (27, "MKNOD"),
    ]

    /// The set of this process's effective capabilities, by their bits.
    var effectiveCapabilities: UInt64 {
        value("CapEff", in: "/proc/self/status").flatMap { UInt64($0, radix: 16) } ?? 0
    }

    func privilegeFindings() -> [HostFinding] {
        let use = "the embedded engine, and runs without an engine for comparison"
        let lacking = Self.capabilities.filter { effectiveCapabilities & (1 << $0.bit) == 0 }.map(\.name)
        return [
            HostFinding(
                .privilege, "root", user == 0, found: "user \(user)", for: use,
                remedy: "sudo plimsoll …, or use a running engine: --engine unix://\(dockerSocket)",
                isRequired: true),
            HostFinding(
                .privilege, "capabilities", lacking.isEmpty, found: Self.lack(of: lacking, "all that are needed"),
                for: use, remedy: user == 0 ? "run outside a container, or in a privileged one" : "sudo plimsoll …",
                isRequired: true),
        ]
    }

    private static func lack(of names: [String], _ good: String) -> String {
        names.isEmpty ? good : "without \(names.joined(separator: ", "))"
    }

    private static func words(_ trial: Tool.Result, _ good: String) -> String {
        trial.succeeded ? good : trial.complaint.split(separator: "\n").first.map(String.init) ?? "does not work"
    }
}
