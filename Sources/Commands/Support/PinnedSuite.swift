import Fixtures
import Model

/// The revisions, Dockerfiles and commands of an earlier run, which a run is held against.
struct PinnedSuite: Sendable {
    /// A fixture as it is to be replayed, and the state that its rounds build beside it.
    struct Pinned: Sendable {
        var fixture: Fixture
        var trace: Trace
        var reference: (fixture: Fixture, trace: Trace)
    }

    /// A run, and how the user named it.
    typealias Named = (name: String, run: RunRecord)

    /// The most revisions since the baseline that are replayed: the newest ones.
    private static let mostNewer = 30

    let base: Named
    /// The run whose revisions are replayed, the last of them in rounds; nil: the scenario as it is today.
    var candidate: Named?
    let isFollowing: Bool
    let rounds: Int?
    let state: String

    /// A git fixture of a scenario, pinned; nil where the base says nothing of it.
    /// - Parameters:
    ///   - source: the fixture, with paths resolved.
    ///   - tell: is told what is replayed.
    /// - Throws: `FixtureError`, `revisionUnknown` where the repository lacks a recorded commit; `UsageError`.
    func pin(
        _ source: GitSource, of scenario: String, _ profile: ScenarioProfile, tell: (String) -> Void
    ) async throws -> Pinned? {
        guard let entry = base.run.scenarios.first(where: { $0.name == scenario }) else { return nil }
        guard let old = entry.source(of: source.name), let last = old.revisions.last else {
            tell(
                "\(source.name): \(base.name) does not say which revisions it replayed, so nothing is held against it; "
                    + "set the baseline anew after this run")
            return nil
        }
        try await source.require([last], of: base.name)
        let (today, commits) = try await replayed(source, old, scenario, profile, tell)
        let fixture = try await today.open(commits: commits)
        let rounds = self.rounds ?? profile.rounds ?? ScenarioProfile.standardRounds
        let length = commits.map { $0.count - 1 } ?? profile.changes
        let trace = try fixture.trace(length: length, seed: base.run.seed, minimumPerClass: 0)
        var reference = try await source.as(old, state: state).open(commits: [last.id])
        reference.roundFolder = fixture.roundFolder
        let start = try reference.trace(length: 0, seed: base.run.seed, minimumPerClass: 0)
        return Pinned(
            fixture: fixture, trace: rounds > 0 ? trace.addingRounds(rounds) : trace,
            reference: (reference, rounds > 0 ? start.addingRounds(rounds) : start))
    }

    /// What is replayed, and by which commits; nil: the range as it is today.
    private func replayed(
        _ source: GitSource, _ old: ResolvedSource, _ scenario: String, _ profile: ScenarioProfile,
        _ tell: (String) -> Void
    ) async throws -> (source: GitSource, commits: [String]?) {
        guard let candidate else { return (source, try await commits(source, old, profile, tell)) }
        let entry = candidate.run.scenarios.first { $0.name == scenario }
        guard let recorded = entry?.source(of: source.name), let last = recorded.revisions.last else {
            throw UsageError(
                description:
                    "\(candidate.name) does not say which revisions of \(source.name) it replayed in \(scenario)")
        }
        try requireAll(profile, of: recorded, candidate.name)
        try await source.require(recorded.revisions, of: candidate.name)
        tell(
            "\(source.name): \(recorded.revisions.count) revisions as \(candidate.name) replayed them, the last is "
                + "\(last.id.prefix(7))")
        return (try source.as(recorded, state: state), recorded.revisions.map(\.id))
    }

    /// The commits to replay today; nil: the scenario's range as it is.
    private func commits(
        _ source: GitSource, _ old: ResolvedSource, _ profile: ScenarioProfile, _ tell: (String) -> Void
    ) async throws -> [String]? {
        let ids = old.revisions.map(\.id)
        guard !isFollowing, let last = ids.last else { return nil }
        guard
            case .continued(let newer) = try await PinnedHistory.of(
                repository: source.repository, range: source.revisions, last: last)
        else {
            tell(
                "\(source.name): \(last.prefix(12)), the last revision of \(base.name), is not in the history of "
                    + "\(source.revisions): the range is replayed as it is today")
            return nil
        }
        try requireAll(profile, of: old, base.name)
        // Those before the last `changes` are newer ones that the other run replayed itself.
        let pinned = Array(ids.suffix(profile.changes + 1))
        let kept = newer.suffix(Self.mostNewer)
        let left = kept.count < newer.count ? ", the newest \(kept.count) of them" : ""
        let since = newer.isEmpty ? "none is new since" : "then \(newer.count) that are new since\(left)"
        tell(
            "\(source.name): \(pinned.count) revisions as \(base.name) replayed them (\(pinned[0].prefix(7)) to "
                + "\(last.prefix(7))), \(since)")
        return pinned + kept
    }

    /// - Throws: `UsageError` where a run replayed fewer revisions than the profile does.
    private func requireAll(_ profile: ScenarioProfile, of source: ResolvedSource, _ name: String) throws {
        guard source.revisions.count <= profile.changes else { return }
        throw UsageError(
            description:
                "\(name) replayed \(source.revisions.count) revisions of \(source.fixture), and profile \(profile.name) "
                + "replays \(profile.changes + 1): use the profile that it was measured with"
                + (candidate == nil ? ", or --follow" : ""))
    }
}

extension RunRecord.ScenarioEntry {
    fileprivate func source(of fixture: String) -> ResolvedSource? { sources.first { $0.fixture == fixture } }
}
