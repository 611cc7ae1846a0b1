import Model

extension GitHistory {
    /// The newest revisions of the range, in order: the start and `length` behind it. Throws `FixtureError`
    /// (`rangeTooShort`).
    func trace(fixture: String, length: Int) throws -> Trace {
        guard length < revisions.count else {
            let count = revisions.count == 1 ? "1 revision" : "\(revisions.count) revisions"
            let remedy =
                revisions.count == 1
                ? "widen the range" : "write “changes: \(revisions.count - 1)” in the profile, or widen the range"
            throw FixtureError(
                .rangeTooShort,
                "the range “\(range)” of \(fixture) holds \(count) on its first parents, and \(length) changes need "
                    + "\(length + 1); \(remedy) (“revisions:”)\(clone.advice)")
        }
        let changes = revisions.suffix(length + 1).enumerated().map { index, revision in
            Change(
                index: index, revision: revision.commit, changeClass: index == 0 ? .none : revision.changeClass)
        }
        return Trace(fixture: fixture, changes: changes, times: times)
    }
}
