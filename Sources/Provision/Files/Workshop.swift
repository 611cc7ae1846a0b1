import Foundation
import Model

/// A working directory in which an image is made.
struct Workshop: Sendable {
    /// An empty directory of its own, removed afterwards.
    let directory: String
    let cache: String
    let lock: FileLock
    let announce: Announce

    var archive: String { "\(directory)/image.tar" }

    /// Runs a program that must succeed, and returns its standard output.
    @discardableResult
    func run(
        _ tool: HostTool, _ arguments: [String], environment: [String: String] = [:], in directory: String? = nil,
        within: [String] = [], onLine: @Sendable (String) -> Void = { _ in }
    ) async throws -> String {
        try await HostCommand(
            tool: tool, arguments: arguments, environment: environment, directory: directory ?? self.directory,
            within: within
        ).run(holding: lock, onLine: onLine)
    }

    /// Whether a program succeeds; false if it is missing or fails.
    func succeeds(_ tool: HostTool, _ arguments: [String]) async throws -> Bool {
        do {
            try await run(tool, arguments)
            return true
        } catch is PreparationError {
            return false
        }
    }

    /// Packs a directory tree into the archive: the same tree gives the same bytes, whatever its owner and times.
    func pack(_ tree: String) async throws {
        try await run(
            .tar,
            [
                "--create", "--file", archive, "--format=gnu", "--sort=name", "--mtime=@\(Self.epoch)", "--owner=0",
                "--group=0", "--numeric-owner", "--mode=u+rw,go+r,go-w,a+X", "--hard-dereference", "--directory", tree,
                ".",
            ])
    }

    /// Removes the workshop, including the remains of an earlier one.
    /// - Throws: ``PreparationError`` with code `state` when something is still mounted inside, or a file cannot be
    ///   removed.
    func clear() throws {
        guard FileManager.default.fileExists(atPath: directory) else { return }
        let mounts = MountTable.current().points(under: directory)
        guard mounts.isEmpty else {
            throw PreparationError(
                .state, "\(directory) has something mounted inside: unmount \(mounts.joined(separator: ", ")).")
        }
        do { try FileManager.default.removeItem(atPath: directory) } catch {
            throw PreparationError(.state, "\(directory) cannot be removed: remove it by hand.", cause: "\(error)")
        }
    }

    /// The modification time of all files inside images: the release day of Debian 12, in seconds since 1970.
    static let epoch = 1_686_355_200
}

extension Workshop {
    func write(_ text: String, to path: String) throws(PreparationError) {
        do { try Data(text.utf8).write(to: URL(fileURLWithPath: path)) } catch {
            throw PreparationError(.state, "\(path) cannot be written.", cause: "\(error)")
        }
    }

    func write(_ lines: [String], to path: String) throws(PreparationError) {
        try write(lines.map { "\($0)\n" }.joined(), to: path)
    }

    /// Writes a file and the directories above it; a file that begins with `#!` becomes executable.
    func write(_ file: PackedFile, below directory: String) throws(PreparationError) {
        let path = "\(directory)/\(file.path)"
        try ImageStore.makeDirectory((path as NSString).deletingLastPathComponent)
        do {
            try Data(file.bytes).write(to: URL(fileURLWithPath: path))
            if file.bytes.starts(with: Array("#!".utf8)) {
                try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
            }
        } catch {
            throw PreparationError(.state, "\(path) cannot be written.", cause: "\(error)")
        }
    }

    /// Hard-links a file to a second path.
    func link(_ path: String, to target: String) throws(PreparationError) {
        do { try FileManager.default.linkItem(atPath: path, toPath: target) } catch {
            throw PreparationError(.state, "\(path) cannot be put at \(target).", cause: "\(error)")
        }
    }

    func onlyFile(of directory: String) throws(PreparationError) -> String {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        guard names.count == 1, let name = names.first else {
            throw PreparationError(.state, "\(directory) holds \(names.count) files where one was expected.")
        }
        return "\(directory)/\(name)"
    }
}

/// Why a base image or the package mirror could not be prepared or put on an engine.
package typealias PreparationError = CodedError<PreparationProblem>

package enum PreparationProblem: String, Sendable, CaseIterable {
    /// A required program is not installed.
    case missingTool = "missing_tool"
    case commandFailed = "command_failed"
    /// The state directory's filesystem has too little space.
    case noSpace = "no_space"
    /// The machine's package source cannot be reached.
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

/// Receives short progress messages for people, such as `making the base image`.
package typealias Announce = @Sendable (String) -> Void
