import Foundation
import Questions

/// The folder that reports are written to. A file is written completely or not at all.
package struct ReportFolder {
    package let path: String

    package init(path: String) { self.path = path }

    /// Writes a file in the folder, and creates missing folders; returns its path.
    ///
    /// - Throws: `ReportError`, `unwritable`.
    package func write(_ text: String, to name: String) throws -> String {
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

    /// The newest page of answers, then all dated reports in the folder with their answers, the newest first.
    package func index() throws -> String {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        let reports = files.filter { $0.wholeMatch(of: #/\d{4}-\d{2}-\d{2}-.+\.md/#) != nil }.sorted(by: >)
        let lines = reports.map { file -> String in
            let answer =
                Self.isAnswers(file)
                ? "every question with its answer"
                : text(of: file).split(separator: "\n").first { $0.hasPrefix(Page.answerMark) } ?? ""
            return "- [\(file.dropLast(3))](\(file)): \(answer)"
        }
        return """
            # Reports

            What Plimsoll measured, the newest first. Each report gives its answer, how sure it is, and how to repeat it.

            \(answers(in: reports))\(lines.joined(separator: "\n"))

            """
    }

    /// The newest page of answers with its tables, and the heading of the list that follows; empty where there is none.
    private func answers(in reports: [String]) -> String {
        guard let file = reports.first(where: Self.isAnswers) else { return "" }
        let text = text(of: file)
        guard let heading = text.range(of: FrontPage.heading + "\n") else { return "" }
        let rest = text[heading.upperBound...]
        let page = rest[..<(rest.range(of: "\n## ")?.lowerBound ?? rest.endIndex)]
        return """
            \(FrontPage.heading)

            From [\(file.dropLast(3))](\(file)), which gives each answer with its rule, its figures and how to repeat them.

            \(page.trimmingCharacters(in: .whitespacesAndNewlines).replacing("](#", with: "](\(file)#"))

            ## All reports


            """
    }

    private static func isAnswers(_ file: String) -> Bool { file.hasSuffix("-\(FrontPage.subject).md") }

    private func text(of file: String) -> String {
        (try? String(contentsOfFile: (path as NSString).appendingPathComponent(file), encoding: .utf8)) ?? ""
    }
}
