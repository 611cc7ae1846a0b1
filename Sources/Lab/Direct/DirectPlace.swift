import Foundation
import Provision
import Subprocess
import SystemPackage

/// Where an image is unpacked to run its command without an engine.
///
/// With the embedded engine it lies on the engine's own filesystem, so that both runs of a pair write to the same one.
struct DirectPlace: Sendable {
    /// The tree's path as the commands below see it.
    let path: String
    /// The engine's process, whose mount namespace holds the path and whose network commands get; nil: our own.
    let engine: Int32?

    /// A place on the embedded engine's filesystem.
    init(on engine: EmbeddedEngine) {
        let inside = engine.dataRoot.replacing(#/^/proc/\d+/root/#, with: "")
        path = (inside as NSString).deletingLastPathComponent + "/direct"
        self.engine = engine.processIdentifier
    }

    /// A place in a run's own directory, for an engine that is not embedded but on this host.
    init(in directory: String) {
        path = directory + "/direct"
        engine = nil
    }

    /// The tree's path for this process itself.
    var visiblePath: String { engine.map { "/proc/\($0)/root\(path)" } ?? path }

    /// A command line, its program by an absolute path, that runs where the tree's path is valid.
    func arguments(_ command: [String]) -> [String] {
        guard let engine else { return command }
        return ["/usr/bin/nsenter", "--target", "\(engine)", "--mount", "--"] + command
    }

    /// Makes the place empty.
    func clear() async throws {
        try await shell(#"rm -rf "$1" && mkdir -p "$1""#)
    }

    /// Removes the place with all that is in it.
    func remove() async throws {
        try await shell(#"rm -rf "$1""#)
    }

    /// Opens a namespace of the engine's process, as `mnt`, for the body; -1 where there is none to be entered.
    func withNamespace<Value>(_ name: String, _ body: (Int32) async throws -> Value) async throws -> Value {
        guard let engine else { return try await body(-1) }
        let file = try FileDescriptor.open("/proc/\(engine)/ns/\(name)", .readOnly, options: .closeOnExec)
        do {
            let value = try await body(file.rawValue)
            try file.close()
            return value
        } catch {
            try? file.close()
            throw error
        }
    }

    private func shell(_ script: String) async throws {
        let invocation = arguments(["/bin/sh", "-c", script, "sh", path])
        let result = try await Subprocess.run(
            .path(FilePath(invocation[0])), arguments: Arguments(Array(invocation.dropFirst())), output: .discarded,
            error: .string(limit: 16_384))
        guard result.terminationStatus.isSuccess else {
            throw DirectRunError(message: "\(result.terminationStatus): \(result.standardError)")
        }
    }
}
