import Foundation
import Glibc
import SystemPackage

/// A directory for one test, filled by relative paths, removed at the end.
struct Scratch {
    let root: FilePath

    static func with<Result>(
        isolation: isolated (any Actor)? = #isolation, _ body: (Scratch) async throws -> Result
    ) async throws -> Result {
        let scratch = Scratch(
            root: FilePath(NSTemporaryDirectory()).appending("plimsoll-fixtures-\(UUID().uuidString)"))
        try FileManager.default.createDirectory(atPath: scratch.root.string, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: scratch.root.string) }
        return try await body(scratch)
    }

    func path(_ name: String) -> FilePath { root.appending(name) }

    /// Writes a file, and makes the directories above it.
    @discardableResult
    func write(_ name: String, _ text: String = "", mode: mode_t = 0o644) throws -> FilePath {
        let file = path(name)
        try FileManager.default.createDirectory(
            atPath: file.removingLastComponent().string, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: file.string))
        chmod(file.string, mode)
        return file
    }

    func directory(_ name: String) throws {
        try FileManager.default.createDirectory(atPath: path(name).string, withIntermediateDirectories: true)
    }

    func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: path(name).string, withDestinationPath: target)
    }

    func read(_ name: String) throws -> String {
        try String(contentsOfFile: path(name).string, encoding: .utf8)
    }
}
