import Foundation

/// Programs of other people that read exports: the judges of whether they are right.
enum Consumer {
    struct Refused: Error, CustomStringConvertible {
        let description: String
    }

    private static let package = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// What a program reads of a text, line by line.
    ///
    /// - Throws: `Refused` with the program's words where it reads nothing of it, or is not installed: `make test-deps` does that.
    static func read(_ format: String, _ text: String, schema: String? = nil) throws -> [String] {
        try Exchange.withFile(text) { path in
            let output = path + ".out"
            let errors = path + ".err"
            for file in [output, errors] { _ = FileManager.default.createFile(atPath: file, contents: nil) }
            let process = Process()
            process.executableURL = package.appendingPathComponent("Tests/Scripts/validate-export")
            process.arguments =
                [format, path] + (schema.map { [package.appendingPathComponent("Tests/Schemas/\($0)").path] } ?? [])
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = FileHandle(forWritingAtPath: output)
            process.standardError = FileHandle(forWritingAtPath: errors)
            try process.run()
            process.waitUntilExit()
            guard process.terminationStatus == 0 else {
                let words = try String(contentsOfFile: errors, encoding: .utf8)
                throw Refused(description: "\(format): \(words)\n`make test-deps` installs what these tests need")
            }
            return try String(contentsOfFile: output, encoding: .utf8).split(separator: "\n").map(String.init)
        }
    }
}
