import Foundation
import Model

struct Workshop: Sendable {
    let directory: String
    let cache: String
    let lock: FileLock
    let announce: Announce

    /// The modification time of all files inside images: the release day of Debian 12, in seconds since 1970.
    static let epoch = 1_686_355_200

    var archive: String { "\(directory)/image.tar" }

    func succeeds(_ tool: HostTool, _ arguments: [String]) async throws -> Bool {
        do { try await run(tool, arguments) } catch is PreparationError { return false }
        return true
    }

    /// Packs a directory tree into the archive: the same tree gives the same bytes, whatever its owner and times.
    func pack(_ tree: String) async throws {
        let sameBytes = ["--format=gnu", "--sort=name", "--mtime=@\(Self.epoch)", "--owner=0", "--group=0"]
        let modes = ["--numeric-owner", "--mode=u+rw,go+r,go-w,a+X", "--hard-dereference"]
        try await run(.tar, ["--create", "--file", archive] + sameBytes + modes + ["--directory", tree, "."])
    }

    /// Removes the workshop, including the remains of an earlier one, unless something is still mounted inside.
    func clear() throws {
        guard FileManager.default.fileExists(atPath: directory) else { return }
        let mounts = MountTable.current().points(under: directory)
        guard mounts.isEmpty else {
            throw PreparationError(
                .state, "\(directory) has something mounted inside: unmount \(mounts.joined(separator: ", ")).")
        }
        try PreparationError.state("\(directory) cannot be removed: remove it by hand.") {
            try FileManager.default.removeItem(atPath: directory)
        }
    }

    func write(_ data: Data, to path: String) throws {
        try PreparationError.state("\(path) cannot be written.") { try data.write(to: URL(fileURLWithPath: path)) }
    }

    func write(_ text: String, to path: String) throws { try write(Data(text.utf8), to: path) }
    func write(_ lines: [String], to path: String) throws { try write(lines.map { "\($0)\n" }.joined(), to: path) }

    /// Writes a file and the directories above it; a file that begins with `#!` becomes executable.
    func write(_ file: PackedFile, below directory: String) throws {
        let path = "\(directory)/\(file.path)"
        try ImageStore.makeDirectory((path as NSString).deletingLastPathComponent)
        try write(Data(file.bytes), to: path)
        guard file.bytes.starts(with: Array("#!".utf8)) else { return }
        try PreparationError.state("\(path) cannot be written.") {
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        }
    }

    func link(_ path: String, to target: String) throws {
        try PreparationError.state("\(path) cannot be put at \(target).") {
            try FileManager.default.linkItem(atPath: path, toPath: target)
        }
    }
}

/// Why a base image or the package mirror could not be prepared or put on an engine.
package typealias PreparationError = CodedError<PreparationProblem>

package enum PreparationProblem: String, Sendable, CaseIterable {
    case missingTool = "missing_tool"
    case commandFailed = "command_failed"
    /// The state directory's filesystem has too little space.
    case noSpace = "no_space"
    case unreachable
    /// apt on this machine has no source for the Debian release.
    case noSource = "no_source"
    /// A package, or a version of one, is not available from the machine's package source.
    case unresolvable
    case state
    /// An image cannot be pulled: the registry lacks it, refuses it, or is unreachable.
    case pullFailed = "pull_failed"
    case serverFailed = "server_failed"
    /// Somebody else's image has the name that one of Plimsoll's must have.
    case nameTaken = "name_taken"
    /// A provided image's Dockerfile cannot be read, ordered among the others, or built.
    case suiteInvalid = "suite_invalid"
}

extension CodedError where Code == PreparationProblem {
    /// Does something with files; an error becomes the cause of one with this message.
    @discardableResult
    static func state<Value>(_ message: String, _ body: () throws -> Value) throws(PreparationError) -> Value {
        do { return try body() } catch { throw PreparationError(.state, message, cause: "\(error)") }
    }
}

/// Receives short progress messages for people, such as `making the base image`.
package typealias Announce = @Sendable (String) -> Void
