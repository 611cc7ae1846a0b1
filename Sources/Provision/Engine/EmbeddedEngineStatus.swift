import Foundation

/// What is known of an engine in a state directory.
public struct EmbeddedEngineStatus: Codable, Sendable, Equatable {
    /// How an engine is.
    public enum State: String, Codable, Sendable {
        /// Someone is bringing it up.
        case starting
        /// It answers, or is about to.
        case running
        /// Someone is taking it down.
        case stopping
        /// Its processes are gone; what they left is not.
        case dead
        /// Its processes run, but who owned it is gone.
        case orphaned
    }

    /// The engine's name.
    public let name: String
    /// How it is.
    public let state: State
    /// The path of its socket.
    public let socketPath: String
    /// The process that everything of it dies with.
    public let outermost: Int32?
    /// The daemon.
    public let daemon: Int32?
    /// The daemon's version.
    public let version: String?
    /// Whether its data root is a filesystem of its own.
    public let filesystemIsOwn: Bool
    /// What the filesystem of its data root says; nil unless it runs.
    public let disk: FilesystemUsage?
    /// When it was begun.
    public let since: Date?
    /// Whether nobody has to wait for it: brought up by hand.
    public let detached: Bool

    /// Judges a record by who of its processes is alive.
    static func judge(_ record: some PartRecord, isAlive: (ProcessIdentity) -> Bool) -> State {
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
