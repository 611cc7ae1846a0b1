import Subprocess

/// Commands of the tests' own.
enum Shell {
    /// A command ended with another status than 0.
    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    /// Runs a line of shell and returns what it printed.
    @discardableResult
    static func run(_ line: String) async throws -> String {
        let result = try await Subprocess.run(
            .path("/bin/bash"), arguments: ["-euo", "pipefail", "-c", line], output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 16))
        guard result.terminationStatus.isSuccess else {
            throw Failed(description: "\(line): \(result.terminationStatus): \(result.standardError)")
        }
        return result.standardOutput
    }

    /// Asks a database as a reader of its views would, by the sqlite3 command; a row a line, columns apart by `|`.
    static func sql(_ query: String, of database: String) async throws -> [String] {
        let result = try await Subprocess.run(
            .name("sqlite3"), arguments: ["-batch", database, query], output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 16))
        guard result.terminationStatus.isSuccess else {
            throw Failed(description: "\(query): \(result.standardError)")
        }
        return result.standardOutput.split(separator: "\n").map(String.init)
    }
}
