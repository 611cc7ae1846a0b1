import Foundation
import Model
import Store
import Testing

@testable import Publishing
@testable import Questions
@testable import SyntheticRuns

/// The page on the disk, from planted samples.
struct DiskPageTests {
    private static let opened = Date(timeIntervalSince1970: 1_479_772_800)

    /// A run of source changes on the classic builder, each of which grows the disk by 2 MB, of which the engine knows 1.5.
    private func database(jobs count: Int = 30) throws -> (ResultsDatabase, RunSummary) {
        var run = SyntheticRun()
        run.plant([Double](repeating: 1, count: 2), builder: "legacy") { $0.warmup = true }
        run.plant(SyntheticRun.around(1, count: count), builder: "legacy") { $0.steps[2].bytes = 4_000_000 }
        let database = try run.database()
        let summary = try #require(try database.latestRun())
        for (index, job) in try database.jobs(run: summary.id).enumerated() {
            try database.attach(
                disk: DiskRecord(
                    openedAt: Self.opened, at: Self.opened, images: 1_000_000_000 + 1_500_000 * index, containers: 0,
                    volumes: 0, cache: 0, sharedCache: 0, filesystem: 2_000_000_000 + 2_000_000 * index,
                    baseline: 900_000_000, filesystemSize: 20_000_000_000, inodes: 9, source: "statfs", quiet: true,
                    seconds: 0.006, waited: 0.001), to: job.id)
        }
        try database.record(
            ["block_rounding", "directories", "foreign"].enumerated().map { index, part in
                PointRecord(
                    RemainderRecord(part: part, bytes: [12_000_000, 4_000_000, 0][index], at: Self.opened))
            }, run: summary.id)
        return (database, summary)
    }

    @Test func theSectionSaysWhatWasPlanted() throws {
        let (database, run) = try database()
        let disk = try #require(try DiskAnalysis.analyse(database, run: run))
        let text = DiskPage(disk: disk, run: run).page.markdown
        #expect(text.contains("## Disk"))
        #expect(text.contains("After 32 of 32 jobs the engine was asked"))
        #expect(text.contains("6.00 ms a sample"))
        #expect(text.contains("](2016-11-22-disk/disk.svg)"))
        let row = try #require(text.split(separator: "\n").first { $0.hasPrefix("| scap ") && $0.contains("2.00 MB") })
        #expect(row.contains("classic builder") && row.contains("source") && row.contains("4.00 MB"))
        // (24 GB − 2.002 GB) over 15 builds of 2 MB a day.
        #expect(text.contains(" 733 days"))
        #expect(text.contains("wrong by 0 B (0.0 % of the actual growth)"))
        // The remainder grew by 0.5 MB a job over 31 jobs; 30 jobs made 4 MB each.
        #expect(text.contains("changed by 15.5 MB from the first sample to the last, 13 % of the layers made"))
        let parts = try #require(text.range(of: "whole blocks under files"))
        let smaller = try #require(text.range(of: "directories of layers and volumes"))
        #expect(parts.lowerBound < smaller.lowerBound)
        #expect(text.contains("16.0 MB") && !text.contains("files that no engine makes"))
    }

    @Test func aRunThatReplaysAHistoryHasThePage() async throws {
        let (database, run) = try database()
        let page = try #require(try await DiskPage.page(in: RunReader(run, in: database)))
        #expect(page.name == "2016-11-22-disk" && page.charts.map(\.name) == ["disk"] && page.key?.words == nil)
    }

    @Test func aRunWithoutALedgerHasNoPage() async throws {
        var run = SyntheticRun()
        run.plant(SyntheticRun.around(1))
        let database = try run.database()
        let page = try await DiskPage.page(in: RunReader(try #require(try database.latestRun()), in: database))
        #expect(page?.name == nil)
    }

    @Test func theChartIsDrawn() async throws {
        let (database, run) = try database()
        let disk = try #require(try DiskAnalysis.analyse(database, run: run))
        let chart = try #require(DiskEvidence.chart(disk.points))
        let drawing = try await Gnuplot().draw(chart)
        for title in ["on disk", "by the engine's own figure", "remainder"] { #expect(drawing.contains(title)) }
        #expect(DiskEvidence.chart(Array(disk.points.prefix(1)))?.name == nil)
    }

    @Test func aChartOverTwoEnginesAndAnUnseenDiskIsDrawn() async throws {
        let points = (0..<20).map { index in
            DiskEvidence.Point(
                job: index + 1,
                level: .init(ledger: Self.opened.addingTimeInterval(index < 10 ? 0 : 60), engine: Double(index) * 1e6))
        }
        let drawing = try await Gnuplot().draw(try #require(DiskEvidence.chart(points)))
        #expect(drawing.contains("engine's own figure") && !drawing.contains("remainder"))
    }

    @Test(arguments: [
        (0.0, "0 B"), (999, "999 B"), (-1500, "−1.50 kB"), (999_600, "1.00 MB"), (24e9, "24.0 GB"), (1.5e12, "1.50 TB"),
    ])
    func bytesReadWell(value: Double, text: String) {
        #expect(Words.bytes(value) == text)
    }
}
