struct KernelInspection: Sendable {
    let sources: HostSources

    private var facts: HostFacts { HostFacts(sources: sources) }

    func findings() async -> [HostFinding] {
        await [version(), namespaces(), userNamespaces(), cgroups(), controllers(), pressure(), seccomp()]
            + [pairs(), firewall(), forwarding(), memory(), cores()]
    }

    private func version() -> HostFinding {
        let release = facts.kernel ?? "unknown"
        let major = release.split(separator: ".").first.flatMap { Int($0) } ?? 0
        return HostFinding(
            .kernel, "version", major >= 4 ? .fine : .lacking, found: release,
            for: "overlay2, which needs Linux 4.0", remedy: "boot a newer kernel", isRequired: true)
    }

    private func namespaces() -> HostFinding {
        let missing = ["net", "mnt", "pid"].filter { !sources.exists("/proc/self/ns/\($0)") }
        return HostFinding(
            .kernel, "namespaces", missing.isEmpty ? .fine : .lacking,
            found: missing.isEmpty ? "network, mount and PID" : "without \(missing.joined(separator: ", "))",
            for: "the embedded engine and every container",
            remedy: "boot a kernel with CONFIG_NET_NS and CONFIG_PID_NS", isRequired: true)
    }

    private func userNamespaces() -> HostFinding {
        let most = sources.line("/proc/sys/user/max_user_namespaces").flatMap { Int($0) } ?? 0
        return HostFinding(
            .kernel, "user namespaces", most > 0 ? .fine : .degraded, found: most > 0 ? "at most \(most)" : "none",
            for: "rootless engines", remedy: "sysctl -w user.max_user_namespaces=15000")
    }

    private func cgroups() -> HostFinding {
        let version = facts.cgroupVersion
        return HostFinding(
            .kernel, "cgroups", version == nil ? .lacking : .fine,
            found: version.map { "version \($0)" } ?? "not mounted",
            for: "every container", remedy: "mount -t cgroup2 none /sys/fs/cgroup", isRequired: true)
    }

    private func controllers() -> HostFinding {
        let missing = ["memory", "cpu", "pids"].filter { !facts.controllers.contains($0) }
        return HostFinding(
            .kernel, "controllers", missing.isEmpty ? .fine : .degraded,
            found: missing.isEmpty ? "memory, cpu, pids" : "without \(missing.joined(separator: ", "))",
            for: "limits of jobs", remedy: "boot with cgroup_enable=memory, and on version 2 with systemd's delegation")
    }

    private func pressure() -> HostFinding {
        // If PSI is compiled in but switched off, the file exists and cannot be read.
        let isThere = sources.text("/proc/pressure/cpu")?.hasPrefix("some") ?? false
        return HostFinding(
            .kernel, "PSI", isThere ? .fine : .degraded, found: isThere ? "cpu, io, memory" : "none",
            for: "pressure beside the number of executors", remedy: "boot with psi=1")
    }

    private func seccomp() -> HostFinding {
        let isThere = sources.value("Seccomp", in: "/proc/self/status") != nil
        return HostFinding(
            .kernel, "seccomp", isThere ? .fine : .degraded, found: isThere ? "filters" : "none",
            for: "containers as they are run elsewhere", remedy: "boot a kernel with CONFIG_SECCOMP_FILTER")
    }

    /// Tries to make an interface pair, in a network namespace that ends with the trial.
    private func pairs() async -> HostFinding {
        let trial = await sources.run([
            "unshare", "--net", "ip", "link", "add", "try0", "type", "veth", "peer", "name", "try1",
        ])
        return HostFinding(
            .kernel, "veth", trial.succeeded ? .fine : .lacking, found: words(trial, "pairs can be made"),
            for: "networks of containers, and the embedded engine's way out", remedy: "modprobe veth", isRequired: true)
    }

    private func firewall() async -> HostFinding {
        let trial = await sources.run([
            "unshare", "--net", "iptables", "-t", "nat", "-A", "POSTROUTING", "-j", "MASQUERADE",
        ])
        return HostFinding(
            .kernel, "masquerading", trial.succeeded ? .fine : .lacking, found: words(trial, "iptables can"),
            for: "networks of containers, and the embedded engine's way out",
            remedy: "apt-get install iptables; modprobe iptable_nat, or boot a kernel with nf_tables", isRequired: true)
    }

    private func forwarding() -> HostFinding {
        let value = sources.line("/proc/sys/net/ipv4/ip_forward")
        return HostFinding(
            .kernel, "ip_forward", value == nil ? .lacking : .fine,
            found: value.map { $0 == "1" ? "on" : "off; the embedded engine turns it on while it is up" } ?? "unknown",
            for: "the way out of containers", remedy: "boot a kernel with IPv4", isRequired: true)
    }

    private func memory() -> HostFinding {
        let bytes = facts.memory ?? 0
        return HostFinding(
            .kernel, "memory", bytes >= 2 << 30 ? .fine : .degraded, found: "\(bytes >> 20) MiB",
            for: "builds: 2048 MiB and more", remedy: "take a larger machine")
    }

    private func cores() -> HostFinding {
        HostFinding(
            .kernel, "cores", facts.cores >= 2 ? .fine : .degraded, found: "\(facts.cores)",
            for: "measuring without disturbing: 2 and more", remedy: "take a larger machine")
    }

    private func words(_ trial: Tool.Result, _ good: String) -> String {
        trial.succeeded ? good : trial.complaint.split(separator: "\n").first.map(String.init) ?? "does not work"
    }
}

struct PrivilegeInspection: Sendable {
    let sources: HostSources

    /// Needed capabilities by their bit, as `linux/capability.h` numbers them.
    private static let needed = [
        (bit: 12, name: "NET_ADMIN"), (bit: 18, name: "SYS_CHROOT"), (bit: 21, name: "SYS_ADMIN"),
        (bit: 27, name: "MKNOD"),
    ]

    func findings() -> [HostFinding] {
        let use = "the embedded engine, and runs without an engine for comparison"
        let isRoot = sources.user == 0
        let effective = sources.value("CapEff", in: "/proc/self/status").flatMap { UInt64($0, radix: 16) } ?? 0
        let lacking = Self.needed.filter { effective & (1 << UInt64($0.bit)) == 0 }.map(\.name)
        return [
            HostFinding(
                .privilege, "root", isRoot ? .fine : .lacking, found: "user \(sources.user)", for: use,
                remedy: "sudo plimsoll …, or use an engine that runs: --engine unix://\(sources.dockerSocket)",
                isRequired: true),
            HostFinding(
                .privilege, "capabilities", lacking.isEmpty ? .fine : .lacking,
                found: lacking.isEmpty ? "all that are needed" : "without \(lacking.joined(separator: ", "))", for: use,
                remedy: isRoot ? "run outside a container, or in a privileged one" : "sudo plimsoll …", isRequired: true
            ),
        ]
    }
}
