/// What a registry's garbage collection did.
public struct RegistryCollection: Codable, Sendable, Equatable {
    /// How many names of images were removed first.
    public var forgottenTags: Int
    /// What the registry kept before.
    public var before: RegistryUsage
    /// What it kept afterwards.
    public var after: RegistryUsage
    /// How long the registry's own collector took, its server's end included, in seconds.
    public var collecting: Double
    /// How long nothing could be pulled or pushed, in seconds.
    public var blocked: Double

    /// What it freed, in bytes.
    public var freedBytes: Int { before.bytes - after.bytes }
}
