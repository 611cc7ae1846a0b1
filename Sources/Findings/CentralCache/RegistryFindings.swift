/// How a registry grew over a run, and what its own garbage collection did. All sizes in bytes.
public struct RegistryFindings: Sendable, Equatable {
    /// What the registry's collector did, when only the newest image of each repository was kept.
    public struct Collection: Sendable, Equatable {
        /// What the registry kept before.
        public var before: Double
        /// What it kept after.
        public var after: Double
        /// How long the collector took, in seconds.
        public var seconds: Double
        /// How long nothing could be pushed or pulled, in seconds.
        public var blocked: Double
    }

    /// How many pushes there were.
    public var pushes: Int
    /// What it kept after the last push: layers, configurations and manifests.
    public var kept: Double
    /// How much of that is manifests.
    public var manifests: Double
    /// Its collection; nil where it was not measured.
    public var collection: Collection?
}
