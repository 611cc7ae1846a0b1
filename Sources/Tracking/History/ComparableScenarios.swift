import Store

/// Which scenarios of a database's runs are comparable with the newest run of the same scenario.
struct ComparableScenarios {
    /// Takes only this scenario; nil takes all.
    let only: String?
    /// Whether all scenarios are taken, comparable or not.
    let includesUnlike: Bool
    private var newest: [String: (run: RunSummary, hash: String)] = [:]

    init(only: String?, includesUnlike: Bool) {
        (self.only, self.includesUnlike) = (only, includesUnlike)
    }

    /// The names of a run's scenarios that count. Runs must come with the newest first.
    mutating func names(in run: RunSummary) -> Set<String> {
        var alike: Set<String> = []
        for entry in run.record.scenarios where only == nil || only == entry.name {
            guard let reference = newest[entry.name] else {
                newest[entry.name] = (run, entry.hash)
                alike.insert(entry.name)
                continue
            }
            let facts = Likeness(reference.run, run).differences.filter { $0.area != Likeness.scenarioArea }
            if includesUnlike || (reference.hash == entry.hash && facts.isEmpty) { alike.insert(entry.name) }
        }
        return alike
    }
}
