import Model

extension Fixture {
    /// What the contexts of a trace lack of what the repository names: submodules of any revision, LFS objects of the newest.
    /// Nothing where the fixture is bundled.
    ///
    /// - Throws: `FixtureError` (`gitFailed`).
    public func missingContents(in trace: Trace) async throws -> MissingContents {
        var missing = MissingContents()
        guard let repository, let source = try await ObjectSource.at(repository) else { return missing }
        do {
            var known: Set<Submodule> = []
            for commit in Set(trace.changes.map(\.revision)).sorted() {
                for submodule in try await Submodule.all(of: commit, source.git) where known.insert(submodule).inserted
                {
                    if try await source.source(of: submodule) == nil { missing.submodules.append(submodule.path) }
                }
            }
            missing.submodules = Set(missing.submodules).sorted()
            if let newest = trace.changes.last {
                missing.objects = try await LargeFiles.missing(in: newest.revision, of: source)
            }
        } catch let refusal as GitCommand.Refusal {
            throw FixtureError(.gitFailed, "\(repository) cannot be looked through: \(refusal)", cause: refusal)
        }
        return missing
    }
}
