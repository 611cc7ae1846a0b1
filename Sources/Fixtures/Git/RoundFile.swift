import Foundation
import SystemPackage

/// The file that a round adds to a revision, so that building it again executes what follows the step that copies it.
/// Its text differs from round to round, from side to side and from run to run: no build finds another's result.
struct RoundFile: Sendable {
    static let name = "plimsoll-round.txt"

    /// The folder of the tree in which it is put.
    let folder: String
    /// Stands for the run, side, fixture and configuration that it is written for.
    let stream: String

    /// Its path in the tree.
    var path: String { folder.isEmpty ? Self.name : "\(folder)/\(Self.name)" }

    /// Throws `FixtureError` (`changeFailed`).
    func write(_ round: Int, in root: FilePath) throws {
        let file = "\(root)/\(path)"
        do {
            var folder = root
            for component in FilePath(self.folder).components {
                folder.append(component)
                if (try? FileStatus(folder)) == nil { try TreeCopy.makeDirectory(folder) }
            }
            try Data("round \(round) of \(stream)\n".utf8).write(to: URL(fileURLWithPath: file))
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
        } catch {
            throw FixtureError(
                .changeFailed, "\(file) cannot be written (\(error)); free some space, or fix its folder")
        }
    }

    /// Whether a path that git does not know is the file, or a folder that was made for it.
    func explains(_ unknown: Substring) -> Bool {
        unknown == path || (unknown.hasSuffix("/") && path.hasPrefix(unknown))
    }
}
