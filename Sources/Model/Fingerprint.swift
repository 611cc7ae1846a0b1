/// What a run stood on. Runs whose fingerprints differ are not compared unless the user says so.
public struct Fingerprint: Codable, Sendable, Equatable {
    /// Facts of the engine, as `version`, `storage_driver`, `kind` (embedded or foreign).
    public var engine: [String: String]
    /// Facts of the host, as `kernel`, `processor`, `cores`, `memory_bytes`.
    public var host: [String: String]

    /// A value of these parts.
    public init(engine: [String: String] = [:], host: [String: String] = [:]) {
        self.engine = engine
        self.host = host
    }
}
