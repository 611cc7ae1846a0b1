import Model

/// How what two runs built differs: the revisions that they replayed, Dockerfiles outside the repositories, commands.
struct SourceDifferences {
    /// Whether a repository's revisions differ: then only the jobs of common ones compare.
    private(set) var haveOtherRevisions = false
    /// A sentence for each difference.
    private(set) var sentences: [String] = []

    init(_ base: RunRecord, _ candidate: RunRecord) {
        for entry in candidate.scenarios {
            let others = base.scenarios.first { $0.name == entry.name }?.sources ?? []
            for source in entry.sources {
                guard let other = others.first(where: { $0.fixture == source.fixture }) else { continue }
                add(other, source)
            }
        }
    }

    private mutating func add(_ base: ResolvedSource, _ candidate: ResolvedSource) {
        let name = candidate.fixture
        let (first, second) = (base.revisions.map(\.id), candidate.revisions.map(\.id))
        if Set(first) != Set(second) {
            let isGit = candidate.revisions.contains { $0.time != nil }
            if isGit { haveOtherRevisions = true }
            let common = Set(first).intersection(second).count
            sentences.append(
                isGit
                    ? "\(name): \(common) revisions are common, \(first.count - common) only in the base and "
                        + "\(second.count - common) only in the candidate"
                    : "\(name): the fixture itself differs")
        }
        sentences += candidate.differences(from: base).map { "\(name): \($0) differs" }
    }
}
