import Foundation

/// One execution of one or more plans, with what is needed to judge whether another is like it.
public struct RunRecord: Codable, Sendable, Equatable {
    /// A plan that the run carries out.
    public struct ScenarioEntry: Codable, Sendable, Equatable {
        /// The scenario's name.
        public var name: String
        /// SHA-256 of the resolved scenario: its identity.
        public var hash: String
        /// The ids of the questions that it bears on.
        public var questions: [String]
        /// The scenario's file as it was read.
        public var text: String

        /// A value of these parts.
        public init(name: String, hash: String, questions: [String], text: String) {
            self.name = name
            self.hash = hash
            self.questions = questions
            self.text = text
        }
    }

    /// Identity across databases and machines.
    public var id: UUID
    /// Plimsoll's version.
    public var toolVersion: String
    /// The commit that Plimsoll was built from, `unknown` where that cannot be told.
    public var toolCommit: String
    /// The command line, for how to reproduce it.
    public var commandLine: [String]
    /// `quick` or `full`.
    public var profile: String
    /// The seed that drew traces and orders.
    public var seed: UInt64
    /// SHA-256 of the resolved plans: `--resume` continues only a run with the same.
    public var planHash: String
    /// How many jobs the plans hold.
    public var plannedJobs: Int
    /// Wall-clock time of its start.
    public var startedAt: Date
    /// The plans' scenarios.
    public var scenarios: [ScenarioEntry]
    /// The engine and the host that it ran on.
    public var fingerprint: Fingerprint

    /// A value of these parts.
    public init(
        id: UUID, toolVersion: String, toolCommit: String, commandLine: [String], profile: String, seed: UInt64,
        planHash: String, plannedJobs: Int, startedAt: Date, scenarios: [ScenarioEntry], fingerprint: Fingerprint
    ) {
        self.id = id
        self.toolVersion = toolVersion
        self.toolCommit = toolCommit
        self.commandLine = commandLine
        self.profile = profile
        self.seed = seed
        self.planHash = planHash
        self.plannedJobs = plannedJobs
        self.startedAt = startedAt
        self.scenarios = scenarios
        self.fingerprint = fingerprint
    }
}
