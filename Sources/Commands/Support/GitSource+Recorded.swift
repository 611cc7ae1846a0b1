import Fixtures
import Foundation
import Model

extension GitSource {
    /// Opens the fixture.
    /// - Parameter commits: instead of its range; nil: the range.
    func open(commits: [String]? = nil) async throws -> Fixture {
        try await Fixture.git(
            name: name, repository: repository, revisions: revisions, commits: commits, dockerfile: dockerfile,
            externalDockerfile: externalDockerfile, context: context, command: command, artifacts: artifacts,
            images: images, manifests: manifests, expectedFailures: expectedFailures)
    }

    /// The source with the Dockerfile, the folder that is sent and the command that a run recorded.
    /// - Parameter state: the folder where texts of files outside the repository are kept.
    func `as`(_ recorded: ResolvedSource, state: String) throws -> GitSource {
        var source = self
        (source.dockerfile, source.context, source.command) = (recorded.dockerfile, recorded.context, recorded.command)
        source.externalDockerfile = try recorded.externalDockerfile.map {
            try Self.kept($0, recorded.externalIgnoreFile, state)
        }
        return source
    }

    /// - Throws: `FixtureError`, `revisionUnknown` where the repository lacks one of the revisions that a run built.
    func require(_ recorded: [ResolvedSource.Revision], of run: String) async throws {
        let missing = try await PinnedHistory.missing(recorded.map(\.id), repository: repository)
        guard let first = recorded.last(where: { missing.commits.contains($0.id) }) else { return }
        let more = missing.commits.count > 1 ? " and \(missing.commits.count - 1) more" : ""
        let subject = first.subject.isEmpty ? "" : " “\(first.subject)”"
        throw FixtureError(
            .revisionUnknown,
            "\(name): \(repository) has no commit \(first.id.prefix(12))\(subject)\(more), which \(run) built: fetch it "
                + "into the repository, or set the baseline anew after a new run\(missing.clone.advice)")
    }

    /// The path of a file with the text of a Dockerfile that was outside the repository, and its ignore file beside it.
    private static func kept(_ text: String, _ ignore: String?, _ state: String) throws -> String {
        let folder = "\(state)/dockerfiles"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let path = "\(folder)/\(Digest.sha256([text, ignore ?? ""].joined(separator: "\u{0}")).prefix(16))"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        if let ignore { try Data(ignore.utf8).write(to: URL(fileURLWithPath: path + ".dockerignore")) }
        return path
    }
}
