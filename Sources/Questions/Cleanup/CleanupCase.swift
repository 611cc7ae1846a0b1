import Model

/// The jobs of one builder with one fault, and what they left. Bytes are those on disk.
struct CleanupCase: Sendable, Equatable {
    /// The fixture and the configuration.
    var series: Series
    /// The factor `fault`; nil where the scenario does not vary it.
    var fault: String?
    /// Jobs by how they ended.
    var outcomes: [Outcome: Int]
    /// Those that did not succeed, by the phase that they were in when they were ended, where they had begun.
    var endedIn: [Phase: Int]
    /// Jobs after which there was an audit.
    var audited: Int
    /// Of those, the jobs that left nothing.
    var clean: Int
    /// What was left, by kind.
    var leaks: [String: Int]
    /// What all of it takes, as far as it is known.
    var bytes: Int
    /// How much of it the series' last audit still found.
    var remained: Int

    /// How many jobs there were.
    var jobs: Int { outcomes.values.reduce(0, +) }
    /// Whether anything was done to its jobs.
    var isDisturbed: Bool { fault.map { $0 != "none" } ?? false }
    /// How many things were left.
    var left: Int { leaks.values.reduce(0, +) }
}
