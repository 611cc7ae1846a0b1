import Fixtures
import Model

@testable import Commands

/// Drafts of repositories that exist only as lists of files.
enum Drafted {
    /// - Parameters:
    ///   - files: contents by path.
    ///   - links: targets by path.
    ///   - history: the files that each change after the first revision touched; a `+` before a path: it was added.
    static func draft(
        _ files: [String: String], links: [String: String] = [:], history: [[String]] = [["a"], ["b"]],
        _ wishes: ScenarioDraft.Wishes = ScenarioDraft.Wishes(), edit: (inout RepositorySurvey) -> Void = { _ in }
    ) throws -> ScenarioDraft {
        let entries =
            files.keys.map { RepositorySurvey.Entry($0) } + links.keys.map { RepositorySurvey.Entry($0, .link) }
        let changed = history.map { paths in
            paths.map { ChangedFile(String($0.drop { $0 == "+" }), isAdded: $0.hasPrefix("+")) }
        }
        var survey = RepositorySurvey(root: "/srv/tool", range: "main", entries: entries, history: [[]] + changed)
        edit(&survey)
        let contents = files.merging(links) { $1 }.mapValues { Array($0.utf8) }
        return try ScenarioDraft(survey, contents, wishes)
    }

    /// A Dockerfile that copies these paths.
    static func dockerfile(_ copied: String..., command: String = "CMD [\"make\"]") -> String {
        (["FROM debian:12"] + copied.map { "COPY \($0) /src/" } + [command, ""]).joined(separator: "\n")
    }
}
