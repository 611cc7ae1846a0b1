/// How a registry grew over a run, and what its own garbage collection did. All sizes in bytes.
struct RegistryFindings: Sendable, Equatable {
    /// What the registry's collector did, when only the newest image of each repository was kept.
    struct Collection: Sendable, Equatable {
        /// What the registry kept before.
        var before: Double
        /// What it kept after.
        var after: Double
        /// How long the collector took, in seconds.
        var seconds: Double
        /// How long nothing could be pushed or pulled, in seconds.
        var blocked: Double
    }

    /// How many pushes there were.
    var pushes: Int
    /// What it kept after the last push: layers, configurations and manifests.
    var kept: Double
    /// How much of that is manifests.
    var manifests: Double
    /// Its collection; nil where it was not measured.
    var collection: Collection?
}
