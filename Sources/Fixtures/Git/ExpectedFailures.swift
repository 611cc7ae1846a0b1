import Model

/// The revisions of a range whose jobs may fail, as a scenario names them.
package struct ExpectedFailures: Sendable {
    private let commits: Set<String>
    /// The entries that match no revision of the range.
    package let unmatched: [String]

    /// - Parameter entries: each the first digits of a commit, or a pattern of its whole subject where `*` is any text.
    init(_ entries: [String] = [], among revisions: [GitHistory.Revision] = []) {
        var (commits, unmatched) = (Set<String>(), [String]())
        for entry in entries {
            let matching = revisions.filter(Self.matcher(of: entry)).map(\.commit)
            if matching.isEmpty { unmatched.append(entry) }
            commits.formUnion(matching)
        }
        (self.commits, self.unmatched) = (commits, unmatched)
    }

    package func contains(_ commit: String) -> Bool { commits.contains(commit) }

    private static func matcher(of entry: String) -> (GitHistory.Revision) -> Bool {
        guard !GitSource.isRevision(entry) else {
            let digits = entry.lowercased()
            return { $0.commit.hasPrefix(digits) }
        }
        // Only `*` is special: a subject that begins with “[WIP]” can be written as it is.
        let pattern = GlobMatcher(entry.unicodeScalars.map { $0 == "*" ? .anything : .literal($0) })
        return { pattern.matches(Array($0.subject.unicodeScalars)[...]) }
    }
}
