import Foundation

/// What one audit saw, and what it found left.
public struct AuditRecord: Codable, Sendable, Equatable {
    /// When in a series it was taken.
    public enum Stage: String, Codable, Sendable, CaseIterable {
        /// Before the first job: what is there is no leak.
        case before
        /// After a job.
        case job
        /// After the last job.
        case series
    }

    /// How well a kind was seen.
    public struct Kind: Codable, Sendable, Equatable {
        /// The kind, as `container`.
        public var name: String
        /// `seen`, `partly` or `hidden`: only of a kind that was seen may it be said that nothing is left.
        public var sight: String
        /// Why it was not seen whole; nil where it was.
        public var reason: String?
        /// How many there were, those that are meant to stay included.
        public var count: Int

        /// A value of these parts.
        public init(name: String, sight: String, reason: String? = nil, count: Int) {
            self.name = name
            self.sight = sight
            self.reason = reason
            self.count = count
        }
    }

    /// The scenario whose series it belongs to.
    public var scenario: String
    /// When in the series it was taken.
    public var stage: Stage
    /// Wall-clock time at which it was complete.
    public var at: Date
    /// How long the inventory took, in seconds.
    public var seconds: Double
    /// How long it was waited for what was being removed, in seconds; no part of `seconds`.
    public var waited: Double
    /// What was looked for.
    public var kinds: [Kind]
    /// What was found left that no earlier audit of the series had told of.
    public var leaks: [LeakRecord]
    /// Of what earlier audits told of, by kind and object: what is still there. Of the last audit only; nil for others.
    public var remaining: [LeakRecord]?

    /// A value of these parts.
    public init(
        scenario: String, stage: Stage, at: Date, seconds: Double, waited: Double = 0, kinds: [Kind],
        leaks: [LeakRecord] = [], remaining: [LeakRecord]? = nil
    ) {
        self.scenario = scenario
        self.stage = stage
        self.at = at
        self.seconds = seconds
        self.waited = waited
        self.kinds = kinds
        self.leaks = leaks
        self.remaining = remaining
    }
}
