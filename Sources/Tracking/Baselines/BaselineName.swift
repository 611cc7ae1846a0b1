/// The name of a baseline: letters, digits, `.`, `_`, `-` and `/`, a letter or digit first.
public struct BaselineName: Sendable, Hashable, CustomStringConvertible {
    /// What stands before a name where a run is asked for: `baseline:NAME`.
    static let prefix = "baseline:"
    private static let longest = 64

    /// The name.
    public let text: String

    /// - Throws: `TrackingError`, `badName`.
    public init(_ text: String) throws(TrackingError) {
        let letters = text.unicodeScalars
        let isFine =
            !letters.isEmpty && letters.count <= Self.longest && letters.first.map(Self.isLetterOrDigit) == true
            && letters.allSatisfy { Self.isLetterOrDigit($0) || "._-/".unicodeScalars.contains($0) }
        guard isFine else {
            throw TrackingError(
                .badName,
                "`\(text)` is no name for a baseline: it takes letters, digits, `.`, `_`, `-` and `/`, a letter or digit "
                    + "first, at most \(Self.longest), as `main` or `release/2.1`")
        }
        self.text = text
    }

    /// The name.
    public var description: String { text }

    private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9": true
        default: false
        }
    }
}
