import Findings
import Foundation
import Testing

@testable import Reports
@testable import SyntheticRuns

/// The whole way from planted policies to the report on `storage` and `garbage`.
struct GarbageReportTests {
    private func planted() -> SyntheticPolicyRun {
        var run = SyntheticPolicyRun()
        run.plant(.nothing())
        run.plant(.least(rebuilds: 10))
        run.plant(.init(policy: "dangling", disk: { _ in 800 }, isRefused: { $0 == 12 }))
        return run
    }

    @Test func answersComeFirstAndAllSectionsFollow() throws {
        let text = GarbageReport(try planted().findings()).markdown
        #expect(text.contains("**Answer: `lru` with BuildKit.**"))
        #expect(text.contains(Questions.storage.rule) && text.contains(Questions.garbage.rule))
        #expect(
            text.split(separator: "\n").filter { $0.hasPrefix("#") } == [
                "# How much disk caching needs, and how to collect the garbage", "## The answers", "## How to read it",
                "## By policy", "## What the collections did", "## Why steps missed", "## How the disk grows",
                "## Warnings", "## What was not measured", "## Environment", "## How to reproduce it",
            ])
        #expect(text.contains("would be after build 10"))
        #expect(text.contains("from build 13, 1 job failed"))
    }

    @Test func chartHasEachPolicyAndTheHighMark() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "plimsoll-report-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let paths = try await Report.write(try RunFindings.analyse(try planted().database()), to: folder.path)
        let chart = try #require(paths.first { $0.hasSuffix("22-garbage/disk-builder-buildkit.svg") })
        let drawing = try String(contentsOfFile: chart, encoding: .utf8)
        for word in ["lru", "dangling", "none", "high mark", "full"] { #expect(drawing.contains(word)) }
        // Several engines' disks make no report on one disk.
        #expect(!paths.contains { $0.hasSuffix("-disk.md") })
    }

    @Test func aRunThatTestsNothingIsReadable() throws {
        var run = SyntheticPolicyRun(count: 3)
        run.plant(.nothing())
        let text = GarbageReport(try run.findings()).markdown
        #expect(text.contains("**Answer: undecided.**") && text.contains("did not fill the disk"))
    }
}
