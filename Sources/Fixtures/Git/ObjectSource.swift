import Foundation
import SystemPackage

/// A repository on this machine whose objects are borrowed: the one that is replayed, or one of its submodules'.
struct ObjectSource: Sendable {
    /// Its repository proper, where `objects`, `modules` and `lfs` are.
    let directory: FilePath
    /// Its working copy, where it has one: submodules may be there.
    let workingCopy: FilePath?

    /// The repository at a path, as `git -C` takes it; nil where there is none.
    static func at(_ path: String) async throws -> ObjectSource? {
        let git = GitCommand(in: path)
        do {
            let directory = try await git.line(["rev-parse", "--path-format=absolute", "--git-common-dir"])
            let top = try? await git.line(["rev-parse", "--show-toplevel"])
            return ObjectSource(directory: FilePath(directory), workingCopy: top.map { FilePath($0) })
        } catch is GitCommand.Refusal {
            return nil
        }
    }

    /// git at work in it. A submodule's repository names a working copy that may be gone: it is not looked for.
    var git: GitCommand { GitCommand(repository: directory, workTree: directory) }

    /// Where git LFS keeps its objects.
    var largeFiles: FilePath { directory.appending("lfs/objects") }

    /// Whether it has a commit.
    func has(_ commit: String) async throws -> Bool {
        do {
            _ = try await git.run(["cat-file", "-e", "\(commit)^{commit}"])
            return true
        } catch is GitCommand.Refusal {
            return false
        }
    }

    /// The repository on this machine that has a submodule's commit: among those that git fetched for this one, in its working
    /// copy, or at the submodule's address where that is a path here. nil: there is none.
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
            // In an empty directory of a working copy git would find the repository around it.
            guard let found = try await Self.at(place), found.directory != directory else { continue }
            if try await found.has(submodule.commit) { return found }
        }
        return nil
    }

    /// An address as a path of this machine: absolute, or relative to where this repository came from, or is.
    private func localPaths(_ address: String) async throws -> [String] {
        if address.hasPrefix("file://") { return [String(address.dropFirst("file://".count))] }
        if address.hasPrefix("/") { return [address] }
        guard address.hasPrefix("./") || address.hasPrefix("../") else { return [] }
        let origin = (try? await git.line(["config", "--get", "remote.origin.url"])) ?? ""
        let roots =
            [origin.hasPrefix("file://") ? String(origin.dropFirst("file://".count)) : origin].filter {
                $0.hasPrefix("/")
            } + [workingCopy?.string ?? directory.string]
        return roots.map { FilePath($0).appending(address).lexicallyNormalized().string }
    }
}
