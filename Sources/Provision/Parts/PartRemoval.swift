import Engine
import Foundation
import Model

/// Takes down a part in any state: each step skips what is not there.
struct PartRemoval: Sendable {
    let layout: PartLayout
    let host: HostSide

    /// How long the daemon may take to end by itself. Its data is not kept, so containers get no more time than that.
    private static let grace = Duration.seconds(3)

    private var names: PartNames { layout.names }

    /// Removes everything, even when the task is cancelled; the record goes last. A registry's storage that was named
    /// stays.
    /// - Throws: `incompleteDown` with what is left; the record then stays, so that removal can be retried.
    func complete(_ progress: @escaping Announce) async throws {
        try await shieldedFromCancellation { try await run(progress) }
    }

    private func run(_ progress: Announce) async throws {
        switch layout.kind {
        case .engine: EngineRecord.noteStopping(layout.record)
        case .registry:
            try await disconnectRegistry()
            RegistryRecord.noteStopping(layout.record)
        }
        await endProcesses()
        for point in mounts() { _ = await Tool.attempt(["umount", point]) }
        for device in loopDevices() { _ = await Tool.attempt(["losetup", "--detach", device]) }
        // The kernel releases the device only after writing the builds' dirty pages: seconds, on a busy disk.
        await wait(.seconds(60)) { loopDevices().isEmpty }
        await EngineNetwork(names: names, host: host).remove()
        await removeCgroups()
        try await HostLock.hold(host) {
            try? FileManager.default.removeItem(atPath: host.sockets(names.name))
            // The last part restores the host's former settings.
            if isLast() { for remark in await HostBaseline.restore(host) { progress(remark) } }
        }
        for entry in HostFiles.names(in: layout.directory) where entry != "record.json" {
            try FileManager.default.removeItem(atPath: "\(layout.directory)/\(entry)")
        }
        let left = await inventory().filter { $0.object != layout.directory }
        guard left.isEmpty else {
            throw EmbeddedEngineError(
                .incompleteDown,
                "The \(layout.kind) \(names.name) is down, but some of it remains; run `plimsoll clean` again:",
                cause: left.map(\.description).joined(separator: "\n"))
        }
        try await HostLock.hold(host) {
            if isLast() {
                unlink(host.lock)
                rmdir(host.runDirectory)
            }
            try? FileManager.default.removeItem(atPath: layout.directory)
            rmdir(layout.parent)
        }
    }

    /// Asks the daemon to end, then kills the outermost process, then whatever is left.
    private func endProcesses() async {
        var found = PartProcesses.find(layout)
        found.daemon?.send(SIGTERM)
        await wait(Self.grace) { found.outermost?.isAlive() != true }
        found.outermost?.send(SIGKILL)
        await wait(.seconds(5)) {
            found = PartProcesses.find(layout)
            for member in found.members { member.identity.send(SIGKILL) }
            return found.members.isEmpty
        }
    }

    /// A cgroup stays busy for a moment after its last process was killed.
    private func removeCgroups() async {
        await wait(.seconds(3)) {
            let left = cgroups()
            for cgroup in left {
                let inside = HostFiles.all(below: cgroup)
                for path in inside.sorted(by: { $0.utf8.count > $1.utf8.count }) { rmdir("\(cgroup)/\(path)") }
                rmdir(cgroup)
            }
            return left.isEmpty
        }
    }

    private func isLast() -> Bool {
        Set(HostFiles.names(in: host.runDirectory)).isSubset(of: ["lock", "baseline.json"])
    }

    private func wait(_ patience: Duration, until isDone: () -> Bool) async {
        let deadline = ContinuousClock.now + patience
        while !isDone(), ContinuousClock.now < deadline { try? await Task.sleep(for: .milliseconds(20)) }
    }
}

extension PartRemoval {
    func inventory() async -> [PartLeftover] {
        func found(_ kind: PartLeftover.Kind, _ objects: [String]) -> [PartLeftover] {
            objects.map { PartLeftover(kind: kind, object: $0) }
        }
        let processes = PartProcesses.find(layout).members.map { "\($0.identity.pid) \($0.commandLine.prefix(100))" }
        let link = await Tool.attempt(host.command(["ip", "link", "show", names.interface]))
        let rules = await Firewall.rules(names, host).map(\.description)
        return found(.process, processes) + found(.mount, mounts()) + found(.loopDevice, loopDevices())
            + found(.interface, link.succeeded ? [names.interface] : [])
            + found(.namespace, HostFiles.existing([names.namespacePath])) + found(.firewallRule, rules)
            + found(.cgroup, cgroups())
            + found(.file, HostFiles.existing([layout.directory, host.sockets(names.name)]))
    }

    /// The inventory, and a registry's objects in the namespaces of its engines.
    func leftovers(of registry: RegistryRecord?) async -> [PartLeftover] {
        var found = await inventory()
        guard let registry, layout.kind == .registry else { return found }
        for link in registry.links {
            found += await RegistryNetwork(names: names, record: registry, host: host).leftovers(link)
        }
        return found
    }

    /// Undoes what a registry made in engines' namespaces.
    private func disconnectRegistry() async throws {
        guard let record = RegistryRecord.read(layout.record) else { return }
        try await HostLock.hold(host) {
            for link in record.links {
                await RegistryNetwork(names: names, record: record, host: host).disconnect(link)
            }
        }
    }

    /// Mount points in the part's directories that the host sees; those in its own namespace are not included.
    private func mounts() -> [String] {
        let table = MountTable.current()
        return table.points(under: layout.directory) + table.points(under: host.sockets(names.name))
    }

    private func loopDevices() -> [String] {
        HostFiles.names(in: "/sys/block").filter { device in
            let path = HostFiles.text("/sys/block/\(device)/loop/backing_file")?.trimmingCharacters(in: .newlines)
            return path == layout.image || path == layout.image + " (deleted)"
        }.map { "/dev/\($0)" }
    }

    /// The part's cgroup in each hierarchy: one in version 2, one per controller in version 1.
    private func cgroups() -> [String] {
        let root = "/sys/fs/cgroup"
        return HostFiles.existing(
            ["\(root)/\(names.scoped)"] + HostFiles.names(in: root).map { "\(root)/\($0)/\(names.scoped)" })
    }
}

struct PartLeftover: Codable, Sendable, Hashable, CustomStringConvertible {
    enum Kind: String, Codable, Sendable, CaseIterable {
        case process, mount, loopDevice = "loop_device"
        case interface, namespace, firewallRule = "firewall_rule"
        case cgroup, file
    }

    let kind: Kind
    /// A pid and its command, a path, a name or a rule.
    let object: String

    var description: String { "\(kind.rawValue) \(object)" }
}
