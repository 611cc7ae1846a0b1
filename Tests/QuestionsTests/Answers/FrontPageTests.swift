import Foundation
import Store
import Testing

@testable import Publishing
@testable import Questions
@testable import SyntheticRuns

/// The main report of a database with several runs.
struct FrontPageTests {
    private func page(_ database: ResultsDatabase) async throws -> AnswersPage {
        AnswersPage(text: try #require(FrontPage(try await Answers.analyse(database))?.page.markdown))
    }

    /// Writes it, gives the folder to the body, and removes it.
    private func written(
        _ format: Report.Format = .markdown, _ body: (URL, [String]) throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "plimsoll-answers-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let answers = try await Answers.analyse(try SyntheticSuite.database())
        let paths = try await Report.write(answers, to: folder.path, as: format)
        try body(folder, paths.map { String($0.dropFirst(folder.path.count + 1)) })
    }

    private func text(_ name: String, in folder: URL) throws -> String {
        try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    @Test func theAnswersComeFirstThenEachThenHow() async throws {
        // What stands in fences is for a shell, where a `#` begins a comment.
        let text = try await page(try SyntheticSuite.database()).text.replacing(#/(?s)```.*?```/#, with: "")
        #expect(
            text.split(separator: "\n").filter { $0.hasPrefix("# ") || $0.hasPrefix("## ") } == [
                "# What container builds cost on a CI worker: the answers", "## The answers on one page",
                "## Each answer", "## Questions that are not measured", "## Method", "## Threats to validity",
                "## Environment", "## How to reproduce it",
            ])
        let asked = try #require(text.range(of: "**What was asked.**"))
        let read = try #require(text.range(of: "**How to read it.**"))
        let table = try #require(text.range(of: "\n| question"))
        #expect(asked.lowerBound < read.lowerBound && read.lowerBound < table.lowerBound)
    }

    @Test func everyQuestionHasOneRowAndOneSection() async throws {
        let page = try await page(try SyntheticSuite.database())
        for question in OpenQuestions.all {
            let rows = page.text.split(separator: "\n").filter {
                $0.hasPrefix("| [") && $0.contains("(#\(question.id))")
            }
            let sections = page.text.split(separator: "\n").filter { $0 == "### \(question.id)" }
            #expect(rows.count == 1 && sections.count == 1, "\(question.id)")
            #expect(page.text.contains("\(question.rule)."), "the rule of \(question.id)")
        }
    }

    @Test func theTablesNumbersAreThoseOfTheDatabase() async throws {
        let database = try SyntheticSuite.database()
        let answers = try await Answers.analyse(database)
        for (run, records) in answers.verdicts { try database.save(verdicts: records, run: run) }
        let page = AnswersPage(text: try #require(FrontPage(answers)?.page.markdown))
        var compared = 0
        for answer in answers.entries {
            guard let run = answer.run else { continue }
            let saved = try #require(try SavedVerdict.read(answer.question, run: run.id, from: database))
            let row = try #require(page.row(answer.question))
            #expect(
                row.count > 5 && row[1].hasSuffix(saved.label) && row[3].hasSuffix(saved.number),
                "\(answer.question.id): \(row)")
            compared += 1
        }
        #expect(compared == 4)
    }

    @Test func figuresAreThoseOfPlainSQL() async throws {
        let database = try SyntheticSuite.database()
        let found = try await page(database).missing(from: database)
        #expect(found.missing.isEmpty)
        #expect(found.looked >= 10)
    }

    @Test func whatIsNotMeasuredHasNoVerdict() async throws {
        let page = try await page(try SyntheticSuite.database())
        for question in OpenQuestions.all where !question.isMeasured {
            let row = try #require(page.row(question))
            #expect(row[1] == "not measured yet", "\(question.id)")
            let section = try #require(page.text.range(of: "### \(question.id)\n"))
            let body = page.text[section.upperBound...].prefix(while: { $0 != "#" })
            #expect(body.contains("**Not measured yet.**") && !body.contains("Verdict"), "\(question.id)")
        }
        let plugin = try #require(page.row(UnmeasuredQuestion.plugin))
        #expect(plugin.last == RelatedEvidence.nothing)
        let isolation = try #require(page.row(IsolationQuestion()))
        #expect(isolation[1] == "**not run yet**")
        #expect(isolation.last?.contains("plimsoll run scenarios/isolation.yaml") == true)
    }

    @Test func sameDatabaseGivesSameBytesAndNoPaths() async throws {
        var first: [String: String] = [:]
        try await written { folder, names in
            for name in names { first[name] = try text(name, in: folder) }
            #expect(first.values.allSatisfy { !$0.contains(folder.path) })
        }
        try await written { folder, names in
            #expect(Set(names) == Set(first.keys))
            for name in names {
                let again = try text(name, in: folder)
                #expect(again == first[name], "\(name)")
            }
        }
    }

    @Test func linksAndImagesLeadSomewhere() async throws {
        try await written { folder, names in
            // Nothing of the unfinished run but its day, and no by-product.
            #expect(names.first == "2016-11-27-answers.md" && names.last == "README.md")
            #expect(
                names.filter { $0.hasSuffix(".md") } == [
                    "2016-11-27-answers.md", "2016-11-25-overhead.md", "2016-11-23-central-cache.md",
                    "2016-11-24-requirements.md", "README.md",
                ])
            for name in names where name.hasSuffix(".md") {
                let text = try text(name, in: folder)
                for link in AnswersPage.links(of: text) where !link.hasPrefix("http") {
                    let parts = link.split(separator: "#", omittingEmptySubsequences: false).map(String.init)
                    let file = parts[0].isEmpty ? name : parts[0]
                    #expect(names.contains(file), "\(name) links to \(link)")
                    guard parts.count > 1, names.contains(file) else { continue }
                    let places = AnswersPage.places(of: try self.text(file, in: folder))
                    #expect(places.contains(parts[1]), "\(name) links to \(link)")
                }
            }
        }
    }

    @Test func theIndexLeadsWithTheNewestAnswers() async throws {
        try await written { folder, names in
            let index = try text("README.md", in: folder)
            #expect(index.hasPrefix("# Reports\n"))
            let heading = try #require(index.range(of: FrontPage.heading))
            let row = try #require(index.range(of: "](2016-11-27-answers.md#build-overhead)"))
            let list = try #require(index.range(of: "- [2016-11-25-overhead](2016-11-25-overhead.md): **Answer: yes"))
            #expect(heading.lowerBound < row.lowerBound && row.lowerBound < list.lowerBound)
            #expect(index.contains("- [2016-11-27-answers](2016-11-27-answers.md): every question"))
            #expect(!index.contains("## Each answer"))
        }
    }

    @Test func hostsThatDifferAreTold() async throws {
        let text = try await page(try SyntheticSuite.database()).text
        #expect(text.contains("**The runs come from 2 hosts that differ**"))
        #expect(text.contains("**The fingerprints differ:** 2 kinds of host, 1 kind of engine."))
        #expect(text.contains("plimsoll run scenarios/overhead.yaml --seed 7"))
    }

    @Test func noRunIsAnErrorThatSaysWhatToDo() async throws {
        let answers = try await Answers.analyse(try ResultsDatabase.inMemory())
        let error = await #expect(throws: ReportError.self) { try await Report.write(answers, to: "/nowhere") }
        #expect(error?.code == .nothingToReport && error?.message.contains("plimsoll questions") == true)
    }
}
