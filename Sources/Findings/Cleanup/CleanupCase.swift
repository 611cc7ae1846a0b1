import Records

/// The jobs of one builder with one fault, and what they left. Bytes are those on disk.
public struct CleanupCase: Sendable, Equatable {
    /// The fixture and the configuration.
    public var series: Series
    /// The factor `fault`; nil where the scenario does not vary it.
    public var fault: String?
    /// Jobs by how they ended.
    public var outcomes: [Outcome: Int]
    /// Those that did not succeed, by the phase that they were in when they were ended, where they had begun.
    public var endedIn: [Phase: Int]
    /// Jobs after which there was an audit.
    public var audited: Int
    /// Of those, the jobs that left nothing.
    public var clean: Int
    /// What was left, by kind.
    public var leaks: [String: Int]
    /// What all of it takes, as far as it is known.
    public var bytes: Int
    /// How much of it the series' last audit still found.
    public var remained: Int

    /// How many jobs there were.
    public var jobs: Int { outcomes.values.reduce(0, +) }
    /// Whether anything was done to its jobs.
    public var isDisturbed: Bool { fault.map { $0 != "none" } ?? false }
    /// How many things were left.
    public var left: Int { leaks.values.reduce(0, +) }
}
