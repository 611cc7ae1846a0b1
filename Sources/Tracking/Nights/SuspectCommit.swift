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
    private let jobs: [String: [NightJob]]
    /// The baseline's last revision.
    private let last: String?
    /// Whether nothing but commits differs from the baseline.
    private let areAlone: Bool

    init(_ base: ResolvedSource?, _ candidate: ResolvedSource?, _ jobs: [NightJob], areAlone: Bool) {
        let old = Set((base?.revisions ?? []).map(\.id))
        revisions = (candidate?.revisions ?? []).filter { !old.contains($0.id) }
        last = base?.revisions.last?.id
        self.areAlone = areAlone
        self.jobs = Dictionary(
            grouping: jobs.filter { $0.side == nil && !$0.job.warmup && !$0.job.cold }, by: \.revision)
    }

    /// The first revision from which on all jobs of all revisions are as they are now; nil where that is not so, or where
    /// the baseline's last revision is as well, by today's Dockerfile and command.
    ///
    /// - Parameter isAsNow: nil of a job that does not show it; a revision without one that does is passed over.
    func first(_ certainty: SuspectCommit.Certainty, where isAsNow: (NightJob) -> Bool?) -> SuspectCommit? {
        if areAlone, revisions.count == 1, let only = revisions.first {
            return SuspectCommit(revision: only, certainty: .sure)
        }
        guard !isOld(isAsNow) else { return nil }
        var found: ResolvedSource.Revision?
        var isSure = true
        for revision in revisions.reversed() {
            let isAsNow = shown(revision.id, isAsNow)
            if isAsNow == false { break }
            if isAsNow == true { found = revision }
            isSure = isAsNow == true
        }
        return found.map { SuspectCommit(revision: $0, certainty: isSure ? certainty : .likely) }
    }

    /// Whether the baseline's last revision is as now already, by today's Dockerfile and command.
    func isOld(_ isAsNow: (NightJob) -> Bool?) -> Bool { shown(last, isAsNow) == true }

    private func shown(_ id: String?, _ isAsNow: (NightJob) -> Bool?) -> Bool? {
        let known = id.flatMap { jobs[$0] }?.compactMap(isAsNow) ?? []
        return known.isEmpty ? nil : known.allSatisfy(\.self)
    }
}
