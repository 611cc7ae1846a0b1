import Foundation
import Testing

@testable import Lab

/// Which archive a job finds, and that the same content is the same bytes.
struct DependencyArchivesTests {
    /// A store in a directory of its own, and a way to make tars as an engine gives them.
    private struct Trial {
        let root: String
        let archives: DependencyArchives

        static func with(_ body: (Trial) async throws -> Void) async throws {
            let root = FileManager.default.temporaryDirectory.path + "/plimsoll-archives-\(UUID())"
            try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: root) }
            try await body(Trial(root: root, archives: DependencyArchives(directory: root + "/store")))
        }

        /// A tar of a directory `npm` with these files, put in in this order, with times of their own.
        func tar(_ files: [(String, String)], time: Int) throws -> Data {
            let tree = "\(root)/tree-\(UUID())"
            try FileManager.default.createDirectory(atPath: tree + "/npm", withIntermediateDirectories: true)
            for (name, text) in files {
                try text.write(toFile: "\(tree)/npm/\(name)", atomically: true, encoding: .utf8)
            }
            let names = files.map { "'npm/\($0.0)'" }.joined(separator: " ")
            try run("tar --format=gnu --mtime=@\(time) --no-recursion -C '\(tree)' -cf '\(tree).tar' npm \(names)")
            return try Data(contentsOf: URL(fileURLWithPath: tree + ".tar"))
        }

        /// Saves these files; the archive's size, if it was saved.
        func save(
            _ key: String, _ files: [(String, String)], time: Int = 7, cold: Bool = false
        ) async throws -> Int? {
            let bytes = try tar(files, time: time)
            return try await archives.save(key, cold: cold) { try $0(Array(bytes)) }
        }

        func restored(_ key: String, cold: Bool = false) async throws -> Data {
            try Data(contentsOf: URL(fileURLWithPath: try await archives.restore(key, cold: cold).string))
        }

        /// The names of what is restored.
        func names(_ key: String, cold: Bool = false) async throws -> String {
            let path = try await archives.restore(key, cold: cold).string
            return try run("tar -tf '\(path)'")
        }

        @discardableResult
        private func run(_ line: String) throws -> String {
            let process = Process()
            let pipe = Pipe()
            process.executableURL = URL(fileURLWithPath: "/bin/bash")
            process.arguments = ["-c", line]
            process.standardOutput = pipe
            try process.run()
            let output = pipe.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            #expect(process.terminationStatus == 0, "\(line)")
            return String(decoding: output, as: UTF8.self)
        }
    }

    @Test func theKeysOwnArchiveElseTheNewestElseNone() async throws {
        try await Trial.with { trial in
            let atFirst = try await trial.names("one")
            #expect(atFirst == "./\n")
            #expect(try await trial.save("one", [("a", "1")]) != nil)
            #expect(try await trial.names("two") == "./\n./a\n")
            #expect(try await trial.save("two", [("b", "2")]) != nil)
            #expect(try await trial.names("three") == "./\n./b\n")
            #expect(try await trial.names("one") == "./\n./a\n")
        }
    }

    @Test func whileTheManifestStaysSoDoesWhatWasRestored() async throws {
        try await Trial.with { trial in
            let before = try await trial.restored("one")
            #expect(try await trial.save("one", [("a", "1")]) != nil)
            #expect(try await trial.restored("one") == before)
        }
    }

    @Test func aKnownKeyIsNotSavedAgain() async throws {
        try await Trial.with { trial in
            _ = try await trial.restored("one")
            #expect(try await trial.save("one", [("a", "1")]) != nil)
            #expect(try await trial.save("one", [("b", "1")]) == nil)
            #expect(try await trial.names("two") == "./\n./a\n")
        }
    }

    @Test func aColdJobFindsNothingAndChangesNothing() async throws {
        try await Trial.with { trial in
            _ = try await trial.restored("one")
            #expect(try await trial.save("one", [("a", "1")]) != nil)
            let warm = try await trial.restored("two")
            #expect(try await trial.save("two", [("b", "1")]) != nil)
            #expect(try await trial.names("two", cold: true) == "./\n")
            #expect(try await trial.save("two", [("c", "1")], cold: true) != nil)
            #expect(try await trial.restored("two") == warm)
            #expect(try await trial.names("three") == "./\n./b\n")
        }
    }

    @Test func theSameContentIsTheSameBytes() async throws {
        try await Trial.with { trial in
            _ = try await trial.restored("one")
            #expect(try await trial.save("one", [("a", "1"), ("b", "2")]) != nil)
            let first = try await trial.restored("two")
            #expect(try await trial.save("two", [("b", "2"), ("a", "1")], time: 9) != nil)
            #expect(try await trial.restored("three") == first)
            #expect(try await trial.save("three", [("b", "2"), ("a", "3")], time: 9) != nil)
            #expect(try await trial.restored("four") != first)
        }
    }
}
