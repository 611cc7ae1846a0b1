import Foundation
import Subprocess
import SystemPackage

/// Turns the tar that an engine gives of a directory into one that depends on names, modes and contents only: sorted, with one
/// time and one owner, so that the same content is the same bytes.
struct ArchiveRepacking {
    /// A directory to unpack into, which is removed again.
    let directory: String

    /// Packs what is in an engine's archive of one directory, relative to that directory; without one, an empty directory.
    ///
    /// - Throws: `DependencyArchiveError`.
    func repack(_ archive: String?, to target: String) async throws {
        let files = FileManager.default
        try? files.removeItem(atPath: directory)
        defer { try? files.removeItem(atPath: directory) }
        do {
            try files.createDirectory(atPath: directory, withIntermediateDirectories: true)
        } catch {
            throw DependencyArchiveError(message: "\(directory) cannot be made: \(error)")
        }
        if let archive {
            // The engine puts the directory's own name before everything.
            try await tar(["--extract", "--no-same-owner", "--strip-components=1", "--file", archive])
        } else {
            _ = chmod(directory, 0o755)
        }
        try await tar([
            "--create", "--file", target, "--format=gnu", "--sort=name", "--mtime=@0", "--owner=0", "--group=0",
            "--numeric-owner", ".",
        ])
    }

    private func tar(_ arguments: [String]) async throws {
        let result = try await Subprocess.run(
            .path("/usr/bin/tar"), arguments: Arguments(arguments), workingDirectory: FilePath(directory),
            output: .discarded, error: .string(limit: 16_384))
        guard result.terminationStatus.isSuccess else {
            throw DependencyArchiveError(message: "tar: \(result.standardError)")
        }
    }
}
