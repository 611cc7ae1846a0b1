import Foundation

/// How the host was before the first engine, so that the last one can leave it so.
struct HostBaseline: Codable, Sendable, Equatable {
    /// Whether the host forwarded packets between interfaces.
    var forwarded: Bool
    /// Whether `/run/netns` was a mount point: `ip netns` makes it one when it is first used, and leaves it.
    var namespacesMounted: Bool

    /// Looks at the host and writes down what it finds, unless another engine has done so.
    static func note(_ host: HostSide) async throws {
        guard !FileManager.default.fileExists(atPath: host.baseline) else { return }
        let baseline = HostBaseline(
            forwarded: try await forwarding(host),
            namespacesMounted: MountTable.current().entries.contains { $0.point == "/run/netns" })
        try JSONEncoder().encode(baseline).write(to: URL(fileURLWithPath: host.baseline), options: .atomic)
    }

    /// Makes the host forward packets.
    static func forward(_ host: HostSide) async throws {
        if try await !forwarding(host) { try await setForwarding(host, true) }
    }

    /// Puts back what was noted. Called under the lock, by the last engine.
    ///
    /// - Returns: What was left as it is, and why.
    static func restore(_ host: HostSide) async -> [String] {
        guard let data = FileManager.default.contents(atPath: host.baseline),
            let baseline = try? JSONDecoder().decode(HostBaseline.self, from: data)
        else { return [] }
        var remarks: [String] = []
        if !baseline.forwarded {
            // Someone else may have come to rely on it meanwhile: a host Docker started later finds it on and says nothing.
            if await Firewall.isUsed(host) {
                remarks.append("net.ipv4.ip_forward stays 1: other firewall rules have come that may need it")
            } else {
                try? await setForwarding(host, false)
            }
        }
        if !baseline.namespacesMounted, (try? FileManager.default.contentsOfDirectory(atPath: "/run/netns")) == [] {
            _ = await Tool.attempt(["umount", "/run/netns"])
            rmdir("/run/netns")
        }
        unlink(host.baseline)
        return remarks
    }

    private static let file = "/proc/sys/net/ipv4/ip_forward"

    // The file shows the network namespace of who opens it: hence programs that can be put into another.
    private static func forwarding(_ host: HostSide) async throws -> Bool {
        try await Tool.require(host.command(["cat", file])).hasPrefix("1")
    }

    private static func setForwarding(_ host: HostSide, _ value: Bool) async throws {
        try await Tool.require(host.command(["tee", file]), input: value ? "1\n" : "0\n")
    }
}
