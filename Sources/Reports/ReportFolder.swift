import Foundation

/// The folder that reports are written to. A file is there whole or not at all.
struct ReportFolder {
    let path: String

    /// Writes a file in the folder, and the folders above it.
    ///
    /// - Returns: its path.
    /// - Throws: `ReportError`, `unwritable`.
    func write(_ text: String, to name: String) throws -> String {
        let file = URL(fileURLWithPath: path).appending(path: name)
        do {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file, options: .atomic)
        } catch {
            throw ReportError(
                .unwritable,
                "the report's file \(file.relativePath) cannot be written: make \(path) writable, "
                    + "or name another folder with --out", cause: error.localizedDescription)
        }
        return (path as NSString).appendingPathComponent(name)
    }

    /// Lists all dated reports in the folder, the newest first, each with its answer.
    func index() throws -> String {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        let reports = files.filter { $0.wholeMatch(of: /\d{4}-\d\d-\d\d-[a-z-]+\.md/) != nil }.sorted(by: >)
        let lines = reports.map { file -> String in
            let text =
                (try? String(contentsOfFile: (path as NSString).appendingPathComponent(file), encoding: .utf8)) ?? ""
            let answer = text.split(separator: "\n").first { $0.hasPrefix(AnswerSection.headlineMark) } ?? ""
            return "- [\(file.dropLast(3))](\(file)): \(answer)"
        }
        return """
            # Reports

            What Plimsoll measured, the newest first. Each report gives its answer, how sure it is, and how to repeat it.

            \(lines.joined(separator: "\n"))

            """
    }
}
