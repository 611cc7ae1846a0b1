import Foundation

/// Takes an engine, or another part that lives as engines do, down, from whatever state it is in: each step passes over what is not there.
struct EngineRemoval: Sendable {
    let names: EngineNames
    let layout: EngineLayout
    let host: HostSide

    /// How long the daemon may take to end by itself. Nothing of its data is kept, so containers get no more time than that.
    private static let grace = Duration.seconds(3)

    private var inventory: EngineInventory { EngineInventory(names: names, layout: layout, host: host) }

    /// Removes everything; the record goes last.
    ///
    /// - Throws: `incompleteDown` with what is left; the record then stays, so that it can be tried again.
    func run(_ progress: @Sendable (String) -> Void) async throws {
        layout.kind.noteStopping(layout.record)
        await endProcesses()
        for point in inventory.mounts() { _ = await Tool.attempt(["umount", point]) }
        for device in inventory.loopDevices() { _ = await Tool.attempt(["losetup", "--detach", device]) }
        // The kernel lets go of the device only when it has written what builds left in memory: seconds, on a busy disk.
        await wait(.seconds(60)) { inventory.loopDevices().isEmpty }
        await EngineNetwork(names: names, addresses: EngineAddresses(block: Self.nowhere), host: host).remove()
        await removeCgroups()
        try await HostLock.hold(host) { try await leaveHost(progress) }
        try removeFiles()
        let left = await inventory.take().filter { $0.object != layout.directory }
        guard left.isEmpty else {
            throw EmbeddedEngineError(
                .incompleteDown,
                "The \(layout.kind) \(names.name) is down, but not all of it is gone; run `plimsoll clean` again:",
                cause: left.map(\.description).joined(separator: "\n"))
        }
        try await HostLock.hold(host) {
            closeHost()
            try? FileManager.default.removeItem(atPath: layout.directory)
            rmdir(layout.parent)
        }
    }

    /// Asks the daemon to end, then ends the process that all others die with, then whatever does not belong to it.
    private func endProcesses() async {
        var found = EngineProcesses.find(layout, names)
        found.daemon?.send(SIGTERM)
        await wait(Self.grace) { found.outermost?.isAlive() != true }
        found.outermost?.send(SIGKILL)
        await wait(.seconds(5)) {
            found = EngineProcesses.find(layout, names)
            for member in found.members { member.identity.send(SIGKILL) }
            return found.members.isEmpty
        }
    }

    /// A cgroup is busy for a moment after its last process was killed.
    private func removeCgroups() async {
        await wait(.seconds(3)) {
            let left = inventory.cgroups()
            for cgroup in left {
                let inside = FileManager.default.enumerator(atPath: cgroup)?.compactMap { $0 as? String } ?? []
                for path in inside.sorted(by: { $0.utf8.count > $1.utf8.count }) { rmdir("\(cgroup)/\(path)") }
                rmdir(cgroup)
            }
            return left.isEmpty
        }
    }

    /// Gives up the claim; the last engine puts the host back as it was.
    private func leaveHost(_ progress: @Sendable (String) -> Void) async throws {
        try? FileManager.default.removeItem(atPath: host.sockets(names.name))
        guard isLast() else { return }
        for remark in await HostBaseline.restore(host) { progress(remark) }
    }

    /// Removes the directory that all engines share, if none is left.
    private func closeHost() {
        guard isLast() else { return }
        unlink(host.lock)
        rmdir(host.runDirectory)
    }

    private func isLast() -> Bool {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: host.runDirectory)) ?? []
        return Set(entries).isSubset(of: ["lock", "baseline.json"])
    }

    private func removeFiles() throws {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: layout.directory)) ?? []
        for entry in entries where entry != "record.json" {
            try FileManager.default.removeItem(atPath: "\(layout.directory)/\(entry)")
        }
    }

    private func wait(_ patience: Duration, until isDone: () -> Bool) async {
        let deadline = ContinuousClock.now + patience
        while !isDone(), ContinuousClock.now < deadline {
            try? await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Removal goes by name; addresses do not matter to it.
    private static let nowhere = IPv4Network(address: 0, prefix: 32)
}
