import ArgumentParser
import Foundation
import Store
import Testing
import Tracking

@testable import Commands

/// What the command lines of `export` and `import` take and refuse, and what files they leave.
@Suite struct ExportOptionsTests {
    private func parsed(_ arguments: [String]) throws -> ExportCommand {
        try CommandLines.parsed(["export"] + arguments)
    }

    @Test(arguments: ExportFormat.allCases)
    func everyFormatIsTaken(_ format: ExportFormat) throws {
        #expect(try parsed(["--format", format.rawValue]).format == format)
    }

    @Test(arguments: [
        [], ["--format", "xml"], ["--format", "junit", "--table", "job_view"], ["--format", "csv", "--run", "seven"],
    ])
    func whatMakesNoSenseIsRefused(_ arguments: [String]) {
        let error = #expect(throws: (any Error).self) { try parsed(arguments) }
        #expect(error.map { Tool.exitCode(for: $0).rawValue } == 64)
    }

    @Test func importTakesFilesAndStandardInput() throws {
        let command: ImportCommand = try CommandLines.parsed(
            ["import", "a.ndjson", "-", "--db", "x.sqlite", "--json"])
        #expect(command.files == ["a.ndjson", "-"] && command.json && command.database.db == "x.sqlite")
        #expect(throws: (any Error).self) { try Tool.parseAsRoot(["import"]) }
    }

    @Test func aFileIsThereWholeOrNotAtAll() throws {
        struct Broken: Error {}
        let folder = NSTemporaryDirectory() + "/plimsoll export-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/out.ndjson"
        let results = try ResultsDatabase.inMemory()
        let export = ResultsExport(format: .ndjson, tool: "0.1.0")
        try ExportOutput(path: path).write { try export.write(results, to: &$0) }
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.hasSuffix("\"tool\":\"0.1.0\"}\n"))
        #expect(throws: Broken.self) {
            try ExportOutput(path: path).write { sink in
                try export.write(results, to: &sink)
                throw Broken()
            }
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["out.ndjson"])
        #expect(throws: ExportOutput.Failed.self) {
            try ExportOutput(path: folder + "/none/out").write { try export.write(results, to: &$0) }
        }
    }

    @Test func damagedInputIsTheUsersToMend() {
        let text = ErrorText(ImportError(code: .damaged, place: "a:2:3", message: "what is wrong"))
        #expect(text.status == ExitStatus.usage && text.text == "a:2:3: what is wrong")
        #expect(ErrorText(ExportError(.noView, "none")).status == ExitStatus.usage)
        #expect(ErrorText(ExportError(.noRun, "none")).status == ExitStatus.error)
    }
}
