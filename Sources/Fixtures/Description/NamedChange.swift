import Model

/// One change of a trace that is written out in full, in place of one that is drawn.
///
/// Build arguments and the owner hold from here on, as an edit does; what is done to the engine is done once.
struct NamedChange: Sendable {
    /// What it is called, for people: the table of what invalidates what has a row of this name.
    let name: String
    let changeClass: ChangeClass
    let edits: [Edit]
    let arguments: [String: String]
    let owner: Int?
    let preparation: Change.Preparation?

    /// Throws `FixtureError` (`descriptionInvalid`).
    init(_ node: DescriptionNode) throws {
        let parts = try node.mapping(["name", "class", "edits", "arguments", "owner", "engine"])
        name = try parts.required("name", of: node).string()
        changeClass = try parts.required("class", of: node).word(ChangeClass.self)
        edits = try parts["edits"]?.list().map(Edit.init) ?? []
        arguments = try parts["arguments"]?.texts() ?? [:]
        owner = try parts["owner"]?.count()
        preparation = try parts["engine"]?.word(Change.Preparation.self)
    }
}

extension DescriptionNode {
    /// One of an enumeration's words. Throws `FixtureError` (`descriptionInvalid`).
    fileprivate func word<Word: RawRepresentable<String> & CaseIterable>(_ type: Word.Type) throws -> Word {
        guard let word = Word(rawValue: try string()) else {
            throw invalid("expected one of: " + Word.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return word
    }
}
