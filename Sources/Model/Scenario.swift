/// What is to be measured, on what, and how often: one file of `scenarios/`, checked.
///
/// A scenario knows its fixtures by where they lie, not by what is in them: open each of `fixtures`, ask it for the
/// trace of `traceRequest(profile:)`, and hand the traces to `plan(profile:seed:traces:)`.
package struct Scenario: Codable, Sendable, Hashable {
    /// Identity in results: lower-case letters, digits, `-`, `_` and `.`.
    package var name: String
    /// What it measures, in a sentence for people; may be empty.
    package var description: String
    /// The ids of the questions that it bears on, in the order of the file.
    package var questions: [String]
    /// The folder of the scenario's file, to which relative paths belong; empty: the working folder.
    package var directory: String
    /// The fixtures as they were written: their paths are relative to `directory` unless absolute.
    package var sources: [FixtureSource]
    /// Every point in the product of the factors, in the order of the file.
    package var configurations: [Configuration]
    package var workload: Workload
    /// How many changes of each class a drawn trace holds at least.
    package var minimumPerClass: Int
    /// The classes that changes are drawn of; nil: all that the fixture knows.
    package var classes: [ChangeClass]?
    /// How often each fixture stands among the jobs of a level, by its name; nil: all alike.
    package var mix: [String: Int]?
    /// A file of recorded times by which jobs arrive, as it was written; nil: the commit times of the fixtures' histories.
    package var arrivals: String?
    package var reference: ScenarioReference
    /// The profiles, in the order of the file.
    package var profiles: [ScenarioProfile]

    /// A scenario of checked parts; `parse(_:file:)` makes one of text.
    package init(
        name: String, description: String = "", questions: [String] = [], directory: String = "",
        sources: [FixtureSource], configurations: [Configuration], workload: Workload = Workload(),
        minimumPerClass: Int = 1, classes: [ChangeClass]? = nil, mix: [String: Int]? = nil, arrivals: String? = nil,
        reference: ScenarioReference = .none, profiles: [ScenarioProfile]
    ) {
        (self.mix, self.arrivals, self.name, self.description) = (mix, arrivals, name, description)
        (self.questions, self.directory, self.sources) = (questions, directory, sources)
        (self.configurations, self.workload, self.minimumPerClass) = (configurations, workload, minimumPerClass)
        (self.classes, self.reference, self.profiles) = (classes, reference, profiles)
    }

    /// The fixtures with their paths resolved against the scenario's folder: ready to be opened.
    package var fixtures: [FixtureSource] { sources.map { $0.resolved(against: directory) } }

    /// The file of recorded times with its path resolved against the scenario's folder: ready to be read.
    package var arrivalsPath: String? { arrivals?.resolved(against: directory) }

    /// The profile of a name.
    /// - Throws: `PlanInvalid` with code `unknown_profile`, which names those there are.
    package func profile(named name: String) throws(PlanInvalid) -> ScenarioProfile {
        guard let profile = profiles.first(where: { $0.name == name }) else { throw .unknownProfile(name, of: self) }
        return profile
    }

    /// What to ask each fixture for, so that its trace is long enough for a profile.
    /// - Throws: `PlanInvalid` with code `unknown_profile`.
    package func traceRequest(profile: String) throws(PlanInvalid) -> TraceRequest {
        let chosen = try self.profile(named: profile)
        return TraceRequest(
            length: LevelPlan(of: self, chosen)?.changes ?? chosen.changes, minimumPerClass: minimumPerClass,
            classes: classes)
    }

    /// Whether the factor `runtime` is varied.
    package var variesRuntime: Bool { configurations.contains { $0.runtime != nil } }

    /// The scenario without the configurations whose runtime is none of these, and the names of the runtimes that were left out.
    package func keeping(runtimes: Set<String>) -> (scenario: Scenario, leftOut: [String]) {
        func isKept(_ configuration: Configuration) -> Bool {
            configuration.runtime.map { runtimes.contains($0.rawValue) } ?? true
        }
        var kept = self
        kept.configurations = configurations.filter(isKept)
        let leftOut = configurations.filter { !isKept($0) }.compactMap { $0.runtime?.rawValue }
        return (kept, Set(leftOut).sorted())
    }

    /// Everything of a scenario that decides what is run: not its prose, nor the folder that it lies in.
    private struct Identity: Encodable {
        /// Counted up when the same members come to mean other jobs.
        let format = 1
        let name: String
        let questions: [String]
        let sources: [FixtureSource]
        let configurations: [Configuration]
        let workload: Workload
        let minimumPerClass: Int
        let classes: [ChangeClass]?
        let mix: [String: Int]?
        let arrivals: String?
        let reference: ScenarioReference
        let profile: ScenarioProfile
    }

    /// SHA-256 of the scenario with one profile: the same for texts that differ in comments, layout, order of keys,
    /// description or folder only.
    /// - Throws: `PlanInvalid` with code `unknown_profile`.
    package func hash(profile: String) throws(PlanInvalid) -> String {
        CanonicalForm.hash(
            of: Identity(
                name: name, questions: questions, sources: sources, configurations: configurations, workload: workload,
                minimumPerClass: minimumPerClass, classes: classes, mix: mix, arrivals: arrivals, reference: reference,
                profile: try self.profile(named: profile)))
    }
}

extension Plan {
    /// SHA-256 of the plan's canonical JSON, less the folders that its fixtures lie in: a run may be resumed from
    /// another working folder, and its revisions are pinned by the jobs.
    package var hash: String {
        var placeless = self
        placeless.fixtures = []
        return CanonicalForm.hash(of: placeless)
    }
}

/// How much of a scenario is run: `quick` for a first answer, `full` for one to rely on.
package struct ScenarioProfile: Codable, Sendable, Hashable {
    /// What `--profile` calls it.
    package var name: String
    /// How many changes of each fixture's trace are replayed, after the state that it starts from.
    package var changes: Int
    /// How many jobs of each fixture and configuration are paired with the scenario's reference, besides the trace.
    package var pairs: Int
    /// How many jobs of each fixture and configuration build without the cache, besides the trace.
    package var cold: Int
    /// How often, at the end, each kind of base image is updated, and every fixture and configuration built upon it;
    /// nil as 0, so that a scenario that says nothing of it keeps its identity.
    var baseUpdates: Int?
    /// Where executors are varied: how many jobs each level has, or thrice its executors where that is more; nil otherwise.
    package var jobs: Int?
    /// The same of levels whose jobs arrive by themselves, where these have more or fewer: their waits vary far more than times do.
    var openJobs: Int?
    /// Where executors are varied: how often all levels are gone through; nil otherwise.
    package var repeats: Int?

    /// A profile; without further arguments of the trace alone.
    package init(
        name: String, changes: Int, pairs: Int = 0, cold: Int = 0, baseUpdates: Int? = nil, jobs: Int? = nil,
        openJobs: Int? = nil, repeats: Int? = nil
    ) {
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
