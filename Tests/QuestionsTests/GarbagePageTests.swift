import Foundation
import Model
import Store
import Testing

@testable import Publishing
@testable import Questions
@testable import SyntheticRuns

/// The whole way from planted policies to the page on `storage` and `garbage`.
struct GarbagePageTests {
    private func planted() -> SyntheticPolicyRun {
        var run = SyntheticPolicyRun()
        run.plant(.nothing())
        run.plant(.least(rebuilds: 10))
        run.plant(.init(policy: "dangling", disk: { _ in 800 }, isRefused: { $0 == 12 }))
        return run
    }

    private func text(_ evidence: GarbageEvidence) -> String {
        GarbageQuestion().page(evidence, evidence.garbage).markdown
    }

    @Test func answersComeFirstAndAllSectionsFollow() throws {
        let text = text(try planted().evidence())
        #expect(text.contains("**Answer: `lru` with BuildKit.**"))
        #expect(text.contains(StorageQuestion().rule) && text.contains(GarbageQuestion().rule))
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
        var evidence = try planted().evidence()
        #expect(text(evidence).contains("runs `docker system prune` daily, and with `--all` every 7 days."))
        evidence.buildsADay = 8
        #expect(
            text(evidence).contains("runs `docker system prune` every 8 builds, and with `--all` every 56 builds."))
    }

    @Test func chartHasEachPolicyAndTheHighMark() async throws {
        let database = try planted().database()
        let run = RunReader(try #require(try database.latestRun()), in: database)
        let evidence = try #require(try await run.evidence(of: GarbageQuestion()))
        let page = GarbageQuestion().page(evidence, evidence.garbage)
        #expect(page.name.hasSuffix("22-garbage"))
        let chart = try #require(page.charts.first { $0.name == "disk-builder-buildkit" })
        let drawing = try await Gnuplot().draw(chart)
        for word in ["lru", "dangling", "none", "high mark", "full"] { #expect(drawing.contains(word)) }
        // Several engines' disks make no page on one disk.
        let disk = try await DiskPage.page(in: run)
        #expect(disk?.name == nil)
    }

    @Test func thePageIsTheSameForBothQuestionsButForItsKey() throws {
        let evidence = try planted().evidence()
        let pages = [
            StorageQuestion().page(evidence, evidence.storage), GarbageQuestion().page(evidence, evidence.garbage),
        ]
        #expect(pages[0].markdown == pages[1].markdown)
        let words = try pages.map { try #require($0.key).words }
        #expect(words[0].contains("time-weighted hit rate") && words[1].hasPrefix("`lru` with BuildKit.**"))
    }

    @Test func aMarkThatLeavesNoRoomForABuildIsTold() throws {
        var run = SyntheticPolicyRun()
        run.plant(.nothing())
        var least = SyntheticPolicyRun.Plan.least(rebuilds: 10)
        least.peak = { $0 == 5 ? 900 : nil }
        least.isRefused = { $0 == 5 }
        run.plant(least)
        let text = text(try run.evidence())
        // After job 4 it held 500; from the mark at 850 to full there are 150.
        #expect(text.contains("there are 150 B. One job took up to 400 B with BuildKit while it ran"))
        var held = SyntheticPolicyRun()
        held.plant(.nothing())
        held.plant(.least(rebuilds: 10))
        #expect(try !self.text(held.evidence()).contains("Leave room above the mark"))
    }

    @Test func whatTheRemaindersConsistOfIsReported() throws {
        let database = try planted().database()
        let run = try #require(try database.runs().first)
        let survey = [("directories", 40), ("build_records", 7), ("uncounted_content", -2), ("filesystem", 1)].map {
            RemainderRecord(
                part: $0, bytes: $1, at: run.record.startedAt, configuration: "builder=buildkit,policy=lru")
        }
        try database.record(survey.map(PointRecord.init), run: run.id)
        let text = text(try #require(try GarbageAnalysis.analyse(database, run: run)))
        #expect(text.contains("unexplained, share of layers made"))
        let row = try #require(text.split(separator: "\n").last { $0.contains("| `lru`") && $0.contains("46 B") })
        for cell in ["40 B", "7 B", "−2 B", "1 B", "0 B"] { #expect(row.contains(" \(cell) |"), "\(row)") }
    }

    @Test func aRunThatTestsNothingIsReadable() throws {
        var run = SyntheticPolicyRun(count: 3)
        run.plant(.nothing())
        let text = text(try run.evidence())
        #expect(text.contains("**Answer: undecided.**") && text.contains("did not fill the disk"))
    }
}
