import Yams

package enum NearestWord {
    /// `did you mean 'builder'?` if a known word is near, otherwise the list of known words.
    package static func advice(for word: String, among known: [String]) -> String {
        if let near = nearest(to: word, among: known) { return "did you mean '\(near)'?" }
        return known.count == 1 ? "expected '\(known[0])'" : "expected one of: " + known.joined(separator: ", ")
    }

    /// The nearest known word within a third of its length in edits; nil if none is near.
    /// - Parameter limit: the maximum number of edits for a known word.
    package static func nearest(
        to word: String, among known: [String], limit: (String) -> Int = { max(1, $0.count / 3) }
    ) -> String? {
        var best: (word: String, distance: Int)?
        for candidate in known {
            let most = limit(candidate)
            guard abs(candidate.count - word.count) <= most else { continue }
            let edits = distance(Array(word.lowercased()), Array(candidate))
            if edits <= most, edits < best?.distance ?? .max { best = (candidate, edits) }
        }
        return best?.word
    }

    /// Insertions, deletions, replacements and swaps of neighbours between two words (optimal string alignment).
    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var beforeLast = [Int]()
        var last = Array(0...right.count)
        for row in 0..<left.count {
            var current = [row + 1]
            for column in 0..<right.count {
                var least = min(
                    last[column + 1] + 1, current[column] + 1, last[column] + (left[row] == right[column] ? 0 : 1))
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    least = min(least, beforeLast[column - 1] + 1)
                }
                current.append(least)
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }
}

/// Formats what was found for an error message: short, on one line, without control characters.
enum Readable {
    /// Describes a node: `a list`, `nothing`, `-3` or `"ten"` (quoted if the text quotes it).
    static func kind(of node: Node) -> String {
        switch node {
        case .mapping(let mapping): mapping.isEmpty ? "an empty mapping" : "a mapping"
        case .sequence(let sequence): sequence.isEmpty ? "an empty list" : "a list"
        case .scalar where node.isNull: "nothing"
        case .scalar(let scalar) where scalar.style == .plain: clip(scalar.string)
        case .scalar(let scalar): "\"\(clip(scalar.string))\""
        case .alias: "an alias"
        }
    }

    /// At most 40 characters of a text, its control characters escaped.
    static func clip(_ text: String) -> String {
        let start = text.unicodeScalars.prefix(40).map { scalar in
            scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format
                ? scalar.escaped(asASCII: true) : String(scalar)
        }
        return start.joined() + (text.unicodeScalars.count > 40 ? "…" : "")
    }
}

/// Durations in scenarios and on the command line: `10m`, `90s`, `1h30m`, `2.5s`, `2d`.
package enum DurationText {
    /// In seconds: nobody needs more, and clocks can represent it.
    private static let hundredYears = 100 * 365.25 * 86_400

    /// The duration in seconds; nil if it is not one, or more than a hundred years. Larger units come first.
    package static func seconds(_ text: String) -> Double? {
        let number = "([0-9]{1,9}(?:\\.[0-9]{1,9})?)"
        let form = "(?:\(number)d)?(?:\(number)h)?(?:\(number)m)?(?:\(number)s)?"
        guard !text.isEmpty, let parts = try? Regex(form).wholeMatch(in: text)?.output else { return nil }
        let counts = parts.dropFirst().map { $0.substring.flatMap { Double($0) } ?? 0 }
        let seconds = zip(counts, [86_400, 3600, 60, 1]).reduce(0) { $0 + $1.0 * $1.1 }
        return seconds <= hundredYears ? seconds : nil
    }

    /// The shortest text for these seconds, to the millisecond.
    package static func text(_ seconds: Double) -> String {
        let milliseconds = Int((seconds * 1000).rounded())
        let (days, hours) = (milliseconds / 86_400_000, milliseconds / 3_600_000 % 24)
        let (minutes, rest) = (milliseconds / 60_000 % 60, milliseconds % 60_000)
        var text = [(days, "d"), (hours, "h"), (minutes, "m")].map { $0 > 0 ? "\($0)\($1)" : "" }.joined()
        if rest > 0 || text.isEmpty { text += rest % 1000 == 0 ? "\(rest / 1000)s" : "\(Double(rest) / 1000)s" }
        return text
    }
}

/// Sizes in scenarios and on the command line: `512MiB`, `1GiB`, `1.5GB`.
package enum SizeText {
    private static let units: [(name: String, bytes: Double)] = [
        ("TiB", 1_099_511_627_776), ("GiB", 1_073_741_824), ("MiB", 1_048_576), ("KiB", 1024),
        ("TB", 1e12), ("GB", 1e9), ("MB", 1e6), ("kB", 1e3), ("B", 1),
    ]

    /// The size in bytes, rounded; nil if it is not one. Units with an `i` are powers of 1024.
    package static func bytes(_ text: String) -> Int? {
        guard let parts = text.wholeMatch(of: #/([0-9]{1,9}(?:\.[0-9]{1,9})?)([A-Za-z]+)/#)?.output,
            let number = Double(parts.1), let unit = units.first(where: { $0.name == parts.2 })
        else { return nil }
        return Int(exactly: (number * unit.bytes).rounded())
    }

    /// The text with the largest unit that divides these bytes.
    package static func text(_ bytes: Int) -> String {
        let unit = units.first { bytes >= Int($0.bytes) && bytes.isMultiple(of: Int($0.bytes)) } ?? ("B", 1)
        return "\(bytes / Int(unit.bytes))\(unit.name)"
    }
}

/// The grammar of image names: that of `distribution/reference`, which all engines use.
package enum ImageGrammar {
    /// Whether a fixture's name can be part of an image's: a path component of at most 63 characters, a letter first.
    package static func isComponent(_ text: some StringProtocol) -> Bool {
        text.utf8.count <= 63 && text.first?.isLetter == true && isPart(text)
    }

    /// Whether a text names an image, e.g. `node:20`, `registry:5000/team/base` or `debian@sha256:…`.
    package static func isReference(_ text: String) -> Bool {
        var name = text[...]
        if let at = name.firstIndex(of: "@") {
            let digest = #/@[A-Za-z][A-Za-z0-9]*([-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9A-Fa-f]{32,}/#
            guard name[at...].wholeMatch(of: digest) != nil else { return false }
            name = name[..<at]
        }
        // A colon before the last slash belongs to the registry's port.
        if let colon = name.lastIndex(of: ":"), !name[colon...].contains("/") {
            guard name[colon...].wholeMatch(of: #/:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}/#) != nil else { return false }
            name = name[..<colon]
        }
        guard name.utf8.count <= 255 else { return false }
        var parts = name.split(separator: "/", omittingEmptySubsequences: false)
        if parts.count > 1, isHost(parts[0]) { parts.removeFirst() }
        return parts.allSatisfy(isPart)
    }

    private static func isPart(_ text: some StringProtocol) -> Bool {
        String(text).wholeMatch(of: #/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*/#) != nil
    }

    /// A registry's address: the part before the first slash, if it cannot be a part of the path.
    private static func isHost(_ text: Substring) -> Bool {
        let name = #/[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*(:[0-9]+)?/#
        return (text.wholeMatch(of: name) != nil || text.wholeMatch(of: #/\[[0-9a-fA-F:]+\](:[0-9]+)?/#) != nil)
            && (text == "localhost" || text.contains { ".:[".contains($0) || $0.isUppercase })
    }
}
