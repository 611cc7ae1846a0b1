/// A cache in a registry that a job's build may use besides what its engine has.
struct JobCache: Sendable {
    /// The image whose layers serve as cache, by its name in the registry.
    var reference: String
    /// Says why the registry does not serve; nil while it does.
    var complaint: @Sendable () -> String?
}
