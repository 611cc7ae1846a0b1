import Foundation
import Model
import Store
import Testing

@testable import Commands
@testable import Publishing
@testable import Questions
@testable import SyntheticRuns
@testable import Tracking

/// A question that no other file knows of: how long jobs sleep.
private struct NapQuestion: Question {
    struct Evidence: Sendable {
        let run: RunSummary
        let naps: [Double]
    }

    let id = "nap"
    let words = "Do jobs sleep?"
    let measuredBy = "the median time of the whole job"
    let rule = "yes: the median job takes a second or more"
    let scenario: String? = "nap"
    let advice = Advice(yes: "Wake them.", no: "Let them sleep.", undecided: "Watch them.")
    let terms = AnswerTerms(claim: "asleep? ")

    func evidence(in run: RunReader) throws -> Evidence? {
        let scenarios = run.run.scenarios(bearingOn: id)
        guard !scenarios.isEmpty else { return nil }
        let jobs = try run.database.jobs(run: run.run.id).filter { scenarios.contains($0.cell.scenario) }
        return Evidence(run: run.run, naps: jobs.compactMap(\.wall))
    }

    func verdict(on evidence: Evidence) -> Verdict {
        guard let median = Medians.plain(evidence.naps) else { return Verdict(.undecided, estimate: nil, unit: "s") }
        return Verdict(
            median >= 1 ? .yes : .no, estimate: Estimate(value: median, interval: nil, count: evidence.naps.count),
            unit: "s")
    }

    func warnings(on evidence: Evidence) -> [Warning] { [] }

    func answer(_ evidence: Evidence, _ verdict: Verdict) -> Answer {
        Answer(sentence: "The median job takes \(verdict.figure).", measure: "nap: ")
    }

    func page(_ evidence: Evidence, _ verdict: Verdict) -> Page {
        let table = Table(evidence.naps.enumerated()) {
            Column("job") { "\($0.offset)" }
            Column("nap", .right) { Words.seconds($0.element) }
        }
        return Page(
            subject: "nap", title: "How long jobs sleep", run: evidence.run,
            introduction: Words.run(evidence.run, warnings: []),
            blocks: ["## The answer", "\(Page.answerMark)yes.** They do.", .table(table)],
            key: KeyEvidence(words: "yes.** They do.", table: table))
    }
}

/// A question is a type: everything that shows questions shows it.
struct AddedQuestionTests {
    private let questions = OpenQuestions.all + [NapQuestion()]

    private func database() throws -> ResultsDatabase {
        var run = SyntheticRun()
        run.record.scenarios = [.init(name: "overhead", hash: "cafe", questions: ["nap"], text: "name: overhead")]
        run.plant([1, 1.5, 2], command: 2)
        return try run.database()
    }

    /// Gives a folder to the body, and removes it.
    private func withFolder(_ body: (URL) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "plimsoll-nap-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder)
    }

    @Test func questionsListsItWithItsVerdict() async throws {
        let lines = AnswerLine.lines(try await Answers.analyse(try database(), questions: questions, simulating: false))
        let table = QuestionsText(lines: lines, hasDatabase: true).text
        let row = try #require(table.split(separator: "\n").first { $0.hasPrefix("nap ") })
        #expect(row.contains("answered") && row.contains("3.50 s") && row.contains("yes"))
        let document = try JSONText.document(lines)
        let objects = try #require(try JSONSerialization.jsonObject(with: Data(document.utf8)) as? [[String: Any]])
        let nap = try #require(objects.last)
        #expect(
            nap["id"] as? String == "nap" && nap["verdict"] as? String == "yes" && nap["estimate"] as? Double == 3.5)
    }

    @Test func theFrontPageItsOwnPageAndHTMLShowIt() async throws {
        let answers = try await Answers.analyse(try database(), questions: questions)
        try await withFolder { folder in
            let written = try await Report.write(answers, to: folder.path)
            let names = written.map { String($0.dropFirst(folder.path.count + 1)) }
            #expect(names == ["2016-11-22-answers.md", "2016-11-22-nap.md", "README.md"])
            let front = try String(contentsOfFile: try #require(written.first), encoding: .utf8)
            let row = try #require(front.split(separator: "\n").first { $0.contains("(#nap)") })
            for cell in ["asleep? **yes**", "The median job takes 3.50 s.", "nap: 3.50 s", "n = 3 jobs", "Wake them."] {
                #expect(row.contains(cell), "\(cell) in \(row)")
            }
            #expect(front.contains("**Rule, fixed before the run:** yes: the median job takes a second or more."))
            #expect(front.contains("Everything else about it: [How long jobs sleep](2016-11-22-nap.md)."))
            let page = try String(contentsOfFile: written[1], encoding: .utf8)
            #expect(page.contains("| 2   | 4.00 s |"))
            let html = try await Report.write(answers, to: folder.path, as: .html)
            let text = try String(contentsOfFile: try #require(html.first), encoding: .utf8)
            #expect(text.contains("<h3 id=\"nap\">") && text.contains("<article id=\"2016-11-22-nap\">"))
        }
    }

    @Test func theReportOfItsRunAndTheExportsHoldIt() async throws {
        let database = try database()
        let answers = try await RunAnswers.analyse(try RunReader.find(in: database), questions: questions)
        #expect(answers.pages.first?.name == "2016-11-22-nap")
        try database.save(verdicts: answers.verdicts, run: answers.run.id)
        for format in [ExportFormat.csv, .ndjson, .junit, .openmetrics] {
            var bytes: [UInt8] = []
            var sink = ExportSink { bytes += $0 }
            try ResultsExport(format: format, view: "verdict_view", tool: "0").write(database, to: &sink)
            #expect(String(decoding: bytes, as: UTF8.self).contains("nap"), "\(format)")
        }
    }
}
