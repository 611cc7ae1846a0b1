import Foundation
import Model

/// Takes an engine, or another part that lives as engines do, down, from whatever state it is in: each step passes over what is not there.
struct EngineRemoval: Sendable {
    let names: EngineNames
    let layout: EngineLayout
    let host: HostSide

    /// How long the daemon may take to end by itself. Nothing of its data is kept, so containers get no more time than that.
    private static let grace = Duration.seconds(3)

    private var inventory: EngineInventory { EngineInventory(names: names, layout: layout, host: host) }

    /// Removes everything; the record goes last.
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
        while !isDone(), ContinuousClock.now < deadline { try? await Task.sleep(for: .milliseconds(20)) }
    }

    /// Removal goes by name; addresses do not matter to it.
    private static let nowhere = IPv4Network(address: 0, prefix: 32)
}

/// Something on the host that belongs to an engine.
struct EngineLeftover: Codable, Sendable, Hashable, CustomStringConvertible {
    enum Kind: String, Codable, Sendable, CaseIterable {
        case process, mount, loopDevice = "loop_device"
        case interface, namespace, firewallRule = "firewall_rule"
        case cgroup, file
    }

    let kind: Kind
    /// Which one: a pid and its command, a path, a name, a rule.
    let object: String

    var description: String { "\(kind.rawValue) \(object)" }
}

/// The engines, or the registries, that a state directory remembers.
struct RecordedParts<Record: PartRecord>: Sendable {
    let stateDirectory: String
    let kind: PartKind

    func layout(_ name: String) -> EngineLayout {
        EngineLayout(stateDirectory: stateDirectory, name: name, kind: kind)
    }

    /// All of them by name, with their records; nil where there is none that can be understood.
    /// - Throws: `state` when the directory cannot be read.
    func all() throws -> [(name: String, record: Record?)] {
        let parent = EngineLayout.parent(of: stateDirectory, kind)
        guard FileManager.default.fileExists(atPath: parent) else { return [] }
        do {
            return try FileManager.default.contentsOfDirectory(atPath: parent).sorted().map { name in
                (name, Record.read(layout(name).record))
            }
        } catch {
            throw EmbeddedEngineError(.state, "\(parent) cannot be read: run as root.", cause: "\(error)")
        }
    }

    /// One of them that runs, as `make` makes it of its record.
    /// - Throws: `badName` when there is none of that name, or it does not run.
    func running<Part>(_ name: String, _ make: (Record, EngineLayout, EngineNames) -> Part?) throws -> Part {
        let names = try EngineNames(name)
        let place = layout(name)
        guard let record = Record.read(place.record), record.state == .running, let part = make(record, place, names)
        else {
            throw EmbeddedEngineError(
                .badName, "No \(kind) named \(name) runs in \(stateDirectory): see `plimsoll \(kind) status`.")
        }
        return part
    }

    func running(_ name: String) throws -> Record { try running(name) { record, _, _ in record } }

    /// Where one of them, in whatever state it is, has its files, and the side of the host that it was connected to.
    /// - Throws: `badName` when there is none of that name.
    func existing(_ name: String) throws -> (names: EngineNames, layout: EngineLayout, host: HostSide) {
        let names = try EngineNames(name)
        let layout = layout(name)
        guard FileManager.default.fileExists(atPath: layout.directory) else {
            throw EmbeddedEngineError(
                .badName, "There is no \(kind) named \(name) in \(stateDirectory): see `plimsoll \(kind) status`.")
        }
        return (names, layout, Record.read(layout.record)?.host ?? HostSide())
    }

    /// What is on the host of one of that name, whether or not it is recorded.
    func leftovers(_ name: String) async throws -> [EngineLeftover] {
        let host = Record.read(layout(name).record)?.host ?? HostSide()
        return await EngineInventory(names: try EngineNames(name), layout: layout(name), host: host).take()
    }

    /// Takes down every one that nobody will: dead ones, half-made ones, those whose owner is gone.
    /// - Returns: The names of those that were taken down; and the first error, after all were tried.
    func sweep(
        _ progress: @Sendable (String) -> Void, _ takeDown: (String) async throws -> Void
    ) async throws -> (swept: [String], failure: (any Error)?) {
        var swept: [String] = []
        var failure: (any Error)?
        for name in try all().map(\.name) {
            guard let state = try await abandoned(name) else { continue }
            progress("taking down \(kind) \(name), which is \(state.rawValue)")
            do {
                try await takeDown(name)
                swept.append(name)
            } catch {
                failure = failure ?? error
            }
        }
        return (swept, failure)
    }

    /// The state of one that nobody will take down; nil if somebody will.
    private func abandoned(_ name: String) async throws -> EmbeddedEngineStatus.State? {
        let path = layout(name).record
        var record = Record.read(path)
        if record == nil {
            // Either its maker was killed before it could write the record, or is about to write it, under the lock.
            record = try await HostLock.hold(HostSide()) { Record.read(path) }
        }
        guard let record else { return .dead }
        let isAbandoned = (record.state == .dead || record.state == .orphaned) && record.owner?.isAlive() != true
        return isAbandoned ? record.state : nil
    }
}
