import Foundation

/// Judges a JSON document by one of the schemas in `Tests/Schemas`, as a program that reads it would.
enum JSONSchema {
    struct Refused: Error, CustomStringConvertible { let description: String }

    private static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

    /// - Throws: `Refused` where it breaks a rule, or the judge is not installed: `make test-deps` does that.
    static func check(_ text: String, by schema: String) throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "plimsoll-json-\(UUID())").path
        defer { for ending in ["", ".err"] { try? FileManager.default.removeItem(atPath: path + ending) } }
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        _ = FileManager.default.createFile(atPath: path + ".err", contents: nil)
        let judge = Process()
        judge.executableURL = tests.appending(path: "Scripts/validate-export")
        judge.arguments = ["json", path, tests.appending(path: "Schemas/\(schema)").path]
        judge.standardInput = FileHandle.nullDevice
        judge.standardOutput = FileHandle.nullDevice
        judge.standardError = FileHandle(forWritingAtPath: path + ".err")
        try judge.run()
        judge.waitUntilExit()
        guard judge.terminationStatus == 0 else {
            throw Refused(description: try String(contentsOfFile: path + ".err", encoding: .utf8))
        }
    }
}
