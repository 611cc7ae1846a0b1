import Foundation
import Model

package struct EmbeddedEngineStatus: Codable, Sendable, Equatable {
    package enum State: String, Codable, Sendable {
        case starting, running, stopping
        /// Its processes are gone, but other objects of it are left.
        case dead
        case orphaned
    }

    package let name: String
    package let state: State
    package let socketPath: String
    /// The process with which everything of the engine ends.
    package let outermost: Int32?
    package let daemon: Int32?
    package let version: String?
    package let filesystemIsOwn: Bool
    /// Usage of the filesystem that holds its data root; nil unless it is running.
    package let disk: FilesystemUsage?
    package let since: Date?
    /// Whether it has no owner, because it was started with `detached`.
    package let detached: Bool

    static func judge(_ record: PartFacts, isAlive: (ProcessIdentity) -> Bool) -> State {
        let owned = record.owner.map(isAlive) ?? false
        switch record.stage {
        case .starting where owned: return .starting
        case .stopping where owned: return .stopping
        case .running where record.outermost.map(isAlive) ?? false:
            return owned || record.owner == nil ? .running : .orphaned
        case .starting, .running, .stopping: return record.outermost.map(isAlive) ?? false ? .orphaned : .dead
        }
    }
}

/// Finds everything on the host that belongs to one engine.
struct EngineInventory: Sendable {
    let names: EngineNames
    let layout: EngineLayout
    let host: HostSide

    func take() async -> [EngineLeftover] {
        var found = EngineProcesses.find(layout, names).members.map {
            EngineLeftover(kind: .process, object: "\($0.identity.pid) \($0.commandLine.prefix(100))")
        }
        found += mounts().map { EngineLeftover(kind: .mount, object: $0) }
        found += loopDevices().map { EngineLeftover(kind: .loopDevice, object: $0) }
        if await Tool.attempt(host.command(["ip", "link", "show", names.interface])).succeeded {
            found.append(EngineLeftover(kind: .interface, object: names.interface))
        }
        found += existing([names.namespacePath]).map { EngineLeftover(kind: .namespace, object: $0) }
        found += await Firewall.rules(names, host).map {
            EngineLeftover(kind: .firewallRule, object: "\($0.table) \($0.words.joined(separator: " "))")
        }
        found += cgroups().map { EngineLeftover(kind: .cgroup, object: $0) }
        found += existing([layout.directory, host.sockets(names.name)]).map { EngineLeftover(kind: .file, object: $0) }
        return found
    }

    /// Mount points in the engine's directories that the host sees; those in the engine's own namespace are not
    /// included.
    func mounts() -> [String] {
        let table = MountTable.current()
        return table.points(under: layout.directory) + table.points(under: host.sockets(names.name))
    }

    func loopDevices() -> [String] {
        let devices = (try? FileManager.default.contentsOfDirectory(atPath: "/sys/block")) ?? []
        return devices.filter { device in
            let file = try? String(contentsOfFile: "/sys/block/\(device)/loop/backing_file", encoding: .utf8)
            let path = file?.trimmingCharacters(in: .newlines)
            return path == layout.image || path == layout.image + " (deleted)"
        }.map { "/dev/\($0)" }
    }

    /// The engine's cgroup in each hierarchy: one in version 2, one per controller in version 1.
    func cgroups() -> [String] {
        let root = "/sys/fs/cgroup"
        let hierarchies = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        return existing(["\(root)/\(names.scoped)"] + hierarchies.map { "\(root)/\($0)/\(names.scoped)" })
    }

    private func existing(_ paths: [String]) -> [String] { paths.filter(FileManager.default.fileExists) }
}

/// Why the embedded engine, or the registry beside it, could not be started, taken down or inspected.
package typealias EmbeddedEngineError = CodedError<EmbeddedEngineProblem>

package enum EmbeddedEngineProblem: String, Sendable, Codable {
    case notRoot = "not_root", missingProgram = "missing_program", badName = "bad_name", noSubnet = "no_subnet"
    /// The state directory's filesystem has too little space.
    case noSpace = "no_space"
    /// Another Plimsoll process held the host's lock for too long.
    case locked
    case commandFailed = "command_failed"
    case diedAtStart = "died_at_start"
    case notReady = "not_ready", incompleteDown = "incomplete_down", state
    /// Another registry uses the port or the storage.
    case taken
    case collectionFailed = "collection_failed"
}

/// Where the state directory of an engine or a registry is visible, if anywhere.
///
/// A directory that is not visible here need not be deleted: another mount namespace may show it to processes that use
/// it.
enum StateSight: Sendable, Equatable {
    case here
    /// This process sees it, in another mount namespace or below its own root.
    case elsewhere(process: Int32)
    /// It is not visible, but the process that started the part still lives, and is not this one.
    case owned(process: Int32)
    case hidden, deleted

    /// Looks for it as every process sees the filesystem.
    /// - Parameter processes: Where the kernel lists processes.
    init(of claim: EngineClaim, processes: String = "/proc") {
        if FileManager.default.fileExists(atPath: claim.directory) {
            self = .here
            return
        }
        if let owner = claim.owner, owner.pid != getpid(), owner.isAlive(processes: processes) {
            self = .owned(process: owner.pid)
            return
        }
        let views = ProcessViews.all(processes)
        if let view = views.views.first(where: { FileManager.default.fileExists(atPath: $0.root + claim.directory) }) {
            self = .elsewhere(process: view.process)
            return
        }
        let isComplete = views.isComplete && ProcessViews.hasAll(of: claim.processNamespace, processes)
        self = isComplete ? .deleted : .hidden
    }

    /// Why a part is left alone; nil if its state is known to be deleted or is visible here.
    func reasonToLeave(_ name: String, _ directory: String) -> String? {
        let left = "\(name) is left alone: its state \(directory) cannot be seen from here, but"
        switch self {
        case .here, .deleted: return nil
        case .elsewhere(let process): return "\(left) process \(process) sees it, in another mount namespace"
        case .owned(let process): return "\(left) process \(process), which brought it up, still runs"
        case .hidden: return "\(left) there are processes that cannot be looked at: one of them may see it"
        }
    }
}
