import Engine

/// A pattern for images' names: `*` is any text, also none and also with slashes; `?` is one character.
public struct NamePattern: Codable, Hashable, Sendable, CustomStringConvertible {
    /// The pattern as it was written.
    public let text: String

    /// A pattern; every text is one.
    public init(_ text: String) {
        self.text = text
    }

    /// Reads it from its text.
    public init(from decoder: any Decoder) throws {
        text = try decoder.singleValueContainer().decode(String.self)
    }

    /// Writes it as its text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    /// The pattern as it was written.
    public var description: String { text }

    /// Whether it fits a name (`repository:tag`), or the name's repository alone.
    public func fits(_ name: String) -> Bool {
        let pattern = Array(text)
        return Self.fits(Array(name), pattern) || Self.fits(Array(ImageName(name).repository), pattern)
    }

    /// Walks both texts once; at a mismatch the last star takes one character more.
    private static func fits(_ name: [Character], _ pattern: [Character]) -> Bool {
        var position = 0
        var next = 0
        var star: (next: Int, position: Int)?
        while position < name.count {
            if next < pattern.count, pattern[next] == "*" {
                star = (next + 1, position)
                next += 1
            } else if next < pattern.count, pattern[next] == "?" || pattern[next] == name[position] {
                next += 1
                position += 1
            } else if let last = star {
                star = (last.next, last.position + 1)
                next = last.next
                position = last.position + 1
            } else {
                return false
            }
        }
        return pattern[next...].allSatisfy { $0 == "*" }
    }
}
