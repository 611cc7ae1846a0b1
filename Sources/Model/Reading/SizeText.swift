/// Sizes as scenarios write them: `512MiB`, `1GiB`, `1.5GB`.
enum SizeText {
    private static let units: [(name: String, bytes: Double)] = [
        ("TiB", 1_099_511_627_776), ("GiB", 1_073_741_824), ("MiB", 1_048_576), ("KiB", 1024),
        ("TB", 1e12), ("GB", 1e9), ("MB", 1e6), ("kB", 1e3), ("B", 1),
    ]

    /// The bytes that a text means, rounded; nil where it is no size. Powers of 1024 are written with an `i`.
    static func bytes(_ text: String) -> Int? {
        guard let parts = text.wholeMatch(of: #/([0-9]{1,9}(?:\.[0-9]{1,9})?)([A-Za-z]+)/#)?.output,
            let number = Double(parts.1), let unit = units.first(where: { $0.name == parts.2 })
        else { return nil }
        return Int(exactly: (number * unit.bytes).rounded())
    }

    /// The text with the largest unit of which these bytes are a whole number.
    static func text(_ bytes: Int) -> String {
        let unit = units.first { bytes >= Int($0.bytes) && bytes.isMultiple(of: Int($0.bytes)) } ?? ("B", 1)
        return "\(bytes / Int(unit.bytes))\(unit.name)"
    }
}
