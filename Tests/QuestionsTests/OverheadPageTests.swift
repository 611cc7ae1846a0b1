import Foundation
import Model
import Testing

@testable import Publishing
@testable import Questions
@testable import SyntheticRuns

/// The whole way from planted jobs to text.
struct OverheadPageTests {
    private func page(_ run: SyntheticRun) throws -> Page {
        let (question, evidence) = (BuildOverheadQuestion(), try run.evidence())
        return question.page(evidence, question.verdict(on: evidence))
    }

    /// Writes all pages of a run.
    private func write(_ run: SyntheticRun, to folder: URL) async throws -> [String] {
        let reader = try RunReader.find(in: try run.database())
        return try await Report.write(try await RunAnswers.analyse(reader), to: folder.path)
    }

    private func planted() -> SyntheticRun {
        var run = SyntheticRun()
        for builder in ["buildkit", "legacy"] {
            var index = 0
            for fixture in ["malu", "scap"] {
                run.plant(SyntheticRun.around(1), fixture: fixture, builder: builder, weight: 23) { job in
                    job.direct = DirectRecord(order: index % 2 == 0 ? .before : .after, seconds: 1.9, exitStatus: 0)
                    index += 1
                }
                run.plant([7, 7.5, 8], fixture: fixture, builder: builder, changeClass: .dependency, weight: 3)
                run.plant([40], fixture: fixture, builder: builder) { $0.cold = true }
            }
            run.plant(SyntheticRun.around(0.3, spread: 0.05), fixture: "noop", builder: builder, command: 0.001)
        }
        return run
    }

    @Test func answerComesFirst() throws {
        let text = try page(planted()).markdown
        let answer = try #require(text.range(of: "**Answer: yes, it is light.**"))
        let chart = try #require(text.range(of: "](2016-11-22-overhead/overhead.svg)"))
        #expect(text[..<answer.lowerBound].components(separatedBy: "\n\n").count == 5)
        #expect(answer.lowerBound < chart.lowerBound)
        #expect(text.contains("**What's the overhead between builds?** (`build-overhead`)"))
        #expect(text.contains(BuildOverheadQuestion().rule))
    }

    @Test func allSectionsAreThereInOrder() throws {
        let text = try page(planted()).markdown
        let titles = text.split(separator: "\n").filter { $0.hasPrefix("#") }
        #expect(
            titles == [
                "# What builds in containers cost on top of their tests", "## The answer", "## How to read it",
                "## By fixture, builder and change", "## Where the time goes", "## Cold against warm",
                "## Beside the bare command", "## The floor", "## Plimsoll's own cost", "## Warnings",
                "## What was not measured", "## Environment", "## How to reproduce it",
            ])
    }

    @Test func sameRunGivesSameBytes() async throws {
        let run = planted()
        let first = FileManager.default.temporaryDirectory.appending(path: "plimsoll-report-\(UUID())")
        let second = FileManager.default.temporaryDirectory.appending(path: "plimsoll-report-\(UUID())")
        defer {
            try? FileManager.default.removeItem(at: first)
            try? FileManager.default.removeItem(at: second)
        }
        let paths = try await write(run, to: first)
        _ = try await write(run, to: second)
        #expect(paths.count == 8)
        #expect(paths.first == first.path + "/2016-11-22-overhead.md")
        for path in paths {
            let name = String(path.dropFirst(first.path.count + 1))
            let text = try String(contentsOf: first.appending(path: name), encoding: .utf8)
            #expect(text == (try String(contentsOf: second.appending(path: name), encoding: .utf8)), "\(name)")
            #expect(!text.contains(first.path), "\(name) holds a path of the host")
        }
        let index = try String(contentsOf: first.appending(path: "README.md"), encoding: .utf8)
        #expect(index.contains("- [2016-11-22-overhead](2016-11-22-overhead.md): **Answer: yes, it is light.**"))
    }

    @Test func pipesOfAFactBreakNoTable() throws {
        var run = planted()
        run.record.fingerprint.host["processor"] = "A | B"
        run.record.fingerprint.host["memory_bytes"] = "25769803776"
        let text = try page(run).markdown
        #expect(text.contains("| A \\| B "))
        #expect(text.contains("25769803776 (25.8 GB)"))
    }

    @Test func runWithOnlyFailuresIsReadable() throws {
        var run = SyntheticRun()
        run.plant([1, 1, 1]) { job in
            job.outcome = .buildFailed
            job.wall = nil
            job.command = nil
            job.failure = Failure(phase: .build, message: "no space | left\non `device`")
        }
        let page = try self.page(run)
        let text = page.markdown
        #expect(text.contains("**Answer: undecided.** No job of a real fixture succeeded on a warm worker"))
        #expect(text.contains("**3 of 3 jobs failed in the build**"))
        #expect(text.contains("`` no space | left on `device` ``"))
        #expect(page.charts.isEmpty)
    }

    @Test(arguments: [0, 1]) func tinyRunsAreReadable(count: Int) async throws {
        var run = SyntheticRun()
        run.plant(Array(repeating: 1, count: count))
        let folder = FileManager.default.temporaryDirectory.appending(path: "plimsoll-report-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let paths = try await write(run, to: folder)
        #expect(paths.count == (count == 0 ? 2 : 8))
        #expect(try String(contentsOfFile: paths[0], encoding: .utf8).contains("**Answer: undecided.**"))
    }
}
