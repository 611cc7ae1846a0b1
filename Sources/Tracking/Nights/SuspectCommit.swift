import Model

/// The commit since which something is as it is now, among those that are new since the baseline.
package struct SuspectCommit: Sendable, Equatable {
    package enum Certainty: String, Sendable, Codable {
        /// It is the only new one, or the first whose build has the changed instructions.
        case sure
        /// Single measurements of it and all after it look like today's state.
        case likely
    }

    package let revision: ResolvedSource.Revision
    package let certainty: Certainty
}

/// The revisions of one fixture that are new since the baseline, with their jobs.
struct NewerRevisions {
    let revisions: [ResolvedSource.Revision]
    /// The jobs of each revision.
    let jobs: [String: [NightJob]]

    init(_ base: ResolvedSource?, _ candidate: ResolvedSource?, _ jobs: [NightJob]) {
        let old = Set((base?.revisions ?? []).map(\.id))
        revisions = (candidate?.revisions ?? []).filter { !old.contains($0.id) }
        self.jobs = Dictionary(grouping: jobs.filter { $0.side == nil }, by: \.revision)
    }

    /// The first revision from which on all jobs of all revisions are as they are now; nil where that is not so.
    func first(_ certainty: SuspectCommit.Certainty, where isAsNow: (NightJob) -> Bool) -> SuspectCommit? {
        if let only = revisions.first, revisions.count == 1 { return SuspectCommit(revision: only, certainty: .sure) }
        var found: ResolvedSource.Revision?
        for revision in revisions.reversed() {
            guard let jobs = jobs[revision.id], !jobs.isEmpty, jobs.allSatisfy(isAsNow) else { break }
            found = revision
        }
        return found.map { SuspectCommit(revision: $0, certainty: certainty) }
    }
}
