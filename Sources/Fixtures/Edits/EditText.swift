/// A text of an edit, in which `{{index}}` stands for the change's index and `{{word}}` for a word drawn for it.
struct EditText: Sendable {
    private let template: String

    /// Throws `FixtureError` for a placeholder that is not known.
    init(_ node: DescriptionNode) throws {
        template = try node.string()
        for piece in template.split(separator: "{{", omittingEmptySubsequences: false).dropFirst() {
            let name = piece.prefix { $0 != "}" }
            guard piece.dropFirst(name.count).hasPrefix("}}"), ["index", "word"].contains(name) else {
                throw node.invalid("“{{\(name)” is no placeholder; known are {{index}} and {{word}}")
            }
        }
    }

    /// The text for one change.
    func rendered(index: Int, word: String) -> String {
        template.split(separator: "{{", omittingEmptySubsequences: false).enumerated().map { position, piece in
            guard position > 0 else { return String(piece) }
            if piece.hasPrefix("index}}") { return "\(index)\(piece.dropFirst("index}}".count))" }
            return "\(word)\(piece.dropFirst("word}}".count))"
        }.joined()
    }
}
