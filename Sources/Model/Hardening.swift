/// What a job's container may do: the factor `hardening`.
public enum Hardening: String, Codable, Sendable, CaseIterable {
    /// What its engine gives a container by itself.
    case usual = "default"
    /// No capabilities, no new privileges, a read-only root, limits.
    case hardened
}
