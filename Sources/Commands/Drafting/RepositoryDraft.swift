import Engine
import Fixtures
import Foundation

/// Drafts a scenario of a repository, with git.
enum RepositoryDraft {
    static let mostChanges = RepositorySurvey.longest
    /// For all of git's answers: ten times what 100,000 revisions and 300,000 files take.
    private static let limit = Duration.seconds(60)
    /// For what only a note depends on.
    private static let noteLimit = Duration.seconds(10)

    /// - Parameter announce: is told each step before it begins.
    /// - Throws: `FixtureError`, `DraftError`.
    static func make(
        of target: GitTarget, _ wishes: ScenarioDraft.Wishes, announce: (String) -> Void
    ) async throws -> ScenarioDraft {
        let steps = AsyncStream.makeStream(of: String.self)
        async let drafted = withDeadline(.now + limit) {
            defer { steps.continuation.finish() }
            return try await draft(of: target, wishes) { steps.continuation.yield($0) }
        }
        for await step in steps.stream { announce(step) }
        do { return try await drafted } catch is DeadlinePassed {
            throw DraftError(
                "git took more than \(limit.components.seconds) s to look at \(target.path): name a short range after #, such as "
                    + "main~20..main")
        }
    }

    private static func draft(
        of target: GitTarget, _ wishes: ScenarioDraft.Wishes, announce: (String) -> Void
    ) async throws -> ScenarioDraft {
        let survey = try await RepositorySurvey.read(target.path, range: target.range, announce: announce)
        announce("reading Dockerfiles and CI files")
        let wanted = wishes.dockerfile.map { relative($0, to: survey.root) }
        let contents = try await contents(of: survey, wanted: wanted)
        var wishes = wishes
        var outside: (path: String, bytes: [UInt8])?
        if let given = wishes.dockerfile, let wanted {
            wishes.dockerfile = wanted
            if contents[wanted] == nil { outside = file(outside: given) }
        }
        var draft = try ScenarioDraft(survey, contents, wishes, outside: outside)
        announce("looking for changes that are not committed")
        draft.notes += await notes(on: survey)
        return draft
    }

    /// What a draft depends on, and the files that links among it lead to.
    private static func contents(of survey: RepositorySurvey, wanted: String?) async throws -> [String: [UInt8]] {
        let read = survey.entries.filter { entry in
            entry.kind != .submodule && (RepositoryFiles.isRead(entry.path) || entry.path == wanted)
        }
        let contents = try await survey.contents(of: read)
        let targets = Set(DockerfileLinks(survey.entries, contents).targets.values)
        let linked = survey.entries.filter { targets.contains($0.path) && contents[$0.path] == nil }
        return linked.isEmpty ? contents : contents.merging(try await survey.contents(of: linked)) { $1 }
    }

    /// A path as the repository has it: one that leads to a place in the working copy, or one that is meant inside already.
    private static func relative(_ path: String, to root: String) -> String {
        let absolute = URL(fileURLWithPath: path).standardizedFileURL.path
        let place = URL(fileURLWithPath: root).resolvingSymlinksInPath().path + "/"
        if path.hasPrefix("/"), absolute.hasPrefix(place) { return String(absolute.dropFirst(place.count)) }
        return path.joined(to: "") ?? path
    }

    private static func file(outside path: String) -> (path: String, bytes: [UInt8])? {
        FileManager.default.contents(atPath: path).map {
            (URL(fileURLWithPath: path).standardizedFileURL.path, Array($0))
        }
    }

    /// What is looked at only to be told, and left out if it cannot be found in time.
    private static func notes(on survey: RepositorySurvey) async -> [String] {
        var notes: [String] = []
        let uncommitted = try? await withDeadline(.now + noteLimit) { try await survey.uncommitted() }
        switch uncommitted {
        case 0?: break
        case let count?:
            notes.append(
                "the work tree has changes in \(count == 1 ? "1 file" : "\(count) files") that are not committed; they are not replayed"
            )
        case nil: notes.append("whether all is committed was not found out in time; only the history is replayed")
        }
        let missing = (try? await withDeadline(.now + noteLimit) { try await survey.missingSubmodules() }) ?? []
        if !missing.isEmpty {
            notes.append(
                "submodules without content here are empty in every build: \(missing.prefix(3).joined(separator: ", ")); "
                    + "run git submodule update --init --recursive")
        }
        return notes
    }
}
