/// What a job's build finds of earlier builds: the factor `cache`.
public enum CacheSource: String, Codable, Sendable, CaseIterable {
    /// Nothing: its engine is as cold as a new worker's, but for the base images.
    case nothing = "none"
    /// What another engine pushed to a registry after it built the change before; its own engine is as cold.
    case registry
    /// What its own engine built before: the change before, and all that went before that.
    case local
}
