import Foundation

/// A policy that is carried out from time to time, as a daily or weekly cron job. The time is the caller's: a simulated clock
/// will do.
public struct ScheduledPolicy: Codable, Hashable, Sendable {
    /// The policy.
    public var policy: CollectionPolicy
    /// The time between two collections, in seconds; 0: at every occasion.
    public var interval: Double

    /// A policy and its interval in seconds.
    public init(_ policy: CollectionPolicy, every interval: Double = 0) {
        self.policy = policy
        self.interval = interval
    }

    /// What operations at Wikimedia ran from 2021 to 2024: dangling things daily, everything weekly (operations-puppet).
    public static let dailyAndWeekly = [
        ScheduledPolicy(.prune, every: 86_400), ScheduledPolicy(.pruneAll, every: 7 * 86_400),
    ]

    /// Whether it is due.
    ///
    /// - Parameter last: when it was last carried out, or the schedule began. One that lies ahead makes it due: the clock was
    ///   set back, and to wait for it could take for ever.
    public func isDue(at now: Date, last: Date) -> Bool {
        let passed = now.timeIntervalSince(last)
        return passed >= interval || passed < 0
    }
}
