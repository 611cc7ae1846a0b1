import Foundation
import Model
import SystemPackage

/// Fills submodules' directories in a work tree from repositories on this machine, nested submodules too. Those repositories are
/// only read: each submodule's index is kept beside the tree's own repository.
struct SubmoduleCheckout: Sendable {
    /// Where the indexes are kept.
    let indexes: FilePath

    /// Brings the submodules of a commit into its tree; returns the paths of those that no repository here has. Throws
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
            throw FixtureError(.workingDirectory, "\(place) cannot be made (\(error)); is there space?", cause: error)
        }
    }
}
