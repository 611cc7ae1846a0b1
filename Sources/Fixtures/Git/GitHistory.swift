import Model

/// The revisions of a range, oldest first along the first parents, each with the class of what it changed.
struct GitHistory: Sendable {
    /// One revision.
    struct Revision: Sendable, Equatable {
        /// The commit's id.
        let commit: String
        /// What changed against the revision before it; `none` for the first.
        let changeClass: ChangeClass
    }

    /// The longest history that is read: the newest revisions of the range.
    static let longest = 10_000

    /// How much of the history its clone has.
    var clone = CloneKind.whole
    /// What the user asked for.
    let range: String
    /// The revisions.
    let revisions: [Revision]
    /// When each was committed, in seconds since 1970.
    let times: [Double]

    /// Reads a range as `git rev-list` takes it. `dockerfile` is nil when the Dockerfile is outside the repository.
    /// Throws `FixtureError`: `notARepository`, `revisionUnknown`, `rangeEmpty`, `gitFailed`.
    static func read(repository: String, range: String, dockerfile: String?) async throws -> GitHistory {
        let git = GitCommand(in: repository)
        do {
            _ = try await git.run(["rev-parse", "--git-dir"])
        } catch let refusal as GitCommand.Refusal {
            throw FixtureError(
                .notARepository, "no git repository at \(repository) (\(refusal)); name the path of a clone",
                cause: refusal)
        }
        let clone = try await CloneKind.of(git)
        let dated = try await commits(git, range, clone)
        let commits = dated.map { $0.commit }
        // Each commit is compared with the one before it in the list, whatever its parents are.
        let pairs = zip(commits.dropFirst(), commits).map { "\($0) \($1)\n" }.joined()
        let output: [UInt8]
        do {
            output = try await git.run(
                ["diff-tree", "--stdin", "-r", "-z", "--name-only", "--no-renames"], input: pairs)
        } catch let refusal as GitCommand.Refusal {
            throw FixtureError(
                .gitFailed,
                "git cannot compare the revisions of \(range): \(refusal); fetch the whole history\(clone.advice)",
                cause: refusal)
        }
        let files = changedFiles(output, of: Set(commits))
        let revisions = commits.enumerated().map { index, commit in
            Revision(
                commit: commit, changeClass: index == 0 ? .none : classify(files[commit, default: []], dockerfile))
        }
        return GitHistory(clone: clone, range: range, revisions: revisions, times: dated.map { $0.time })
    }

    /// The class of a change: the Dockerfile beats dependency manifests, and these beat everything else.
    static func classify(_ files: [String], _ dockerfile: String?) -> ChangeClass {
        if files.isEmpty { return .none }
        if let dockerfile, files.contains(dockerfile) { return .dockerfile }
        return files.contains(where: DependencyManifest.isManifest) ? .dependency : .source
    }

    /// Oldest first, each with the time at which it was committed.
    private static func commits(
        _ git: GitCommand, _ range: String, _ clone: CloneKind
    ) async throws -> [(commit: String, time: Double)] {
        let words = range.split(whereSeparator: \.isWhitespace).map(String.init)
        guard !words.isEmpty, !words.contains(where: { $0.hasPrefix("-") }) else {
            throw FixtureError(
                .revisionUnknown, "“\(range)” is no revision range; write one such as v1.0..main, without options")
        }
        let output: [UInt8]
        do {
            output = try await git.run(
                ["rev-list", "--first-parent", "--reverse", "--timestamp", "--max-count=\(longest)"] + words + ["--"])
        } catch let refusal as GitCommand.Refusal {
            throw FixtureError(
                .revisionUnknown,
                "git knows no revisions “\(range)”: \(refusal); name branches, tags or commits it has\(clone.advice)",
                cause: refusal)
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

    /// The output is a commit's id, then the names of its changed files, each ended by a NUL.
    private static func changedFiles(_ output: [UInt8], of commits: Set<String>) -> [String: [String]] {
        var files: [String: [String]] = [:]
        var commit = ""
        for field in output.split(separator: 0) {
            let text = String(decoding: field, as: UTF8.self)
            if commits.contains(text) {
                commit = text
            } else {
                files[commit, default: []].append(text)
            }
        }
        return files
    }
}
