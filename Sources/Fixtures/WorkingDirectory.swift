import Foundation
import SystemPackage

/// A directory that exists for one working tree.
struct WorkingDirectory {
    private let path: FilePath

    /// Makes it, and the directories above it. Throws `FixtureError` (`workingDirectory`) when it is there already.
    init(_ path: FilePath) throws {
        self.path = path
        if (try? FileStatus(path, followsLinks: false)) != nil {
            throw FixtureError(.workingDirectory, "\(path) exists already; remove it (plimsoll clean), or name another")
        }
        do {
            try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: true)
        } catch {
            throw FixtureError(.workingDirectory, "\(path) cannot be made (\(error)); name another place", cause: error)
        }
    }

    /// Removes it with everything in it. Throws `FixtureError` (`workingDirectory`).
    func remove() throws {
        do {
            try FileManager.default.removeItem(atPath: path.string)
        } catch {
            throw FixtureError(.workingDirectory, "\(path) cannot be removed (\(error)); remove it", cause: error)
        }
    }
}
