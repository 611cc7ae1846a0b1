import Foundation
import Model

/// Takes down an engine, or another part that is run like an engine, in any state: each step skips what is not there.
struct EngineRemoval: Sendable {
    let names: EngineNames
    let layout: EngineLayout
    let host: HostSide

    /// How long the daemon may take to end by itself. Its data is not kept, so containers get no more time than that.
    private static let grace = Duration.seconds(3)

    var inventory: EngineInventory { EngineInventory(names: names, layout: layout, host: host) }

    /// Removes everything, even when the task is cancelled; the record goes last. A registry's storage that was named
    /// is elsewhere, and stays.
    /// - Throws: `incompleteDown` with what is left; the record then stays, so that removal can be retried.
    func complete(_ progress: @escaping @Sendable (String) -> Void) async throws {
        try await Uncancellable.run { try await run(progress) }
    }

    private func run(_ progress: @Sendable (String) -> Void) async throws {
        if layout.kind == .registry { try await disconnectRegistry() }
        layout.kind.noteStopping(layout.record)
        await endProcesses()
        for point in inventory.mounts() { _ = await Tool.attempt(["umount", point]) }
        for device in inventory.loopDevices() { _ = await Tool.attempt(["losetup", "--detach", device]) }
        // The kernel releases the device only after writing the builds' dirty pages: seconds, on a busy disk.
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

    /// Asks the daemon to end, then kills the outermost process, then whatever is left.
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

    /// A cgroup stays busy for a moment after its last process was killed.
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

    /// Gives up the claim; the last engine restores the host's former settings.
    private func leaveHost(_ progress: @Sendable (String) -> Void) async throws {
        try? FileManager.default.removeItem(atPath: host.sockets(names.name))
        guard isLast() else { return }
        for remark in await HostBaseline.restore(host) { progress(remark) }
    }

    /// Removes the directory that all engines share, if no engine is left.
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

    /// A placeholder: removal goes by name and needs no addresses.
    private static let nowhere = IPv4Network(address: 0, prefix: 32)
}

struct EngineLeftover: Codable, Sendable, Hashable, CustomStringConvertible {
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

/// The engines, or the registries, recorded in a state directory.
struct RecordedParts<Details: Codable & Sendable & Equatable>: Sendable {
    typealias Record = PartRecord<Details>

    let stateDirectory: String
    let kind: PartKind

    func layout(_ name: String) -> EngineLayout {
        EngineLayout(stateDirectory: stateDirectory, name: name, kind: kind)
    }

    /// All of them by name, with their records; nil where a record is missing or unreadable.
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

    /// One that is running, built by `make` from its record.
    /// - Throws: `badName` when there is none of that name, or it is not running.
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

    /// Takes one down, in any state, even one started by another process.
    /// - Throws: `badName` when there is none of that name; `incompleteDown`.
    func takeDown(_ name: String, _ progress: @escaping @Sendable (String) -> Void) async throws {
        let names = try EngineNames(name)
        let layout = layout(name)
        guard FileManager.default.fileExists(atPath: layout.directory) else {
            throw EmbeddedEngineError(
                .badName, "There is no \(kind) named \(name) in \(stateDirectory): see `plimsoll \(kind) status`.")
        }
        try await removal(names, Record.read(layout.record)).complete(progress)
    }

    /// The removal of one of that name, whether or not it is recorded.
    func removal(_ names: EngineNames, _ record: Record?) -> EngineRemoval {
        EngineRemoval(names: names, layout: layout(names.name), host: record?.host ?? HostSide())
    }

    /// Takes down every abandoned one: dead ones, half-made ones, those whose owner is gone.
    /// - Returns: The names of those that were taken down, and the first error, after all were tried.
    func sweep(
        _ progress: @escaping @Sendable (String) -> Void
    ) async throws -> (swept: [String], failure: (any Error)?) {
        var swept: [String] = []
        var failure: (any Error)?
        for name in try all().map(\.name) {
            guard let state = try await abandoned(name) else { continue }
            progress("taking down \(kind) \(name), which is \(state.rawValue)")
            do {
                try await takeDown(name, progress)
                swept.append(name)
            } catch {
                failure = failure ?? error
            }
        }
        return (swept, failure)
    }

    /// The state of an abandoned one; nil if somebody will take it down.
    private func abandoned(_ name: String) async throws -> EmbeddedEngineStatus.State? {
        let path = layout(name).record
        var record = Record.read(path)
        if record == nil {
            // Either its maker was killed before writing the record, or it is about to write it, under the lock.
            record = try await HostLock.hold(HostSide()) { Record.read(path) }
        }
        guard let record else { return .dead }
        let isAbandoned = (record.state == .dead || record.state == .orphaned) && record.owner?.isAlive() != true
        return isAbandoned ? record.state : nil
    }
}
