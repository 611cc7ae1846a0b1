import Foundation

/// Where the state directory of an engine or a registry is seen, if anywhere.
///
/// A directory that cannot be seen from here is no proof that it was deleted: another mount namespace may show it, and whoever
/// lives there uses it.
enum StateSight: Sendable, Equatable {
    /// This process sees it.
    case here
    /// This process sees it in its mount namespace, or below its own root.
    case elsewhere(process: Int32)
    /// It cannot be seen, but who brought the part up still lives, and is not this process.
    case owned(process: Int32)
    /// Processes that may see it are hidden from this one.
    case hidden
    /// No process sees it.
    case deleted

    /// Looks for it with the eyes of every process.
    ///
    /// - Parameter processes: Where the kernel shows processes.
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

    /// Why a part is left alone; nil where its state is known to be deleted, or is seen here.
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
