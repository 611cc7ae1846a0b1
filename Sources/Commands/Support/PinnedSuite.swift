import Fixtures
import Foundation
import Model

/// The revisions, Dockerfiles and commands of an earlier run, which a run is held against.
struct PinnedSuite: Sendable {
    /// A fixture as it is to be replayed, and the state that its rounds build beside it.
    struct Pinned: Sendable {
        var fixture: Fixture
        var trace: Trace
        var reference: (fixture: Fixture, trace: Trace)
    }

    /// The most revisions since the baseline that are replayed: the newest ones.
    private static let mostNewer = 30

    /// How the user named the run.
    let name: String
    let run: RunRecord
    let isFollowing: Bool
    let rounds: Int?
    let state: String

    /// A git fixture of a scenario, pinned; nil where the run says nothing of it.
    /// - Parameters:
    ///   - source: the fixture, with paths resolved.
    ///   - tell: is told what is replayed.
    func pin(
        _ source: GitSource, of scenario: String, _ profile: ScenarioProfile, tell: (String) -> Void
    ) async throws -> Pinned? {
        guard let entry = run.scenarios.first(where: { $0.name == scenario }) else { return nil }
        guard let old = entry.sources.first(where: { $0.fixture == source.name }), let last = old.revisions.last else {
            tell(
                "\(source.name): \(name) does not say which revisions it replayed, so nothing is held against it; "
                    + "set the baseline anew after this run")
            return nil
        }
        let commits = try await commits(source, old, profile, tell)
        let fixture = try await source.open(commits: commits)
        let rounds = self.rounds ?? profile.rounds ?? ScenarioProfile.standardRounds
        let length = commits.map { $0.count - 1 } ?? profile.changes
        let trace = try fixture.trace(length: length, seed: run.seed, minimumPerClass: 0)
        var before = source
        (before.dockerfile, before.context, before.command) = (old.dockerfile, old.context, old.command)
        before.externalDockerfile = try old.externalDockerfile.map(kept)
        var reference = try await before.open(commits: [last.id])
        reference.roundFolder = fixture.roundFolder
        let start = try reference.trace(length: 0, seed: run.seed, minimumPerClass: 0)
        return Pinned(
            fixture: fixture, trace: rounds > 0 ? trace.addingRounds(rounds) : trace,
            reference: (reference, rounds > 0 ? start.addingRounds(rounds) : start))
    }

    /// The commits to replay; nil: the scenario's range as it is today.
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
                "\(source.name): \(last.prefix(12)), the last revision of \(name), is not in the history of "
                    + "\(source.revisions): the range is replayed as it is today")
            return nil
        }
        // Those before the last `changes` are newer ones that the other run replayed itself.
        let pinned = Array(ids.suffix(profile.changes + 1))
        guard pinned.count == profile.changes + 1 else {
            throw UsageError(
                description:
                    "\(name) replayed \(ids.count) revisions of \(source.name), and profile \(profile.name) replays "
                    + "\(profile.changes + 1): use the profile that it was measured with, or --follow")
        }
        let kept = newer.suffix(Self.mostNewer)
        let left = kept.count < newer.count ? ", the newest \(kept.count) of them" : ""
        let since = newer.isEmpty ? "none is new since" : "then \(newer.count) that are new since\(left)"
        tell(
            "\(source.name): \(pinned.count) revisions as \(name) replayed them (\(pinned[0].prefix(7)) to "
                + "\(last.prefix(7))), \(since)")
        return pinned + kept
    }

    /// The path of a file with the text of a Dockerfile that was outside the repository.
    private func kept(_ text: String) throws -> String {
        let folder = "\(state)/dockerfiles"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let path = "\(folder)/\(Digest.sha256(text).prefix(16))"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }
}

extension GitSource {
    /// Opens the fixture.
    /// - Parameter commits: instead of its range; nil: the range.
    func open(commits: [String]? = nil) async throws -> Fixture {
        try await Fixture.git(
            name: name, repository: repository, revisions: revisions, commits: commits, dockerfile: dockerfile,
            externalDockerfile: externalDockerfile, context: context, command: command, artifacts: artifacts,
            images: images, manifests: manifests, expectedFailures: expectedFailures)
    }
}
