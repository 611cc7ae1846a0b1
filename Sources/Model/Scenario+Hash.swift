import Model

extension Scenario {
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
        /// Nil is left out, so that a scenario that names none keeps its identity.
        let classes: [ChangeClass]?
        let mix: [String: Int]?
        let arrivals: String?
        let reference: ScenarioReference
        let profile: ScenarioProfile
    }

    /// SHA-256 of the scenario with one profile: the same for texts that differ in comments, layout, order of keys,
    /// description or folder only.
    ///
    /// - Throws: `PlanInvalid` with code `unknown_profile`.
    public func hash(profile: String) throws(PlanInvalid) -> String {
        CanonicalForm.hash(
            of: Identity(
                name: name, questions: questions, sources: sources, configurations: configurations, workload: workload,
                minimumPerClass: minimumPerClass, classes: classes, mix: mix, arrivals: arrivals, reference: reference,
                profile: try self.profile(named: profile)))
    }
}

extension Plan {
    /// SHA-256 of the plan's canonical JSON, less the folders that its fixtures lie in: a run may be resumed from another
    /// working folder, and its revisions are pinned by the jobs.
    public var hash: String {
        var placeless = self
        placeless.fixtures = []
        return CanonicalForm.hash(of: placeless)
    }
}
