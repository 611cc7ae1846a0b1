/// What a job's build found of earlier builds: the values of the factor `cache`.
enum CacheKind: String, Sendable, CaseIterable {
    /// Nothing: a cold engine.
    case nothing = "none"
    /// The registry's: a cold engine, and what another one pushed.
    case registry
    /// Its own engine's: a warm one.
    case local
}
