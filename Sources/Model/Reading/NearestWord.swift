/// Finds what was probably meant.
enum NearestWord {
    /// `did you mean 'builder'?` where a known word is near, else the list of them.
    static func advice(for word: String, among known: [String]) -> String {
        if let near = nearest(to: word, among: known) { return "did you mean '\(near)'?" }
        return known.count == 1 ? "expected '\(known[0])'" : "expected one of: " + known.joined(separator: ", ")
    }

    /// The known word within a third of its length in edits, the first of the nearest; nil where none is near.
    static func nearest(to word: String, among known: [String]) -> String? {
        var best: (word: String, distance: Int)?
        for candidate in known {
            let limit = max(1, candidate.count / 3)
            guard abs(candidate.count - word.count) <= limit else { continue }
            let edits = distance(Array(word.lowercased()), Array(candidate))
            if edits <= limit, edits < best?.distance ?? .max { best = (candidate, edits) }
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
