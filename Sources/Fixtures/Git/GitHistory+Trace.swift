import Records

extension GitHistory {
    /// The newest revisions of the range, in order: the start and `length` behind it. Throws `FixtureError`
    /// (`rangeTooShort`).
    func trace(fixture: String, length: Int) throws -> Trace {
        guard length < revisions.count else {
            throw FixtureError(
                .rangeTooShort,
                "the range “\(range)” holds \(revisions.count) revisions, and \(length) changes need \(length + 1); "
                    + "ask for at most \(revisions.count - 1) changes, or widen the range")
        }
        let changes = revisions.suffix(length + 1).enumerated().map { index, revision in
            Change(
                index: index, revision: revision.commit, changeClass: index == 0 ? .none : revision.changeClass)
        }
        return Trace(fixture: fixture, changes: changes, times: times)
    }
}
