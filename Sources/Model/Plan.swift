import Model

/// A scenario with everything resolved: the exact ordered list of jobs.
public struct Plan: Codable, Sendable, Hashable {
    /// The scenario's name.
    public var scenario: String
    /// SHA-256 of the scenario with its profile resolved: its identity across runs.
    public var scenarioHash: String
    /// The ids of the questions that it bears on.
    public var questions: [String]
    /// `quick` or `full`.
    public var profile: String
    /// The seed that drew the traces and the order.
    public var seed: UInt64
    /// The fixtures and how to open each.
    public var fixtures: [FixtureSource]
    /// How a job is run.
    public var workload: Workload
    /// The jobs in the order in which they run.
    public var jobs: [PlannedJob]

    /// A plan of resolved parts; `Scenario.plan(profile:seed:traces:)` makes one.
    public init(
        scenario: String, scenarioHash: String, questions: [String], profile: String, seed: UInt64,
        fixtures: [FixtureSource], workload: Workload, jobs: [PlannedJob]
    ) {
        self.scenario = scenario
        self.scenarioHash = scenarioHash
        self.questions = questions
        self.profile = profile
        self.seed = seed
        self.fixtures = fixtures
        self.workload = workload
        self.jobs = jobs
    }
}
