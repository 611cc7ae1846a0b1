/// What to measure, on what, and how often: one file of `scenarios/`, checked.
/// A scenario knows where its fixtures are, not what is in them. Open each of `fixtures`, request the trace of
/// `traceRequest(profile:)`, and pass the traces to `plan(profile:seed:traces:)`.
package struct Scenario: Codable, Sendable, Hashable {
    /// Identity in results: lower-case letters, digits, `-`, `_` and `.`.
    package var name: String
    package var description: String
    package var questions: [String]
    /// The folder of the scenario's file, for relative paths; empty: the working folder.
    package var directory: String
    /// The fixtures as written: paths are relative to `directory` unless absolute.
    package var sources: [FixtureSource]
    /// Every combination of the factors, in the order of the file.
    package var configurations: [Configuration]
    package var workload: Workload
    /// What builds by buildx may mount; paths as written. nil: none.
    package var secrets: [BuildSecret]?
    /// The minimum number of changes of each class in a drawn trace.
    package var minimumPerClass: Int
    /// The classes to draw from; nil: all that the fixture has.
    package var classes: [ChangeClass]?
    /// How often each fixture occurs among the jobs of a level, by its name; nil: equally often.
    package var mix: [String: Int]?
    /// A file of recorded arrival times, as written; nil: the commit times of the fixtures' histories.
    package var arrivals: String?
    package var reference: ScenarioReference
    package var profiles: [ScenarioProfile]

    package init(
        name: String, description: String = "", questions: [String] = [], directory: String = "",
        sources: [FixtureSource], configurations: [Configuration], workload: Workload = Workload(),
        minimumPerClass: Int = 1, classes: [ChangeClass]? = nil, mix: [String: Int]? = nil, arrivals: String? = nil,
        reference: ScenarioReference = .none, secrets: [BuildSecret]? = nil, profiles: [ScenarioProfile]
    ) {
        (self.mix, self.arrivals, self.name, self.description) = (mix, arrivals, name, description)
        (self.questions, self.directory, self.sources) = (questions, directory, sources)
        (self.configurations, self.workload, self.minimumPerClass) = (configurations, workload, minimumPerClass)
        (self.classes, self.reference, self.profiles) = (classes, reference, profiles)
        self.secrets = secrets
    }

    package var fixtures: [FixtureSource] { sources.map { $0.resolved(against: directory) } }
    package var arrivalsPath: String? { arrivals?.resolved(against: directory) }

    /// - Throws: `PlanInvalid` with code `unknown_profile`, which lists the known ones.
    package func profile(named name: String) throws(PlanInvalid) -> ScenarioProfile {
        guard let profile = profiles.first(where: { $0.name == name }) else { throw .unknownProfile(name, of: self) }
        return profile
    }

    /// What to request of each fixture, so that its trace is long enough for a profile.
    /// - Throws: `PlanInvalid` with code `unknown_profile`.
    package func traceRequest(profile: String) throws(PlanInvalid) -> TraceRequest {
        let chosen = try self.profile(named: profile)
        return TraceRequest(
            length: LevelPlan(of: self, chosen)?.changes ?? chosen.changes, minimumPerClass: minimumPerClass,
            classes: classes)
    }

    package var variesRuntime: Bool { configurations.contains { $0.runtime != nil } }

    /// The scenario with only the configurations of these runtimes, or of none; and the runtimes left out.
    package func keeping(runtimes: Set<String>) -> (scenario: Scenario, leftOut: [String]) {
        func isKept(_ configuration: Configuration) -> Bool {
            configuration.runtime.map { runtimes.contains($0.rawValue) } ?? true
        }
        var kept = self
        kept.configurations = configurations.filter(isKept)
        let leftOut = configurations.filter { !isKept($0) }.compactMap { $0.runtime?.rawValue }
        return (kept, Set(leftOut).sorted())
    }

    /// SHA-256 of everything in the scenario with one profile that decides what is run: not its prose, layout, comments or folder.
    /// - Throws: `PlanInvalid` with code `unknown_profile`.
    package func hash(profile: String) throws(PlanInvalid) -> String {
        // A nil is left out, so that a scenario without the member keeps its identity. The format is incremented when the same members
        // come to mean other jobs.
        let identity: JSONFields = [
            "format": 1, "name": name, "questions": questions, "sources": sources.map(\.identity),
            "configurations": configurations,
            "workload": workload, "minimumPerClass": minimumPerClass, "classes": classes, "mix": mix,
            "arrivals": arrivals, "reference": reference, "secrets": secrets,
            "profile": try self.profile(named: profile),
        ]
        return CanonicalForm.hash(of: identity)
    }
}

extension Plan {
    /// SHA-256 of the plan without the places of fixtures and secrets: a run may be resumed from another folder; its jobs name the revisions.
    package var hash: String {
        var placeless = self
        placeless.fixtures = []
        placeless.secrets = nil
        return CanonicalForm.hash(of: placeless)
    }
}

/// How much of a scenario is run: `quick` for a first answer, `full` for a reliable one.
package struct ScenarioProfile: Codable, Sendable, Hashable {
    /// Rounds of a fixture and configuration where the profile does not say. By the noise measured of such jobs, 12 with
    /// each of two builders show a job that is 10 % slower 95 times of 100 (`NightSeriesTests`); 6 do not.
    package static let standardRounds = 12

    package var name: String
    /// How many changes of each fixture's trace are replayed after its starting state.
    package var changes: Int
    /// Besides the trace, how many jobs of each fixture and configuration are paired with the reference, or build without the cache.
    package var pairs, cold: Int
    /// How often, at the end, each kind of base image is updated, with a build of every fixture and configuration after
    /// it. nil means 0, so that a scenario without it keeps its identity.
    var baseUpdates: Int?
    /// Where a run is held against a baseline: how often the baseline's state and today's are built in turn, in every
    /// configuration. nil: `standardRounds`.
    package var rounds: Int?
    /// If executors are varied: the number of jobs per level, but at least three per executor; otherwise nil.
    package var jobs: Int?
    /// The same for open levels, if different: their waits vary far more than times do.
    var openJobs: Int?
    /// If executors are varied: how often all levels are repeated; otherwise nil.
    package var repeats: Int?

    package init(
        name: String, changes: Int, pairs: Int = 0, cold: Int = 0, baseUpdates: Int? = nil, jobs: Int? = nil,
        openJobs: Int? = nil, repeats: Int? = nil, rounds: Int? = nil
    ) {
        self.rounds = rounds
        (self.jobs, self.openJobs, self.repeats, self.name) = (jobs, openJobs, repeats, name)
        (self.changes, self.pairs, self.cold, self.baseUpdates) = (changes, pairs, cold, baseUpdates)
    }
}

/// What a scenario's paired jobs are compared with.
package enum ScenarioReference: String, Codable, Sendable, CaseIterable {
    /// Nothing: no job is paired.
    case none
    /// The same command without an engine, in the built image's unpacked tree.
    case direct
}
