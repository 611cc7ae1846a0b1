/// A version of the Docker Engine API, e.g. `1.41`.
package struct APIVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
    package var major: Int
    package var minor: Int

    /// The oldest supported: Docker 19.03, the first whose BuildKit is not experimental, and Podman 3.
    package static let oldest = APIVersion(1, 40)
    /// The newest supported, Docker 28's; newer engines are asked in this version.
    package static let newest = APIVersion(1, 51)

    package init(_ major: Int, _ minor: Int) { (self.major, self.minor) = (major, minor) }

    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let major = Int(parts[0]), let minor = Int(parts[1]), major >= 0, minor >= 0 else {
            return nil
        }
        self.init(major, minor)
    }

    package var description: String { "\(major).\(minor)" }

    package static func < (left: APIVersion, right: APIVersion) -> Bool {
        (left.major, left.minor) < (right.major, right.minor)
    }
}

/// What only the API's version decides.
extension APIVersion {
    /// Whether `/system/df` can be asked for one kind of objects, by `type`. Older ones always walk all.
    var hasTypedDiskUsage: Bool { self >= APIVersion(1, 42) }
    /// The parameter of `/build/prune` for the bytes of cache that stay.
    var keptCacheParameter: String { self >= APIVersion(1, 48) ? "reserved-space" : "keep-storage" }
}
