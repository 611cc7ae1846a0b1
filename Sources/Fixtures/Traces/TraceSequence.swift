import Model

/// Traces of changes that are written out.
enum TraceSequence {
    /// The starting state and the first `length` changes behind it.
    ///
    /// Throws `FixtureError` (`rangeTooShort`).
    static func trace(fixture: String, start: String, sequence: [NamedChange], length: Int) throws -> Trace {
        guard length <= sequence.count else {
            throw FixtureError(
                .rangeTooShort,
                "the fixture \(fixture) has a sequence of \(sequence.count) changes; ask for no more than these, not \(length)"
            )
        }
        var changes = [Change(index: 0, revision: "\(start)+0", changeClass: .none)]
        var arguments: [String: String] = [:]
        var owner: Int?
        for (offset, named) in sequence.prefix(length).enumerated() {
            arguments.merge(named.arguments) { _, new in new }
            owner = named.owner ?? owner
            changes.append(
                Change(
                    index: offset + 1, revision: "\(start)+\(offset + 1) \(named.name)", changeClass: named.changeClass,
                    arguments: arguments.isEmpty ? nil : arguments, owner: owner, preparation: named.preparation))
        }
        return Trace(fixture: fixture, changes: changes)
    }
}
