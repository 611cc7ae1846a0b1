/// Finds what somebody meant who mistyped a name.
enum NearestName {
    /// The known name with the fewest edits to the given one, if those are no more than a third of its letters plus one.
    static func suggestion(for name: String, among known: [String]) -> String? {
        let ranked = known.map { (name: $0, distance: distance(name, $0)) }
        guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
        return best.distance <= best.name.count / 3 + 1 ? best.name : nil
    }

    /// Levenshtein's distance: insertions, deletions and replacements of a letter.
    private static func distance(_ left: String, _ right: String) -> Int {
        var previous = Array(0...right.count)
        for (row, letter) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                let replaced = previous[column] + (letter == other ? 0 : 1)
                current.append(min(replaced, previous[column + 1] + 1, current[column] + 1))
            }
            previous = current
        }
        return previous[right.count]
    }
}
