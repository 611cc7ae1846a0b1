/// What a fixture installs, as a dependency cache needs to know it.
public struct FixtureDependencies: Sendable, Equatable {
    /// The files that name what is installed, relative to the tree: a cache's key is their digest.
    public let manifest: [String]
    /// The directory in the image where the package manager keeps what it downloaded.
    public let cache: String

    /// The path in the build context under which a restored archive is sent.
    public static let archive = "dependencies.tar"

    /// A value of these parts.
    public init(manifest: [String], cache: String) {
        self.manifest = manifest
        self.cache = cache
    }

    /// Throws `FixtureError` (`descriptionInvalid`).
    init(_ node: DescriptionNode) throws {
        let parts = try node.mapping(["manifest", "cache"])
        let files = try parts.required("manifest", of: node)
        manifest = try files.list().map { try $0.relativePath() }
        guard !manifest.isEmpty else { throw files.invalid("at least one file is needed here") }
        cache = try FixtureDescription.absolutePath(parts.required("cache", of: node))
    }
}
