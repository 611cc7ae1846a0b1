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
    /// Where its programs come from, as `embedded` or `docker:trixie`.
    package let engine: EngineSource
    package let socketPath: String
    package let outermost: Int32?
    package let daemon: Int32?
    package let version: String?
    package let filesystemIsOwn: Bool
    /// Usage of the filesystem that holds its data root; nil unless it is running.
    package let disk: FilesystemUsage?
    package let since: Date?
    /// Whether it has no owner, because it was started with `detached`.
    package let detached: Bool

    init(name: String, record: EngineRecord?, layout: PartLayout) {
        self.name = name
        state = record?.state ?? .dead
        engine = record?.source ?? .host
        socketPath = (record?.host ?? HostSide()).socket(name)
        outermost = record?.outermost?.pid
        daemon = record?.daemon?.pid
        version = record?.version
        filesystemIsOwn = record?.filesystemIsOwn ?? false
        disk = daemon.flatMap { FilesystemUsage(path: "/proc/\($0)/root\(layout.data)") }
        since = record?.since
        detached = record?.isDetached ?? false
    }

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

/// Why the embedded engine, or the registry beside it, could not be started, taken down or inspected.
package typealias EmbeddedEngineError = CodedError<EmbeddedEngineProblem>

package enum EmbeddedEngineProblem: String, Sendable, Codable {
    case notRoot = "not_root", missingProgram = "missing_program", badName = "bad_name", noSubnet = "no_subnet"
    case noSpace = "no_space"
    /// Another Plimsoll process held the host's lock for too long.
    case locked
    case commandFailed = "command_failed"
    case diedAtStart = "died_at_start"
    case notReady = "not_ready", incompleteDown = "incomplete_down", state
    /// Another registry uses the port or the storage.
    case taken
    case collectionFailed = "collection_failed"
    /// The root of a suite's engine could not be made.
    case noRoot = "no_root"
    /// The engine does not have the image store that was asked for.
    case noStore = "no_store"
}

/// Where the state directory of a part is visible, if anywhere. One that is not visible here need not be deleted:
/// another mount namespace may show it to processes that use it.
enum StateSight: Sendable, Equatable {
    case here
    /// This process sees it, in another mount namespace or below its own root.
    case elsewhere(process: Int32)
    /// It is not visible, but the process that started the part still lives, and is not this one.
    case owned(process: Int32)
    case hidden, deleted

    /// Looks for it as every process that is listed in `processes` sees the filesystem.
    init(of claim: PartClaim, processes: String = "/proc") {
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
        let left = "\(name) is not touched: its state \(directory) cannot be seen from here, but"
        switch self {
        case .here, .deleted: return nil
        case .elsewhere(let process): return "\(left) process \(process) sees it, in another mount namespace"
        case .owned(let process): return "\(left) process \(process), which started it, still runs"
        case .hidden: return "\(left) some processes cannot be inspected: one of them may see it"
        }
    }
}
