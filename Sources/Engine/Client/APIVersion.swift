/// A version of the Docker Engine API, as `1.41`.
public struct APIVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The part before the dot.
    public var major: Int
    /// The part after the dot.
    public var minor: Int

    /// The oldest that Plimsoll speaks: Docker 19.03's, the first whose BuildKit is not experimental, and Podman 3's.
    public static let oldest = APIVersion(1, 40)
    /// The newest that Plimsoll speaks; a newer engine is asked in this one.
    public static let newest = APIVersion(1, 45)
    /// From here on a volume prune spares named volumes.
    public static let sparingNamedVolumes = APIVersion(1, 42)

    /// A version by its two numbers.
    public init(_ major: Int, _ minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// Reads `1.41`; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let major = Int(parts[0]), let minor = Int(parts[1]), major >= 0, minor >= 0 else {
            return nil
        }
        self.init(major, minor)
    }

    /// The version as the engine writes it.
    public var description: String { "\(major).\(minor)" }

    /// Orders by major, then minor number.
    public static func < (left: APIVersion, right: APIVersion) -> Bool {
        (left.major, left.minor) < (right.major, right.minor)
    }
}
