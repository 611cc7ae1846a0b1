/// A run as the command line names it.
package enum RunReference: Sendable, Equatable {
    /// A run's UUID or its beginning.
    case id(String)
    /// The newest run of a database that counts.
    case newest(path: String)
    /// A run of another database, by its UUID or its beginning.
    case stored(path: String, id: String)
    case baseline(BaselineName)

    package static let forms =
        "a run's UUID (or its first \(leastDigits) digits or more), the path of a database (its newest run that counts), "
        + "PATH#UUID, or baseline:NAME"

    static let leastDigits = 8

    /// - Throws: `TrackingError`, `badReference` or `badName`.
    package init(_ text: String) throws(TrackingError) {
        if text.hasPrefix(BaselineName.prefix) {
            self = .baseline(try BaselineName(String(text.dropFirst(BaselineName.prefix.count))))
        } else if let mark = text.lastIndex(of: "#") {
            let path = String(text[..<mark])
            let id = String(text[text.index(after: mark)...])
            guard !path.isEmpty, Self.isID(id) else {
                throw TrackingError(
                    .badReference,
                    "`\(text)` names no run: before the # write the path of a database, after it a run's UUID or its "
                        + "first \(Self.leastDigits) digits or more")
            }
            self = .stored(path: path, id: id)
        } else if Self.isID(text) {
            self = .id(text)
        } else if text.contains("/") || text.contains(".") {
            self = .newest(path: text)
        } else {
            throw TrackingError(.badReference, "`\(text)` names no run: write \(Self.forms)")
        }
    }

    /// Whether it is a run's UUID, or enough of its beginning.
    static func isID(_ text: String) -> Bool {
        let digits = text.filter { $0 != "-" }
        return digits.count >= leastDigits && digits.count <= 32 && digits.allSatisfy { $0.isASCII && $0.isHexDigit }
    }
}

/// The name of a baseline: letters, digits, `.`, `_`, `-` and `/`, with a letter or digit first.
package struct BaselineName: Sendable, Hashable, CustomStringConvertible {
    /// The prefix of a name where a run is asked for: `baseline:NAME`.
    static let prefix = "baseline:"
    private static let longest = 64

    package let text: String

    /// - Throws: `TrackingError`, `badName`.
    package init(_ text: String) throws(TrackingError) {
        let letters = text.unicodeScalars
        let isFine =
            letters.first.map(Self.isLetterOrDigit) == true && letters.count <= Self.longest
            && letters.allSatisfy { Self.isLetterOrDigit($0) || "._-/".unicodeScalars.contains($0) }
        guard isFine else {
            throw TrackingError(
                .badName,
                "`\(text)` is not a valid name of a baseline. Use at most \(Self.longest) letters, digits, `.`, `_`, `-` "
                    + "and `/`, a letter or digit first, such as `main` or `release/2.1`")
        }
        self.text = text
    }

    package var description: String { text }

    private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
    }
}
