/// A package manager whose registry is not needed: its packages are generated, and served from an index of our own.
public enum PackageManager: String, Sendable, CaseIterable {
    /// Node's, with a registry of packuments and tarballs.
    case npm
    /// Ruby's bundler and gem, with the compact index.
    case gem
    /// PHP's, with a repository of `metadata-url`.
    case composer

    /// How many packages stand on each level, from those that a manifest names to those that depend on nothing: trees of Node's
    /// packages are larger than others.
    var levels: [Int] {
        switch self {
        case .npm: [12, 24, 28, 16]
        case .gem, .composer: [12, 18, 18, 12]
        }
    }
}
