import Foundation
import Model
import SystemPackage

/// A submodule of one revision.
struct Submodule: Sendable, Hashable {
    let path: String
    let commit: String
    /// Its name in `.gitmodules`, and its address; nil if the file does not have it.
    var name: String?
    var address: String?

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
            Submodule(
                path: link.path, commit: link.commit, name: named[link.path]?.name, address: named[link.path]?.address)
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
        for (name, fields) in values { if let path = fields["path"] { named[path] = (name, fields["url"]) } }
        return named
    }
}

/// Fills submodules' directories in a work tree from repositories on this machine, including nested submodules. Those
/// repositories are only read: each submodule's index is kept beside the tree's own repository.
struct SubmoduleCheckout: Sendable {
    let indexes: FilePath

    /// Brings the submodules of a commit into its tree; returns the paths of those that no local repository has. Throws
    /// `GitCommand.Refusal`, `FixtureError`.
    func fill(_ tree: FilePath, at commit: String, from source: ObjectSource) async throws -> [String] {
        var missing: [String] = []
        for submodule in try await Submodule.all(of: commit, source.git) {
            guard let found = try await source.source(of: submodule) else {
                missing.append(submodule.path)
                continue
            }
            let place = tree.appending(submodule.path)
            try makeDirectory(place)
            let index = indexes.appending(Digest.sha256(place.string).prefix(16) + ".index")
            let git = GitCommand(
                repository: found.directory, workTree: place, index: index, largeFiles: found.largeFiles)
            _ = try await git.run(["read-tree", "--reset", "-u", submodule.commit])
            _ = try await git.run(["clean", "--quiet", "-ffdx"])
            missing += try await fill(place, at: submodule.commit, from: found).map { "\(submodule.path)/\($0)" }
        }
        return missing
    }

    private func makeDirectory(_ place: FilePath) throws {
        do {
            try FileManager.default.createDirectory(atPath: indexes.string, withIntermediateDirectories: true)
            if (try? FileStatus(place, followsLinks: false)) == nil { try TreeCopy.makeDirectory(place) }
        } catch {
            throw FixtureError(.workingDirectory, "\(place) cannot be made (\(error)); is there space?")
        }
    }
}

/// A local repository whose objects are borrowed: the one that is replayed, or one of its submodules'.
struct ObjectSource: Sendable {
    /// The git directory, with `objects`, `modules` and `lfs`.
    let directory: FilePath
    /// Its working copy, if any: submodules may be there.
    let workingCopy: FilePath?

    /// The repository at a path, as `git -C` takes it; nil if there is none.
    static func at(_ path: String) async throws -> ObjectSource? {
        let git = GitCommand(in: path)
        guard let directory = try await git.answer(["rev-parse", "--path-format=absolute", "--git-common-dir"]) else {
            return nil
        }
        let top = try? await git.line(["rev-parse", "--show-toplevel"])
        return ObjectSource(directory: FilePath(directory), workingCopy: top.map { FilePath($0) })
    }

    /// git in this repository. A submodule's repository may name a working copy that no longer exists: do not use it.
    var git: GitCommand { GitCommand(repository: directory, workTree: directory) }
    var largeFiles: FilePath { directory.appending("lfs/objects") }

    func has(_ commit: String) async throws -> Bool {
        try await git.answer(["cat-file", "-e", "\(commit)^{commit}"]) != nil
    }

    /// The local repository that has a submodule's commit: among the modules that git fetched for this one, in its
    /// working copy, or at the submodule's address if that is a local path. nil: there is none.
    func source(of submodule: Submodule) async throws -> ObjectSource? {
        if let name = submodule.name {
            let modules = directory.appending("modules/\(name)")
            let found = ObjectSource(directory: modules, workingCopy: nil)
            if (try? FileStatus(modules.appending("objects")))?.isDirectory == true,
                try await found.has(submodule.commit)
            {
                return found
            }
        }
        var places: [String] = []
        if let workingCopy { places.append(workingCopy.appending(submodule.path).string) }
        if let address = submodule.address { places += try await localPaths(address) }
        for place in places where (try? FileStatus(FilePath(place)))?.isDirectory == true {
            // In an empty directory of a working copy, git would find the surrounding repository.
            guard let found = try await Self.at(place), found.directory != directory else { continue }
            if try await found.has(submodule.commit) { return found }
        }
        return nil
    }

    /// An address as a local path: absolute, or relative to this repository's origin or location.
    private func localPaths(_ address: String) async throws -> [String] {
        if address.hasPrefix("file://") { return [String(address.dropFirst("file://".count))] }
        if address.hasPrefix("/") { return [address] }
        guard address.hasPrefix("./") || address.hasPrefix("../") else { return [] }
        let origin = (try? await git.line(["config", "--get", "remote.origin.url"])) ?? ""
        let remote = String(origin.trimmingPrefix("file://"))
        let roots = (remote.hasPrefix("/") ? [remote] : []) + [workingCopy?.string ?? directory.string]
        return roots.map { FilePath($0).appending(address).lexicallyNormalized().string }
    }
}

/// git LFS's part of a checkout: a pointer is replaced by the object that it names, if this machine has it.
enum LargeFiles {
    /// The filter for files that attributes assign to LFS: the object instead of a pointer, otherwise the input.
    private static let filter = """
        in=$(mktemp) && trap 'rm -f "$in"' EXIT && cat >"$in" && \
        id=$(head -c 1024 "$in" | tr -d '\\000' | sed -n 's/^oid sha256:\\([0-9a-f]\\{64\\}\\)$/\\1/p' | head -n 1) && \
        object="$1/$(printf %s "$id" | cut -c1-2)/$(printf %s "$id" | cut -c3-4)/$id" && \
        if [ -n "$id" ] && [ -f "$object" ]; then cat "$object"; else cat "$in"; fi
        """

    static func options(_ objects: FilePath) -> [String] {
        let command = "sh -c \(quoted(filter)) lfs \(quoted(objects.string))"
        return ["-c", "filter.lfs.smudge=\(command)", "-c", "filter.lfs.clean=cat", "-c", "filter.lfs.required=false"]
    }

    /// Paths of a commit's pointers whose objects are missing. Throws `GitCommand.Refusal` and `FixtureError`.
    static func missing(in commit: String, of source: ObjectSource) async throws -> [String] {
        let pointer = "^(version https://git-lfs|oid sha256:[0-9a-f]{64}$)"
        let found: [UInt8]
        do {
            found = try await source.git.run(["grep", "-z", "-I", "-E", "--full-name", pointer, commit])
        } catch is GitCommand.Refusal {
            // No match.
            return []
        }
        // NAME NUL LINE NEWLINE, with "COMMIT:" before the name.
        var pointers: [String: String] = [:]
        var versions: Set<String> = []
        for line in found.split(separator: 0x0A) {
            let parts = line.split(separator: 0, maxSplits: 1).map { String(decoding: $0, as: UTF8.self) }
            guard parts.count == 2 else { continue }
            let name = String(parts[0].dropFirst(commit.count + 1))
            if parts[1].hasPrefix("version ") { versions.insert(name) }
            if parts[1].hasPrefix("oid sha256:") { pointers[name] = String(parts[1].dropFirst("oid sha256:".count)) }
        }
        return pointers.filter { name, id in
            let object = source.largeFiles.appending("\(id.prefix(2))/\(id.dropFirst(2).prefix(2))/\(id)")
            return versions.contains(name) && (try? FileStatus(object)) == nil
        }.keys.sorted()
    }

    private static func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }
}

/// Contents that a repository's revisions name but no local repository has: they are missing in the contexts.
package struct MissingContents: Sendable, Equatable {
    /// Paths of submodules whose commit is not on this machine: empty directories.
    package var submodules: [String] = []
    /// Paths of files whose content git LFS stores elsewhere: pointers as text.
    package var objects: [String] = []

    package var isEmpty: Bool { submodules.isEmpty && objects.isEmpty }

    /// What is missing in a fixture's contexts, and how to fix it: one sentence for each kind.
    package func sentences(fixture: String) -> [String] {
        var sentences: [String] = []
        if !submodules.isEmpty {
            sentences.append(
                "\(fixture): the submodules \(Self.list(submodules)) are not on this machine, so that their directories are "
                    + "empty in every context; run git submodule update --init --recursive in the repository")
        }
        if !objects.isEmpty {
            sentences.append(
                "\(fixture): the content of \(Self.list(objects)) is not on this machine, so that contexts hold git LFS's "
                    + "pointers in place of it; run git lfs fetch --all in the repository")
        }
        return sentences
    }

    private static func list(_ paths: [String]) -> String {
        let first = paths.prefix(3).joined(separator: ", ")
        return paths.count > 3 ? "\(first) and \(paths.count - 3) more" : first
    }
}

extension Fixture {
    /// What a trace's contexts lack of what the repository names: submodules of any revision, LFS objects of the
    /// newest. Empty for a bundled fixture.
    /// - Throws: `FixtureError` (`gitFailed`).
    package func missingContents(in trace: Trace) async throws -> MissingContents {
        var missing = MissingContents()
        guard let repository, let source = try await ObjectSource.at(repository) else { return missing }
        do {
            var known: Set<Submodule> = []
            for commit in Set(trace.changes.map(\.revision)).sorted() {
                for submodule in try await Submodule.all(of: commit, source.git) where known.insert(submodule).inserted
                {
                    if try await source.source(of: submodule) == nil { missing.submodules.append(submodule.path) }
                }
            }
            missing.submodules = Set(missing.submodules).sorted()
            if let newest = trace.changes.last {
                missing.objects = try await LargeFiles.missing(in: newest.revision, of: source)
            }
        } catch let refusal as GitCommand.Refusal {
            throw FixtureError(.gitFailed, "\(repository) cannot be looked through: \(refusal)")
        }
        return missing
    }
}
