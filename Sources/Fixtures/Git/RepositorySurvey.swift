import Model

/// What a first scenario of a repository is drafted from: the files of its newest revision, and what the revisions before it
/// changed.
package struct RepositorySurvey: Sendable {
    package struct Entry: Sendable, Hashable {
        package enum Kind: Sendable { case file, link, submodule }

        package var path: String
        package var kind: Kind
        /// The id of its content; for a submodule, of its commit.
        package var object: String

        package init(_ path: String, _ kind: Kind = .file, object: String = "") {
            (self.path, self.kind, self.object) = (path, kind, object)
        }
    }

    /// How many of the newest revisions are looked at, besides the one that they start from.
    package static let longest = 200
    /// In bytes: no Dockerfile or CI file is larger.
    private static let largestContent = 1 << 20

    /// The root of the working copy, or of a bare repository.
    package var root: String
    package var isBare = false
    package var clone = CloneKind.whole
    /// The range to replay, as `git rev-list` takes it: as given, or the branch that is checked out, or the commit.
    package var range: String
    /// Whether the range was given.
    package var isRangeGiven = false
    /// The newest revision.
    package var tip = ""
    /// Of the newest revision, without those whose path is not UTF-8.
    package var entries: [Entry]
    /// What each revision changed, oldest first. The first is the starting state, which changed nothing.
    package var history: [[ChangedFile]]
    /// Whether the range goes on before the first of them.
    package var hasMore = false

    package init(root: String, range: String, entries: [Entry], history: [[ChangedFile]]) {
        (self.root, self.range, self.entries, self.history) = (root, range, entries, history)
    }

    /// Asks git, by a fixed number of commands, whatever the repository's size.
    /// - Parameters:
    ///   - repository: a path in a working copy, or a bare repository.
    ///   - range: as `git rev-list` takes it; nil: what is checked out.
    ///   - announce: is told each step before it begins.
    /// - Throws: `FixtureError`: `notARepository`, `rangeEmpty`, `revisionUnknown`, `gitFailed`.
    package static func read(
        _ repository: String, range given: String?, announce: (String) -> Void
    ) async throws -> RepositorySurvey {
        let git = try await GitHistory.open(repository)
        let isBare = try await git.answer(["rev-parse", "--is-bare-repository"]) == "true"
        let place = isBare ? ["rev-parse", "--absolute-git-dir"] : ["rev-parse", "--show-toplevel"]
        let root = try await git.answer(place) ?? repository
        let clone = try await CloneKind.of(git)
        let range = if let given { given } else { try await checkedOut(in: git, repository) }
        announce("reading the newest revisions of \(range)")
        var commits = try await GitHistory.commits(git, range, clone, longest: longest + 2).map(\.commit)
        let hasMore = commits.count > longest + 1
        if hasMore { commits.removeFirst() }
        let history = try await GitHistory.changedFiles(git, commits, range, clone)
        announce("reading the list of files")
        let tip = commits[commits.count - 1]
        let tree = try await git.run(["ls-tree", "-r", "-z", "--full-tree", tip]) {
            FixtureError(.gitFailed, "git cannot list the files of \(range): \($0)\(clone.advice)")
        }
        var survey = RepositorySurvey(root: root, range: range, entries: entries(tree), history: history)
        (survey.isBare, survey.clone, survey.isRangeGiven) = (isBare, clone, given != nil)
        (survey.tip, survey.hasMore) = (tip, hasMore)
        return survey
    }

    /// The branch, or where none is checked out the commit.
    private static func checkedOut(in git: GitCommand, _ repository: String) async throws -> String {
        let branch = try await git.answer(["symbolic-ref", "--quiet", "--short", "HEAD"])
        if let commit = try await git.answer(["rev-parse", "--quiet", "--verify", "HEAD^{commit}"]) {
            return branch ?? commit
        }
        let others =
            try await git.answer(["for-each-ref", "--count=3", "--format=%(refname:short)", "refs/heads"]) ?? ""
        guard !others.isEmpty else {
            throw FixtureError(
                .rangeEmpty, "\(repository) has no commit yet: commit at least two revisions with a Dockerfile")
        }
        let names = others.split(separator: "\n").joined(separator: ", ")
        throw FixtureError(
            .revisionUnknown,
            "HEAD of \(repository) names \(branch ?? "a commit"), which has no commit: name a branch after #, one of \(names)"
        )
    }

    /// A line is `MODE TYPE ID`, a tab, and the path.
    private static func entries(_ tree: [UInt8]) -> [Entry] {
        tree.split(separator: 0).compactMap { line in
            guard let text = String(validating: line, as: UTF8.self), let tab = text.firstIndex(of: "\t") else {
                return nil
            }
            let words = text[..<tab].split(separator: " ")
            guard words.count == 3 else { return nil }
            let kind: Entry.Kind = words[0] == "120000" ? .link : words[0] == "160000" ? .submodule : .file
            return Entry(String(text[text.index(after: tab)...]), kind, object: String(words[2]))
        }
    }

    /// The class of each change after the starting state, oldest first, for one Dockerfile and context of the repository.
    package func classes(dockerfile: String?, context: String?) -> [ChangeClass] {
        history.dropFirst().map { GitHistory.classify($0.map(\.path), dockerfile: dockerfile, context: context) }
    }

    /// Whether a file declares dependencies, by its name.
    package static func isManifest(_ path: String) -> Bool { DependencyManifests.known.contains(path) }

    /// The contents of some entries, by path; for a link, its target. Files over 1 MiB are left out.
    /// - Throws: `FixtureError` (`gitFailed`).
    package func contents(of entries: [Entry]) async throws -> [String: [UInt8]] {
        let git = GitCommand(in: root)
        func ask(_ option: String, _ entries: [Entry]) async throws -> [UInt8] {
            try await git.run(["cat-file", option], input: entries.map { $0.object + "\n" }.joined()) {
                FixtureError(.gitFailed, "git cannot read the files of \(root): \($0)\(clone.advice)")
            }
        }
        let sizes = try await ask("--batch-check", entries).split(separator: 0x0A).map {
            String(decoding: $0, as: UTF8.self).split(separator: " ").last.flatMap { Int($0) } ?? .max
        }
        guard sizes.count == entries.count else { return [:] }
        let read = zip(entries, sizes).filter { $0.1 <= Self.largestContent }
        // A header, its line feed, the content, and a line feed.
        var rest = try await ask("--batch", read.map { $0.0 })[...]
        var contents: [String: [UInt8]] = [:]
        for (entry, size) in read {
            rest = rest.drop { $0 != 0x0A }.dropFirst()
            contents[entry.path] = Array(rest.prefix(size))
            rest = rest.dropFirst(size + 1)
        }
        return contents
    }

    /// How many files of the working copy differ from what is checked out; 0 for a bare repository.
    /// - Throws: `FixtureError` (`gitFailed`).
    package func uncommitted() async throws -> Int {
        if isBare { return 0 }
        let command = [
            "status", "--porcelain", "-z", "--no-renames", "--untracked-files=no", "--ignore-submodules=all",
        ]
        return try await GitCommand(in: root).run(command) {
            FixtureError(.gitFailed, "git cannot compare the working copy \(root): \($0)")
        }.count { $0 == 0 }
    }

    /// Paths of the newest revision's submodules that no repository on this machine has: empty folders in its contexts.
    /// - Throws: `FixtureError` (`gitFailed`).
    package func missingSubmodules() async throws -> [String] {
        guard entries.contains(where: { $0.kind == .submodule }), let source = try await ObjectSource.at(root) else {
            return []
        }
        var missing: [String] = []
        do {
            for submodule in try await Submodule.all(of: tip, source.git) {
                if try await source.source(of: submodule) == nil { missing.append(submodule.path) }
            }
        } catch let refusal as GitCommand.Refusal {
            throw FixtureError(.gitFailed, "\(root) cannot be looked through: \(refusal)")
        }
        return missing.sorted()
    }
}
