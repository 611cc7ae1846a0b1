import Foundation
import Subprocess

/// The executable as a user starts it.
struct PlimsollCommand: Sendable {
    /// How it ended.
    struct Ended: Sendable {
        let status: TerminationStatus
        let output: String
        let messages: String

        var code: Int32 {
            switch status {
            case .exited(let code): Int32(code)
            case .signaled(let signal): -Int32(signal)
            }
        }
    }

    /// The executable beside the tests; they are started from the package's root.
    static var executable: String { FileManager.default.currentDirectoryPath + "/.build/debug/plimsoll" }

    /// Runs it to its end.
    static func run(_ arguments: [String], prefix: [String] = []) async throws -> Ended {
        try await run(arguments, prefix: prefix) { _ in }
    }

    /// Runs it to its end, with something done to it meanwhile.
    static func run(
        _ arguments: [String], prefix: [String] = [], meanwhile: @escaping @Sendable (Int32) async throws -> Void
    ) async throws -> Ended {
        let line = prefix + [executable] + arguments
        // Files, not pipes: whatever the command leaves running must not keep the test waiting.
        return try await Scratch.with { scratch in
            let quoted = line.map { "'" + $0.replacingOccurrences(of: "'", with: "'\\''") + "'" }.joined(separator: " ")
            let result = try await Subprocess.run(
                .path("/bin/bash"),
                arguments: ["-c", "exec \(quoted) >\(scratch.path("out")) 2>\(scratch.path("err"))"],
                input: .none, output: .discarded, error: .discarded
            ) { execution in
                try await meanwhile(Int32(execution.processIdentifier.value))
            }
            return Ended(
                status: result.terminationStatus,
                output: (try? String(contentsOfFile: scratch.plain("out"), encoding: .utf8)) ?? "",
                messages: (try? String(contentsOfFile: scratch.plain("err"), encoding: .utf8)) ?? "")
        }
    }
}
