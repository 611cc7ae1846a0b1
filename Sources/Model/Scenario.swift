import Model

/// What is to be measured, on what, and how often: one file of `scenarios/`, checked.
///
/// A scenario knows its fixtures by where they lie, not by what is in them: open each of `fixtures`, ask it for the trace
/// of `traceRequest(profile:)`, and hand the traces to `plan(profile:seed:traces:)`.
public struct Scenario: Codable, Sendable, Hashable {
    /// Identity in results: lower-case letters, digits, `-`, `_` and `.`.
    public var name: String
    /// What it measures, in a sentence for people; may be empty.
    public var description: String
    /// The ids of the questions that it bears on, in the order of the file.
    public var questions: [String]
    /// The folder of the scenario's file, to which relative paths belong; empty: the working folder.
    public var directory: String
    /// The fixtures as they were written: their paths are relative to `directory` unless absolute.
    public var sources: [FixtureSource]
    /// Every point in the product of the factors, in the order of the file.
    public var configurations: [Configuration]
    /// How a job is run.
    public var workload: Workload
    /// How many changes of each class a drawn trace holds at least.
    public var minimumPerClass: Int
    /// The classes that changes are drawn of; nil: all that the fixture knows.
    public var classes: [ChangeClass]?
    /// How often each fixture stands among the jobs of a level, by its name; nil: all alike.
    public var mix: [String: Int]?
    /// A file of recorded times by which jobs arrive, as it was written; nil: the commit times of the fixtures' histories.
    public var arrivals: String?
    /// What jobs are paired with.
    public var reference: ScenarioReference
    /// The profiles, in the order of the file.
    public var profiles: [ScenarioProfile]

    /// A scenario of checked parts; `parse(_:file:)` makes one of text.
    public init(
        name: String, description: String = "", questions: [String] = [], directory: String = "",
        sources: [FixtureSource], configurations: [Configuration], workload: Workload = Workload(),
        minimumPerClass: Int = 1, classes: [ChangeClass]? = nil, mix: [String: Int]? = nil, arrivals: String? = nil,
        reference: ScenarioReference = .none, profiles: [ScenarioProfile]
    ) {
        self.mix = mix
        self.arrivals = arrivals
        self.name = name
        self.description = description
        self.questions = questions
        self.directory = directory
        self.sources = sources
        self.configurations = configurations
        self.workload = workload
        self.minimumPerClass = minimumPerClass
        self.classes = classes
        self.reference = reference
        self.profiles = profiles
    }

    /// The fixtures with their paths resolved against the scenario's folder: ready to be opened.
    public var fixtures: [FixtureSource] {
        sources.map { $0.resolved(against: directory) }
    }

    /// The file of recorded times with its path resolved against the scenario's folder: ready to be read.
    public var arrivalsPath: String? { arrivals?.resolved(against: directory) }

    /// The profile of a name.
    ///
    /// - Throws: `PlanInvalid` with code `unknown_profile`, which names those there are.
    public func profile(named name: String) throws(PlanInvalid) -> ScenarioProfile {
        guard let profile = profiles.first(where: { $0.name == name }) else {
            throw .unknownProfile(name, of: self)
        }
        return profile
    }

    /// What to ask each fixture for, so that its trace is long enough for a profile.
    ///
    /// - Throws: `PlanInvalid` with code `unknown_profile`.
    public func traceRequest(profile: String) throws(PlanInvalid) -> TraceRequest {
        let chosen = try self.profile(named: profile)
        return TraceRequest(
            length: LevelPlan(of: self, chosen)?.changes ?? chosen.changes, minimumPerClass: minimumPerClass,
            classes: classes)
    }
}
