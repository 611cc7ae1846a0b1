/// What a scenario's paired jobs are compared with.
public enum ScenarioReference: String, Codable, Sendable, CaseIterable {
    /// Nothing: no job is paired.
    case none
    /// The same command without an engine, in the built image's unpacked tree.
    case direct
}
