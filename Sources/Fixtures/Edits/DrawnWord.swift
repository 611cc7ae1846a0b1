import Model

/// Words that can be spoken and mean nothing, for texts that a change adds.
enum DrawnWord {
    /// Three syllables, such as `tavone`.
    static func next(using generator: inout SeededGenerator) -> String {
        (0..<3).map { _ in draw("bdfgklmnprstvz", &generator) + draw("aeiou", &generator) }.joined()
    }

    private static func draw(_ letters: String, _ generator: inout SeededGenerator) -> String {
        letters.randomElement(using: &generator).map(String.init) ?? ""
    }
}
