import Model
import SystemPackage

/// A fixture's tree on disk, brought from change to change. One call at a time.
public actor WorkingTree {
    /// What brings the tree to a change.
    enum Source {
        case generated(GeneratedTree)
        case git(GitCheckout)
    }

    /// The tree's directory; nothing is there before the first `advance`.
    public nonisolated let root: FilePath
    private let trace: Trace
    private var source: Source

    init(trace: Trace, source: Source) {
        self.trace = trace
        self.source = source
        root =
            switch source {
            case .generated(let tree): tree.root
            case .git(let checkout): checkout.root
            }
    }

    /// Brings the tree to a change of the trace, from wherever it is.
    ///
    /// Throws `FixtureError`: `changeNotInTrace`; `changeChangesNothing`, `changeFailed` for generated changes;
    /// `revisionUnknown`, `dockerfileMissing`, `gitFailed` for git.
    public func advance(to change: Change) async throws {
        guard trace.changes.indices.contains(change.index), trace.changes[change.index] == change else {
            throw FixtureError(
                .changeNotInTrace,
                "change \(change.index) (\(change.revision)) is not in the trace of \(trace.fixture) that the tree follows"
            )
        }
        switch source {
        case .generated(var tree):
            defer { source = .generated(tree) }
            try tree.advance(to: change.index)
        case .git(let checkout):
            try await checkout.checkOut(change.revision)
        }
    }

    /// Paths in the tree that its revision does not have, as something a job left; of a directory only itself.
    ///
    /// - Throws: `FixtureError`: `unreadable`, `gitFailed`.
    public func strangers() async throws -> [String] {
        switch source {
        case .generated(let tree): try tree.strangers()
        case .git(let checkout): try await checkout.strangers()
        }
    }
}
