/// How much of its history a clone has.
enum CloneKind: Sendable {
    case whole
    /// Its history ends at some depth.
    case shallow
    /// Files are fetched only when they are needed, which a replay does not do.
    case partial

    /// Asks git. Throws `FixtureError`.
    static func of(_ git: GitCommand) async throws -> CloneKind {
        func answer(_ arguments: [String]) async throws -> String {
            do { return try await git.line(arguments) } catch is GitCommand.Refusal { return "" }
        }
        if try await answer(["rev-parse", "--is-shallow-repository"]) == "true" { return .shallow }
        let promisors = try await answer([
            "config", "--get-regexp", "^(remote\\..*\\.promisor|extensions\\.partialclone)$",
        ])
        return promisors.isEmpty ? .whole : .partial
    }

    /// What it is and how to have the rest, to be put behind an error's message; empty for a whole clone.
    var advice: String {
        switch self {
        case .whole: ""
        case .shallow: "; the clone is shallow: run git fetch --unshallow in it"
        case .partial: "; the clone is partial (it was made with --filter): clone it anew without --filter"
        }
    }
}
