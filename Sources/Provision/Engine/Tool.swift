import Foundation
import Subprocess
import SystemPackage

/// Runs the system's small programs.
enum Tool {
    /// What a program did.
    struct Result: Sendable {
        let succeeded: Bool
        let output: String
        let complaint: String
    }

    /// The PATH with the directories where system programs are, which users' PATHs often lack.
    static let path: String = {
        let given = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let needed = ["/usr/local/sbin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"]
        let present = given.split(separator: ":").map(String.init)
        return (present + needed.filter { !present.contains($0) }).joined(separator: ":")
    }()

    /// What programs get: this process's environment, that PATH, and messages in English, as some are read.
    static var environment: Environment {
        .inherit.updating(["PATH": path, "LC_ALL": "C"])
    }

    /// Runs a program and says how it went, whatever that was. At most 4 MiB of each stream.
    static func attempt(_ words: [String], input: String = "") async -> Result {
        do {
            let program: Executable = words[0].contains("/") ? .path(FilePath(words[0])) : .name(words[0])
            let result = try await run(
                program, arguments: Arguments(Array(words.dropFirst())), environment: environment,
                input: .string(input), output: .string(limit: 4 << 20), error: .string(limit: 4 << 20))
            return Result(
                succeeded: result.terminationStatus == .exited(0), output: result.standardOutput,
                complaint: result.standardError)
        } catch {
            return Result(succeeded: false, output: "", complaint: "\(error)")
        }
    }

    /// Runs a program that must succeed, and returns what it printed.
    ///
    /// - Throws: `commandFailed` with the program's own words.
    @discardableResult
    static func require(_ words: [String], input: String = "") async throws(EmbeddedEngineError) -> String {
        let result = await attempt(words, input: input)
        guard result.succeeded else {
            throw EmbeddedEngineError(
                .commandFailed, "A step failed: \(words.joined(separator: " "))", cause: result.complaint)
        }
        return result.output
    }

    /// Where a program is; nil when it is nowhere on the PATH.
    static func find(_ name: String) -> String? {
        if name.contains("/") { return access(name, X_OK) == 0 ? URL(fileURLWithPath: name).path : nil }
        return path.split(separator: ":").map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
    }
}
