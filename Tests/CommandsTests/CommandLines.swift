import ArgumentParser
import Foundation
import Testing

@testable import Commands

/// Command lines, as a user types them.
enum CommandLines {
    static func parsed<Command: ParsableCommand>(_ words: [String]) throws -> Command {
        guard let command = try Tool.parseAsRoot(words) as? Command else {
            throw ValidationError("no \(Command.self): \(words)")
        }
        return command
    }

    /// Expects that parsing fails as a mistake in usage, in a message that contains these words.
    static func expectRefusal<Command: ParsableCommand>(naming words: String, _ parse: () throws -> Command) {
        let error = #expect(throws: (any Error).self) { try parse() }
        guard let error else { return }
        #expect(Tool.exitCode(for: error).rawValue == 64)
        #expect(Tool.fullMessage(for: error).contains(words), "\(Tool.fullMessage(for: error))")
    }

    /// Lends a folder, and removes it.
    static func withFolder<Value>(_ body: (String) async throws -> Value) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("plimsoll-commands-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(folder.path)
    }
}
