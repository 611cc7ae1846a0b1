import Model

/// The revisions of a range, oldest first along the first parents, each with the class of its change.
struct GitHistory: Sendable {
    struct Revision: Sendable, Equatable {
        let commit: String
        /// What changed since the previous revision; `none` for the first.
        let changeClass: ChangeClass
    }

    /// The longest history read: the newest revisions of the range.
    static let longest = 10_000

    var clone = CloneKind.whole
    let range: String
    let revisions: [Revision]
    /// Commit times, in seconds since 1970.
    let times: [Double]

    /// Reads a range as `git rev-list` takes it. `dockerfile` is nil if the Dockerfile is outside the repository.
    /// Throws `FixtureError`: `notARepository`, `revisionUnknown`, `rangeEmpty`, `gitFailed`.
    static func read(repository: String, range: String, dockerfile: String?) async throws -> GitHistory {
        let git = GitCommand(in: repository)
        _ = try await git.run(["rev-parse", "--git-dir"]) {
            FixtureError(.notARepository, "no git repository at \(repository) (\($0)); name the path of a clone")
        }
        let clone = try await CloneKind.of(git)
        let dated = try await commits(git, range, clone)
        let commits = dated.map { $0.commit }
        // Each commit is compared with the previous one in the list, whatever its parents are.
        let pairs = zip(commits.dropFirst(), commits).map { "\($0) \($1)\n" }.joined()
        let compare = ["diff-tree", "--stdin", "-r", "-z", "--name-only", "--no-renames"]
        let output = try await git.run(compare, input: pairs) {
            FixtureError(
                .gitFailed,
                "git cannot compare the revisions of \(range): \($0); fetch the whole history\(clone.advice)")
        }
        let files = changedFiles(output, of: Set(commits))
        let revisions = commits.enumerated().map { index, commit in
            Revision(commit: commit, changeClass: index == 0 ? .none : classify(files[commit, default: []], dockerfile))
        }
        return GitHistory(clone: clone, range: range, revisions: revisions, times: dated.map { $0.time })
    }

    /// The class of a change: the Dockerfile comes before dependency manifests, and these before everything else.
    static func classify(_ files: [String], _ dockerfile: String?) -> ChangeClass {
        if files.isEmpty { return .none }
        if let dockerfile, files.contains(dockerfile) { return .dockerfile }
        return files.contains(where: DependencyManifest.isManifest) ? .dependency : .source
    }

    private static func commits(
        _ git: GitCommand, _ range: String, _ clone: CloneKind
    ) async throws -> [(commit: String, time: Double)] {
        let words = range.split(whereSeparator: \.isWhitespace).map(String.init)
        guard !words.isEmpty, !words.contains(where: { $0.hasPrefix("-") }) else {
            throw FixtureError(
                .revisionUnknown, "“\(range)” is not a revision range; write one such as v1.0..main, without options")
        }
        let list = ["rev-list", "--first-parent", "--reverse", "--timestamp", "--max-count=\(longest)"]
        let output = try await git.run(list + words + ["--"]) {
            FixtureError(
                .revisionUnknown,
                "git knows no revisions “\(range)”: \($0); name branches, tags or commits it has\(clone.advice)")
        }
        let commits = output.split(separator: 0x0A).compactMap { line -> (commit: String, time: Double)? in
            let words = String(decoding: line, as: UTF8.self).split(separator: " ")
            guard words.count == 2, let time = Double(words[0]) else { return nil }
            return (String(words[1]), time)
        }
        guard !commits.isEmpty else {
            throw FixtureError(.rangeEmpty, "the range “\(range)” holds no revision; is it the wrong way round?")
        }
        return commits
    }

    /// The output is a commit's id, then the names of its changed files, each terminated by a NUL.
    private static func changedFiles(_ output: [UInt8], of commits: Set<String>) -> [String: [String]] {
        var files: [String: [String]] = [:]
        var commit = ""
        for field in output.split(separator: 0) {
            let text = String(decoding: field, as: UTF8.self)
            if commits.contains(text) { commit = text } else { files[commit, default: []].append(text) }
        }
        return files
    }

    /// The newest revisions of the range, in order: the start and `length` after it. Throws `FixtureError` (`rangeTooShort`).
    func trace(fixture: String, length: Int) throws -> Trace {
        guard length < revisions.count else {
            let count = revisions.count == 1 ? "1 revision" : "\(revisions.count) revisions"
            let remedy =
                revisions.count == 1
                ? "widen the range" : "write “changes: \(revisions.count - 1)” in the profile, or widen the range"
            throw FixtureError(
                .rangeTooShort,
                "the range “\(range)” of \(fixture) holds \(count) on its first parents, and \(length) changes need "
                    + "\(length + 1); \(remedy) (“revisions:”)\(clone.advice)")
        }
        let changes = revisions.suffix(length + 1).enumerated().map { index, revision in
            Change(index: index, revision: revision.commit, changeClass: index == 0 ? .none : revision.changeClass)
        }
        return Trace(fixture: fixture, changes: changes, times: times)
    }
}

/// Files that declare a project's dependencies, by the names that package managers give them.
enum DependencyManifest {
    private static let names: Set<String> = [
        "setup.py", "setup.cfg", "pyproject.toml", "Pipfile", "Pipfile.lock", "poetry.lock", "uv.lock", "pdm.lock",
        "environment.yml", "package.json", "package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml",
        "bun.lock", "bun.lockb", "bower.json", "composer.json", "composer.lock", "go.mod", "go.sum", "Cargo.toml",
        "Cargo.lock", "pom.xml", "build.gradle", "build.gradle.kts", "gradle.lockfile", "Package.swift",
        "Package.resolved", "mix.exs", "mix.lock", "packages.lock.json", "Podfile", "Podfile.lock",
    ]

    static func isManifest(_ path: String) -> Bool {
        let name = String(path[(path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex)...])
        if names.contains(name) || name.hasPrefix("Gemfile") || name.hasSuffix(".gemspec") { return true }
        return name.hasPrefix("requirements") && (name.hasSuffix(".txt") || name.hasSuffix(".in"))
    }
}
