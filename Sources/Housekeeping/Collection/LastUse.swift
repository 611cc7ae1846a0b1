import Foundation

/// When something was last used, and what tells.
public struct LastUse: Codable, Hashable, Sendable {
    /// What tells of a use.
    public enum Sign: String, Codable, Sendable, CaseIterable {
        /// It was made then.
        case made
        /// A build or a person gave it a name then.
        case tagged
        /// A container of it was made or ended then.
        case run
        /// A build took it from the cache then.
        case built
        /// An earlier collection saw a container of it then.
        case seenRunning = "seen_running"
        /// An earlier collection saw it for the first time then.
        case seenFirst = "seen_first"
    }

    /// When. By the engine's clock: it may lie ahead of ours.
    public var at: Date
    /// What tells.
    public var sign: Sign

    /// A use.
    public init(at: Date, sign: Sign) {
        self.at = at
        self.sign = sign
    }

    /// The latest of several; nil where there is none.
    static func latest(_ uses: [LastUse?]) -> LastUse? {
        uses.compactMap(\.self).max { $0.at < $1.at }
    }

    /// How long ago it was, in seconds. What lies ahead counts as now: a clock that jumped makes nothing old.
    public func age(at now: Date) -> Double {
        max(0, now.timeIntervalSince(at))
    }
}
