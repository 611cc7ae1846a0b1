/// How a fixture's Dockerfile installs what its manifest names: the factor `strategy`.
public enum DependencyStrategy: String, Codable, Sendable, CaseIterable {
    /// The whole tree is copied, then dependencies are installed: one layer for both.
    case oneLayer = "one-layer"
    /// The manifest is copied and installed before the rest of the tree: a layer keyed on the manifest.
    case manifestLayer = "manifest-layer"
    /// As `manifestLayer`, with BuildKit's cache mount for what the package manager keeps.
    case cacheMount = "cache-mount"
    /// As `manifestLayer`, with an archive of what the package manager keeps, restored before the build and saved after it.
    case archive
}
