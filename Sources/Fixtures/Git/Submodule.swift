/// A submodule of one revision.
struct Submodule: Sendable, Hashable {
    /// Its path in the tree.
    let path: String
    /// The commit that the revision wants.
    let commit: String
    /// Its name in `.gitmodules`, and its address; nil where that file does not have it.
    var name: String?
    var address: String?

    /// The submodules of a commit. Throws `GitCommand.Refusal`, `FixtureError`.
    static func all(of commit: String, _ git: GitCommand) async throws -> [Submodule] {
        let tree = try await git.run(["ls-tree", "-r", "-z", commit])
        let links = tree.split(separator: 0).compactMap { line -> Submodule? in
            let text = String(decoding: line, as: UTF8.self)
            guard text.hasPrefix("160000 commit "), let tab = text.firstIndex(of: "\t") else { return nil }
            let id = text[..<tab].split(separator: " ").last.map(String.init) ?? ""
            return Submodule(path: String(text[text.index(after: tab)...]), commit: id)
        }
        guard !links.isEmpty else { return [] }
        let named = (try? await names(of: commit, git)) ?? [:]
        return links.map { link in
            var link = link
            link.name = named[link.path]?.name
            link.address = named[link.path]?.address
            return link
        }
    }

    private static func names(
        of commit: String, _ git: GitCommand
    ) async throws -> [String: (name: String, address: String?)] {
        let output = try await git.run(
            ["config", "--blob", "\(commit):.gitmodules", "-z", "--get-regexp", "^submodule\\..*\\.(path|url)$"])
        var values: [String: [String: String]] = [:]
        for entry in output.split(separator: 0) {
            let text = String(decoding: entry, as: UTF8.self)
            guard let end = text.firstIndex(of: "\n") else { continue }
            let key = text[..<end].dropFirst("submodule.".count)
            guard let dot = key.lastIndex(of: ".") else { continue }
            values[String(key[..<dot]), default: [:]][String(key[key.index(after: dot)...])] = String(
                text[text.index(after: end)...])
        }
        var named: [String: (name: String, address: String?)] = [:]
        for (name, fields) in values {
            if let path = fields["path"] { named[path] = (name, fields["url"]) }
        }
        return named
    }
}
