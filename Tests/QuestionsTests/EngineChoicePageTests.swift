import Foundation
import Model
import Store
import Testing

@testable import Publishing
@testable import Questions
@testable import SyntheticRuns

/// The whole way from planted jobs on several engines to the page on `engine-choice` and the page of answers.
struct EngineChoicePageTests {
    private static let engines = [
        "docker:bookworm", "docker:trixie", "docker:forky", "docker:forky+containerd", "podman:trixie",
    ]

    /// Nine rows; BuildKit on containerd's store is fastest, each row after it slower by 0.1 s.
    private func planted() -> SyntheticEngineRun {
        var run = SyntheticEngineRun()
        for (index, engine) in Self.engines.enumerated() {
            for builder in engine == "podman:trixie" ? ["buildah"] : ["buildkit", "legacy"] {
                let isFastest = engine == "docker:forky+containerd" && builder == "buildkit"
                let middle = isFastest ? 0.4 : 0.5 + 0.1 * Double(index) + (builder == "legacy" ? 0.5 : 0)
                run.plant(SyntheticRun.around(middle, spread: 0.02), engine: engine, builder: builder)
                run.plant([0.3, 0.3], engine: engine, builder: builder, fixture: "noop")
            }
        }
        return run
    }

    private func markdown(_ run: SyntheticEngineRun) throws -> String {
        let question = EngineChoiceQuestion()
        let evidence = try run.evidence()
        return question.page(evidence, question.verdict(on: evidence)).markdown
    }

    private func cells(_ row: some StringProtocol) -> [String] {
        row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
    }

    @Test func theTableComesFirstAndNothingIsDecided() throws {
        let text = try markdown(planted())
        #expect(
            text.contains(
                """
                **Answer: evidence only, for people to judge.** After a change of source files a warm job has the lowest overhead \
                with Docker, Debian forky, containerd store, BuildKit: 0.400 s (median, 95 % interval
                """))
        #expect(text.contains(EngineChoiceQuestion().rule))
        #expect(
            text.split(separator: "\n").filter { $0.hasPrefix("#") } == [
                "# The same jobs on several engines", "## The answer", "## How to read it", "## Beside the lowest",
                "## Where the time goes", "## What came from the cache", "## What jobs add to the disk",
                "### At the end",
                "## What was left behind", "## The engines", "## Warnings", "## What was not measured",
                "## Environment",
                "## How to reproduce it",
            ])
    }

    @Test func eachEngineAndBuilderHasARow() throws {
        let text = try markdown(planted())
        let table = text.split(separator: "\n").drop { !$0.hasPrefix("| engine") }.prefix { $0.hasPrefix("|") }
        let rows = table.dropFirst(2).map(cells)
        #expect(rows.count == 9)
        #expect(Set(rows.map { $0[0] + $0[1] }).count == 9)
        let row = try #require(rows.first { $0[0] == "Docker, Debian forky" && $0[1] == "classic builder" })
        #expect(row[2] == "1.20 s" && row[4] == "12" && row[5] == "0.300 s" && row[6] == "24 of 36 (67 %)")
        #expect(row[7] == "1.00 MB" && row[8] == "90 %" && row[9] == "0 by 16 jobs" && row[10] == "0 of 16")
        #expect(row[11] == "28.5.2" && row[12] == "the engine's own, overlay2")
        let containerd = try #require(rows.first { $0[0].hasSuffix("containerd store") })
        #expect(containerd[12] == "containerd, overlayfs")
    }

    @Test func theAnswerHasAtMostFifteenWords() async throws {
        func sentence(_ run: SyntheticEngineRun) async throws -> String {
            let entry = try #require(try await Answers.analyse(try run.database()).entry(EngineChoiceQuestion()))
            let sentence = AnswerLine(entry).sentence
            // A unit belongs to its number.
            #expect(sentence.split(separator: " ").filter { $0 != "×." }.count <= 15, "\(sentence)")
            return sentence
        }
        #expect(
            try await sentence(planted())
                == "Lowest overhead: Docker, Debian forky, containerd store, BuildKit; others 1.25 to 3.25 ×.")
        let lowest = SyntheticRun.around(1, spread: 0.1)
        var alike = SyntheticEngineRun()
        alike.plant(lowest, engine: "docker:forky+containerd", builder: "legacy")
        alike.plant(lowest.enumerated().map { $1 + ($0 % 3 == 0 ? -0.05 : 0.03) }, engine: "docker:trixie")
        let name = "Lowest overhead: Docker, Debian forky, containerd store, classic builder; 1 indistinguishable"
        #expect(try await sentence(alike) == "\(name).")
        alike.plant(lowest.map { $0 + 0.5 }, engine: "docker:bookworm")
        alike.plant(lowest.map { $0 + 6 }, engine: "podman:trixie", builder: "buildah")
        #expect(try await sentence(alike) == "\(name); others 1.50 to 7.00 ×.")
    }

    @Test func theFrontPageHasItsRowTableAndChart() async throws {
        let answers = try await Answers.analyse(try planted().database())
        let text = try #require(FrontPage(answers)?.page.markdown)
        let page = AnswersPage(text: text)
        let row = try #require(page.row(EngineChoiceQuestion()))
        #expect(row[1] == "**evidence**" && row[3].hasPrefix("lowest overhead: 0.400 s ("))
        #expect(row[4].hasPrefix("n = 12 jobs, 95 % interval"))
        #expect(text.contains("](2016-11-22-engines/engines.svg)"))
        #expect(text.contains("Everything else about it: [The same jobs on several engines](2016-11-22-engines.md)."))
    }

    /// Runs on one engine say something of builders and versions, and decide nothing.
    @Test func otherRunsAreRelatedEvidence() async throws {
        let database = try SyntheticSuite.database()
        let before = try #require(try await Answers.analyse(database).entry(EngineChoiceQuestion()))
        #expect(before.state == .notRun && before.related.count == 2 && before.record == nil)
        var run = planted()
        run.base.record.id = SyntheticSuite.id(7)
        run.base.record.startedAt.addTimeInterval(7 * 86_400)
        try run.save(to: database)
        let answers = try await Answers.analyse(database)
        let entry = try #require(answers.entry(EngineChoiceQuestion()))
        #expect(entry.state == .answered && entry.related == before.related)
        let text = try #require(FrontPage(answers)?.page.markdown)
        #expect(text.contains("All figures of 5 runs are of one version of the engine, 20.10.24:"))
    }

    @Test func filesAreWritten() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "plimsoll-report-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let answers = try await RunAnswers.analyse(try RunReader.find(in: try planted().database()))
        let paths = try await Report.write(answers, to: folder.path)
        let names = paths.map { String($0.dropFirst(folder.path.count + 1)) }
        #expect(
            names.filter { $0.contains("engines") } == [
                "2016-11-22-engines.md", "2016-11-22-engines/engines.svg", "2016-11-22-engines/engine-parts.svg",
            ])
        let chart = try String(contentsOf: folder.appending(path: "2016-11-22-engines/engines.svg"), encoding: .utf8)
        #expect(chart.contains("Docker forky (containerd), classic builder"))
        // Each engine has a disk of its own: there is no report on one.
        #expect(!names.contains { $0.contains("disk") })
    }
}
