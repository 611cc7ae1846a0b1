import Foundation
import Subprocess
import SystemPackage
import Testing

@testable import Provision

/// A network namespace that plays the host's, with a plain Docker in it or not.
struct PlayedHost: Sendable {
    /// What must be alike before and after.
    struct Snapshot: Equatable {
        var firewall: [String]
        var links: [String]
        var addresses: [String]
        var cgroups: [String]
        var containers: String
        var images: String
        var networks: String
    }

    let name: String
    let directory: String
    let hasDocker: Bool
    let side: HostSide

    /// Makes the namespace, starts Docker in it, runs `body`, and removes both.
    static func with(
        _ directory: String, docker: Bool = true, _ body: @Sendable (PlayedHost) async throws -> Void
    ) async throws {
        let name = "plimsoll-host\(getpid())"
        let side = HostSide(runDirectory: "/run/\(name)", networkNamespace: "/run/netns/\(name)")
        let played = PlayedHost(name: name, directory: directory, hasDocker: docker, side: side)
        try await Tool.require(["ip", "netns", "add", name])
        do {
            try await played.makeOutside()
            // A new namespace takes this over from the host, where another engine may have turned it on.
            try await Tool.require(side.command(["tee", "/proc/sys/net/ipv4/ip_forward"]), input: "0\n")
            if docker { try await played.runDocker(body) } else { try await body(played) }
        } catch {
            await played.remove()
            throw error
        }
        await played.remove()
    }

    /// An address that is reached through the played host only.
    static let outside = "198.51.100.2"

    private func makeOutside() async throws {
        let other = "\(name)-out"
        try await Tool.require(["ip", "netns", "add", other])
        let pair = ["ip", "link", "add", "out0", "type", "veth", "peer", "name", "in0", "netns", other]
        try await Tool.require(side.command(pair))
        try await Tool.require(["ip", "-n", name, "addr", "add", "198.51.100.1/24", "dev", "out0"])
        try await Tool.require(["ip", "-n", name, "link", "set", "out0", "up"])
        try await Tool.require(["ip", "-n", other, "addr", "add", "\(Self.outside)/24", "dev", "in0"])
        try await Tool.require(["ip", "-n", other, "link", "set", "in0", "up"])
    }

    private func remove() async {
        for namespace in [name, "\(name)-out"] { _ = await Tool.attempt(["ip", "netns", "del", namespace]) }
    }

    func snapshot() async throws -> Snapshot {
        Snapshot(
            firewall: try await lines(["iptables-save"]).filter { !$0.hasPrefix("#") }
                .map { $0.replacing(/\[\d+:\d+\]/, with: "") },
            links: try await lines(["ip", "-o", "link"]).compactMap { $0.split(separator: " ").dropFirst().first }
                .map { $0.split(separator: "@")[0].replacingOccurrences(of: ":", with: "") }.sorted(),
            addresses: try await lines(["ip", "-o", "-4", "addr"]).filter { !$0.contains("pl-") },
            cgroups: try await lines(["find", "/sys/fs/cgroup", "-maxdepth", "3", "-type", "d", "-path", "*\(name)*"]),
            containers: try await docker(["ps", "--all", "--no-trunc", "--format", "{{.ID}} {{.State}}"]),
            images: try await docker(["images", "--all", "--no-trunc", "--format", "{{.ID}} {{.Repository}}"]),
            networks: try await docker(["network", "ls", "--no-trunc", "--format", "{{.ID}} {{.Name}}"]))
    }

    func forwarding() async throws -> String {
        try await lines(["cat", "/proc/sys/net/ipv4/ip_forward"]).joined()
    }

    private var socket: String { "\(directory)/host.sock" }

    private func docker(_ words: [String]) async throws -> String {
        let program = try #require(EngineTestHost.client)
        return try await Tool.require([program, "--host", "unix://\(socket)"] + words)
    }

    private func lines(_ words: [String]) async throws -> [String] {
        try await Tool.require(side.command(words)).split(separator: "\n").map(String.init)
    }

    /// As a host's Docker is, but for its paths, and in a PID namespace so that all of it ends with this.
    private func runDocker(_ body: @Sendable (PlayedHost) async throws -> Void) async throws {
        let words = side.command([
            "unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "dockerd",
            "--data-root", "\(directory)/host-data", "--exec-root", "\(directory)/host-exec",
            "--pidfile", "\(directory)/host.pid", "--host", "unix://\(socket)", "--cgroup-parent", "/\(name)",
        ])
        _ = try await Subprocess.run(
            .name(words[0]), arguments: Arguments(Array(words.dropFirst())), environment: Tool.environment,
            input: .none, output: .discarded, error: .discarded
        ) { execution in
            let isReady = try await EngineTestHost.eventually(.seconds(30)) { EngineProbe.version(socket) != nil }
            #expect(isReady)
            do {
                try plant("x", at: "\(directory)/host/x")
                try await Tool.require(["tar", "-C", "\(directory)/host", "-cf", "\(directory)/host.tar", "."])
                _ = try await docker(["import", "\(directory)/host.tar", "host-image"])
                _ = try await docker(["create", "--name", "host-container", "host-image", "/x"])
                _ = try await docker(["network", "create", "host-network"])
                try await body(self)
            } catch {
                try? execution.send(signal: .kill)
                throw error
            }
            try execution.send(signal: .kill)
        }
        for cgroup in try await lines(["find", "/sys/fs/cgroup", "-depth", "-type", "d", "-path", "*\(name)*"]) {
            rmdir(cgroup)
        }
    }
}
