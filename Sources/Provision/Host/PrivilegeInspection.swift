/// What this process may do.
struct PrivilegeInspection: Sendable {
    let sources: HostSources

    /// Capabilities by their bit, as `linux/capability.h` numbers them, with what each is for.
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
