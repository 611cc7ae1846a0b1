import Foundation
import Model

/// The revisions of a range, oldest first along the first parents, each with the class of its change.
struct GitHistory: Sendable {
    struct Revision: Sendable, Equatable {
        let commit: String
        /// What changed since the previous revision; `none` for the first.
        let changeClass: ChangeClass
        /// Its message up to the first empty line, as one line.
        let subject: String
        /// When it was committed, in seconds since 1970.
        let time: Double
    }

    /// A commit as git lists it, before what it changed is known.
    typealias Commit = (commit: String, time: Double, subject: String)

    /// The longest history read: the newest revisions of the range.
    static let longest = 10_000

    var clone = CloneKind.whole
    let range: String
    let revisions: [Revision]
    /// The folder in which most changes of source took place: where a round's file takes part in the build.
    var sourceFolder = ""

    /// Reads a range as `git rev-list` takes it. `dockerfile` is nil if the Dockerfile is outside the repository, `context`
    /// if all of the repository is sent to builds.
    /// Throws `FixtureError`: `notARepository`, `revisionUnknown`, `rangeEmpty`, `gitFailed`.
    static func read(
        repository: String, range: String, dockerfile: String?, context: String? = nil,
        manifests: DependencyManifests = .known
    ) async throws -> GitHistory {
        try await read(repository, range, dockerfile, context, manifests) { git, clone in
            try await commits(git, range, clone)
        }
    }

    /// Reads these commits, in this order. Throws as `read(repository:range:dockerfile:context:)`.
    static func read(
        repository: String, commits: [String], dockerfile: String?, context: String? = nil,
        manifests: DependencyManifests = .known
    ) async throws -> GitHistory {
        try await read(repository, "the baseline's commits", dockerfile, context, manifests) { git, clone in
            let words = ["rev-list", "--no-walk=unsorted", "--stdin"] + listing
            let output = try await git.run(words, input: commits.map { "\($0)\n" }.joined()) {
                FixtureError(
                    .revisionUnknown,
                    "\(repository) lacks a commit that the baseline replayed (\($0)): fetch it, or set the baseline "
                        + "anew\(clone.advice)")
            }
            return listed(output)
        }
    }

    private static func read(
        _ repository: String, _ range: String, _ dockerfile: String?, _ context: String?,
        _ manifests: DependencyManifests, _ list: (GitCommand, CloneKind) async throws -> [Commit]
    ) async throws -> GitHistory {
        let git = try await open(repository)
        let clone = try await CloneKind.of(git)
        let commits = try await list(git, clone)
        let changed = try await changedFiles(git, commits.map(\.commit), range, clone)
        let revisions = zip(commits, changed).enumerated().map { index, revision in
            let (commit, files) = (revision.0, revision.1.map(\.path))
            return Revision(
                commit: commit.commit,
                changeClass: index == 0
                    ? .none : classify(files, dockerfile: dockerfile, context: context, manifests: manifests),
                subject: commit.subject, time: commit.time)
        }
        var history = GitHistory(clone: clone, range: range, revisions: revisions)
        history.sourceFolder = sourceFolder(zip(revisions, changed).map { ($0.changeClass, $1) }, context)
        return history
    }

    private static func sourceFolder(_ changes: [(ChangeClass, [ChangedFile])], _ context: String?) -> String {
        let root = context ?? ""
        var counts: [String: Int] = [:]
        for (changeClass, files) in changes where changeClass == .source {
            let paths = files.map(\.path).filter { context == nil || $0.hasPrefix(root + "/") }
            let folders = Set(paths.map { $0.split(separator: "/").dropLast().joined(separator: "/") })
            // A Dockerfile that names its files one by one takes nothing new from the root, nor from hidden folders.
            for folder in folders where folder != root && !folder.hasPrefix(".") { counts[folder, default: 0] += 1 }
        }
        return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? root
    }

    /// Throws `FixtureError` (`notARepository`).
    static func open(_ repository: String) async throws -> GitCommand {
        let git = GitCommand(in: repository)
        _ = try await git.run(["rev-parse", "--git-dir"]) {
            FixtureError(.notARepository, "no git repository at \(repository) (\($0)); name the path of a clone")
        }
        return git
    }

    /// The class of a change: the Dockerfile comes before dependency manifests, and these before everything else. Of a
    /// repository that is sent in part, only files of that part count, and the Dockerfile.
    static func classify(
        _ files: [String], dockerfile: String?, context: String?, manifests: DependencyManifests = .known
    ) -> ChangeClass {
        if let dockerfile, files.contains(dockerfile) { return .dockerfile }
        let sent = context.map { folder in files.filter { $0.hasPrefix(folder + "/") } } ?? files
        if sent.isEmpty { return .none }
        return sent.contains(where: manifests.contains) ? .dependency : .source
    }

    /// The newest revisions of a range along its first parents, oldest first.
    static func commits(
        _ git: GitCommand, _ range: String, _ clone: CloneKind, longest: Int = longest
    ) async throws -> [Commit] {
        let words = range.split(whereSeparator: \.isWhitespace).map(String.init)
        guard !words.isEmpty, !words.contains(where: { $0.hasPrefix("-") }) else {
            throw FixtureError(
                .revisionUnknown, "“\(range)” is not a revision range; write one such as v1.0..main, without options")
        }
        let list = ["rev-list", "--first-parent", "--reverse", "--max-count=\(longest)"] + listing
        let output = try await git.run(list + words + ["--"]) {
            FixtureError(
                .revisionUnknown,
                "git knows no revisions “\(range)”: \($0); name branches, tags or commits it has\(clone.advice)")
        }
        let commits = listed(output)
        guard !commits.isEmpty else {
            throw FixtureError(.rangeEmpty, "the range “\(range)” holds no revision; is it the wrong way round?")
        }
        return commits
    }

    /// What makes `git rev-list` write for each commit a line `commit ID`, and one with its time and its subject.
    private static let listing = ["--encoding=UTF-8", "--format=tformat:%ct %s"]

    private static func listed(_ output: [UInt8]) -> [Commit] {
        let lines = output.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
        return stride(from: 0, to: lines.count - 1, by: 2).compactMap { index in
            let details = lines[index + 1].split(separator: " ", maxSplits: 1)
            guard lines[index].hasPrefix("commit "), let time = details.first.flatMap({ Double($0) }) else {
                return nil
            }
            return (String(lines[index].dropFirst(7)), time, details.count > 1 ? String(details[1]) : "")
        }
    }

    /// What each commit changed since the previous one in the list, whatever its parents are; nothing for the first.
    static func changedFiles(
        _ git: GitCommand, _ commits: [String], _ range: String, _ clone: CloneKind
    ) async throws -> [[ChangedFile]] {
        let pairs = zip(commits.dropFirst(), commits).map { "\($0) \($1)\n" }.joined()
        let compare = ["diff-tree", "--stdin", "-r", "-z", "--name-status", "--no-renames"]
        let output = try await git.run(compare, input: pairs) {
            FixtureError(
                .gitFailed,
                "git cannot compare the revisions of \(range): \($0); fetch the whole history\(clone.advice)")
        }
        let files = ChangedFile.read(output, of: Set(commits))
        return commits.map { files[$0, default: []] }
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
        return Trace(fixture: fixture, changes: changes, times: revisions.map(\.time))
    }
}

/// A file that a revision changed.
package struct ChangedFile: Sendable, Hashable {
    package var path: String
    /// Whether the revision before did not have it.
    package var isAdded = false

    package init(_ path: String, isAdded: Bool = false) { (self.path, self.isAdded) = (path, isAdded) }

    /// Reads git's output: a commit's id, then for each file a letter and its name, each ended by a NUL.
    static func read(_ output: [UInt8], of commits: Set<String>) -> [String: [ChangedFile]] {
        var files: [String: [ChangedFile]] = [:]
        var commit = ""
        var status: String?
        for field in output.split(separator: 0) {
            let text = String(decoding: field, as: UTF8.self)
            if let letter = status {
                files[commit, default: []].append(ChangedFile(text, isAdded: letter == "A"))
                status = nil
            } else if commits.contains(text) {
                commit = text
            } else {
                status = text
            }
        }
        return files
    }
}
