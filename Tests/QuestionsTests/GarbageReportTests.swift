import Foundation
import Model
import Store
import Testing

@testable import Publishing
@testable import Questions
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

    @Test func scheduledPoliciesAreToldInBuilds() throws {
        var findings = try planted().findings()
        #expect(
            GarbageReport(findings).markdown.contains(
                "runs `docker system prune` daily, and with `--all` every 7 days."))
        findings.buildsADay = 8
        let text = GarbageReport(findings).markdown
        #expect(text.contains("runs `docker system prune` every 8 builds, and with `--all` every 56 builds."))
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

    @Test func aMarkThatLeavesNoRoomForABuildIsTold() throws {
        var run = SyntheticPolicyRun()
        run.plant(.nothing())
        var least = SyntheticPolicyRun.Plan.least(rebuilds: 10)
        least.peak = { $0 == 5 ? 900 : nil }
        least.isRefused = { $0 == 5 }
        run.plant(least)
        let text = GarbageReport(try run.findings()).markdown
        // After job 4 it held 500; from the mark at 850 to full there are 150.
        #expect(text.contains("there are 150 B here, and one job took up to 400 B with BuildKit while it ran"))
        var held = SyntheticPolicyRun()
        held.plant(.nothing())
        held.plant(.least(rebuilds: 10))
        #expect(!GarbageReport(try held.findings()).markdown.contains("Leave room above the mark"))
    }

    @Test func whatTheRemaindersConsistOfIsReported() throws {
        let database = try planted().database()
        let run = try #require(try database.runs().first)
        let survey = [("directories", 40), ("build_records", 7), ("uncounted_content", -2), ("filesystem", 1)].map {
            RemainderRecord(
                part: $0, bytes: $1, at: run.record.startedAt, configuration: "builder=buildkit,policy=lru")
        }
        try database.record(survey.map(PointRecord.init), run: run.id)
        let text = GarbageReport(try #require(try RunFindings.analyse(database).garbage)).markdown
        #expect(text.contains("not explained, of the layers made"))
        let row = try #require(text.split(separator: "\n").last { $0.contains("| `lru`") && $0.contains("46 B") })
        for cell in ["40 B", "7 B", "−2 B", "1 B", "0 B"] { #expect(row.contains(" \(cell) |"), "\(row)") }
    }

    @Test func aRunThatTestsNothingIsReadable() throws {
        var run = SyntheticPolicyRun(count: 3)
        run.plant(.nothing())
        let text = GarbageReport(try run.findings()).markdown
        #expect(text.contains("**Answer: undecided.**") && text.contains("did not fill the disk"))
    }
}
