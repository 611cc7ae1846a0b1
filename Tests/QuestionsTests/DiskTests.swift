import Foundation
import Model
import Store
import Testing

@testable import Questions
@testable import SyntheticRuns

/// What is planted in a series of levels must be found in it again.
struct DiskTests {
    private static let ledger = Date(timeIntervalSince1970: 1_700_000_000)

    /// Jobs whose disk grows from sample to sample as told; the first is the warm worker.
    private func jobs(
        _ growth: [(ChangeClass, Double)], from start: Double = 1e9, configuration: String = "builder=buildkit",
        weights: [ChangeClass: Double] = [:]
    ) -> [DiskObservation] {
        func cell(_ changeClass: ChangeClass) -> Cell {
            Cell(scenario: "s", configuration: configuration, fixture: "scap", changeClass: changeClass)
        }
        var level = start
        var jobs = [DiskObservation(cell: cell(.none), level: Self.level(filesystem: start), warmup: true)]
        for (changeClass, bytes) in growth {
            level += bytes
            jobs.append(
                DiskObservation(
                    cell: cell(changeClass), made: max(0, bytes) * 2, weight: weights[changeClass] ?? 1,
                    level: Self.level(filesystem: level)))
        }
        return jobs
    }

    private static func level(filesystem: Double, ledger: Date = ledger) -> DiskObservation.Level {
        .init(
            ledger: ledger, engine: 0.9 * filesystem, filesystem: filesystem, remainder: 0.1 * filesystem - 1e8,
            seconds: 0.006)
    }

    /// Noise that adds up to nothing over every ten.
    private func noise(_ index: Int, _ size: Double) -> Double {
        size * (Double((index * 7) % 10) - 4.5) / 4.5
    }

    private func planted(_ count: Int = 60) -> [(ChangeClass, Double)] {
        // In every twelve jobs: ten source changes of 1 MB, one of dependencies of 50 MB, one that removes 5 MB.
        (0..<count).map { index in
            switch index % 12 {
            case 10: (.dependency, 50e6 + noise(index / 12, 2e6))
            case 11: (.none, -5e6)
            default: (.source, 1e6 + noise(index % 12, 0.4e6))
            }
        }
    }

    @Test func plantedSlopesAreFoundByClass() throws {
        let found = try #require(DiskAnalysis.evidence(of: jobs(planted()), seed: 1))
        #expect(found.measure == .filesystem && found.samples == 61 && found.jobs == 61 && found.unquiet == 0)
        #expect(found.classes.map(\.kind.changeClass) == [.none, .source, .dependency])
        let source = try #require(found.classes.first { $0.kind.changeClass == .source })
        #expect(source.growth.count == 50)
        #expect(abs(source.growth.mean - 1e6) < 1)
        let interval = try #require(source.growth.interval)
        // The standard error of 50 such values is 0.036 MB.
        #expect(interval.contains(1e6) && interval.lowerBound > 0.9e6 && interval.upperBound < 1.1e6)
        #expect(source.made.map { abs($0 - 2e6) < 1 } == true)
        let none = try #require(found.classes.first { $0.kind.changeClass == .none })
        #expect(none.growth.mean == -5e6 && none.growth.interval == nil)
        let dependency = try #require(found.classes.first { $0.kind.changeClass == .dependency })
        #expect(abs(dependency.growth.mean - 50e6) < 2e6)
    }

    @Test func growthABuildIsInTheRealProportions() throws {
        // Drawn one to five, really one to ninety-nine.
        let drawn: [(ChangeClass, Double)] = (0..<60).map { $0 % 6 == 5 ? (.dependency, 100e6) : (.source, 1e6) }
        let weights: [ChangeClass: Double] = [.source: 99.0 / 50, .dependency: 1.0 / 10]
        let found = try #require(DiskAnalysis.evidence(of: jobs(drawn, weights: weights), seed: 1))
        let growth = try #require(found.configurations.first).growth
        #expect(abs(growth.mean - (0.99 * 1e6 + 0.01 * 100e6)) < 1)
        #expect(growth.count == 60)
        // No stratum has any spread: how much a rare job would add is not known, and no interval claims it.
        #expect(growth.interval == nil)
    }

    @Test func aJobBesideAGapHasNoGrowth() throws {
        var jobs = jobs(Array(repeating: (.source, 1e6), count: 20))
        jobs[10].level = nil
        let found = try #require(DiskAnalysis.evidence(of: jobs, seed: 1))
        let source = try #require(found.classes.first)
        // Neither the job without a sample nor the next, whose difference would hold both.
        #expect(source.growth.count == 18 && abs(source.growth.mean - 1e6) < 1)
        #expect(found.samples == 20 && found.jobs == 21)
    }

    @Test func twoEnginesAreNotCompared() throws {
        var jobs = jobs(Array(repeating: (.source, 1e6), count: 20))
        for index in 11...20 {
            jobs[index].level = Self.level(filesystem: 5e6, ledger: Self.ledger.addingTimeInterval(60))
        }
        let found = try #require(DiskAnalysis.evidence(of: jobs, seed: 1))
        let growth = try #require(found.classes.first).growth
        #expect(growth.count == 19)
        #expect(abs(growth.mean - 10e6 / 19) < 1)
        // The remainder is followed on the last engine only, where nothing changed.
        #expect(found.remainderGrowth == 0)
    }

    @Test func anUnseenDiskIsMeasuredByTheEnginesWord() throws {
        var jobs = jobs(Array(repeating: (.source, 1e6), count: 12))
        for index in jobs.indices {
            jobs[index].level?.filesystem = nil
            jobs[index].level?.remainder = nil
        }
        let found = try #require(DiskAnalysis.evidence(of: jobs, seed: 1))
        #expect(found.measure == .engine && found.remainderGrowth == nil)
        let growth = try #require(found.classes.first).growth
        #expect(abs(growth.mean - 0.9e6) < 1)
        for index in jobs.indices { jobs[index].level = nil }
        #expect(DiskAnalysis.evidence(of: jobs, seed: 1) == nil)
        #expect(DiskAnalysis.evidence(of: [], seed: 1) == nil)
    }

    @Test func coldBuildsAndTheFloorAreNotPartOfARealBuild() throws {
        var jobs = jobs(Array(repeating: (.source, 1e6), count: 12))
        jobs[5].cold = true
        jobs[6].cell = Cell(scenario: "s", configuration: "builder=buildkit", fixture: "noop", changeClass: .source)
        jobs[7].weight = 0
        let found = try #require(DiskAnalysis.evidence(of: jobs, seed: 1))
        #expect(try #require(found.configurations.first).growth.count == 9)
        #expect(found.classes.count == 3)
    }

    @Test func aSteadyGrowthIsForetold() throws {
        let check = try #require(DiskAnalysis.evidence(of: jobs(planted(60)), seed: 1)?.check)
        #expect(check.fitted == 40 && check.judged == 20)
        // 16 or 17 source changes, 2 of dependencies, 2 that remove: by the planted means.
        let relative = try #require(check.relativeError)
        #expect(abs(check.error) < 5e6 && abs(relative) < 0.05)
        #expect(check.moved > check.actual)
    }

    @Test func aGrowthThatChangesIsNot() throws {
        // A cache that fills up and then is collected: the model cannot know.
        let growth: [(ChangeClass, Double)] = (0..<30).map { (.source, $0 < 20 ? 10e6 : 0) }
        let check = try #require(DiskAnalysis.evidence(of: jobs(growth), seed: 1)?.check)
        #expect(check.actual == 0 && check.predicted == 100e6 && check.relativeError == nil)
        #expect(check.meanError == 55e6)
        #expect(GrowthCheck([]) == nil)
    }

    @Test func aKindThatWasNotFittedIsForetoldByItsLike() throws {
        func increment(_ series: String, _ changeClass: ChangeClass, _ bytes: Double) -> DiskIncrement {
            let cell = Cell(scenario: "s", configuration: "c", fixture: series, changeClass: changeClass)
            return DiskIncrement(cell: cell, cold: false, bytes: bytes)
        }
        let model = try #require(
            GrowthModel(fitting: [increment("a", .source, 2), increment("a", .source, 4), increment("a", .base, 60)]))
        #expect(model.growth(of: increment("a", .source, 0).kind) == 3)
        #expect(model.growth(of: increment("b", .source, 0).kind) == 3)
        #expect(model.growth(of: increment("b", .touch, 0).kind) == 22)
        #expect(GrowthModel(fitting: []) == nil)
    }

    @Test func daysToFullAreFreeBytesOverBytesADay() {
        let growth = GrowthEstimate(mean: 10e6, interval: 5e6...20e6, count: 50)
        let days = DaysToFull(disk: 24e9, used: 4e9, growth: growth, buildsADay: 100)
        #expect(days.days == 20)
        #expect(days.interval == 10...40)
        #expect(DaysToFull(disk: 4e9, used: 5e9, growth: growth, buildsADay: 100).days == 0)
    }

    @Test func aDiskThatDoesNotGrowIsNeverFull() {
        let shrinking = GrowthEstimate(mean: -1, interval: -2...0, count: 50)
        #expect(DaysToFull(disk: 24e9, used: 4e9, growth: shrinking, buildsADay: 100).days == nil)
        let unsure = GrowthEstimate(mean: 1e6, interval: -1e6...2e6, count: 50)
        let days = DaysToFull(disk: 24e9, used: 4e9, growth: unsure, buildsADay: 100)
        #expect(days.days == 200)
        #expect(days.interval == 100...Double.infinity)
    }

    @Test func sameJobsGiveTheSameEvidence() throws {
        let first = DiskAnalysis.evidence(of: jobs(planted()), seed: 7)
        #expect(first == DiskAnalysis.evidence(of: jobs(planted()), seed: 7))
    }

    @Test func manyJobsAreAnalysedQuicklyAndDrawnThin() throws {
        let found = try #require(DiskAnalysis.evidence(of: jobs(planted(12_000)), seed: 1))
        #expect(found.points.count == DiskAnalysis.drawnPoints)
        #expect(found.points.first?.job == 1 && found.points.last?.job == 12_001)
        let growth = try #require(found.configurations.first).growth
        // By the normal approximation.
        #expect(growth.interval?.contains(growth.mean) == true)
    }

    @Test func theDatabasesSamplesAreWhatIsAnalysed() throws {
        var run = SyntheticRun()
        run.plant(Array(repeating: 1, count: 12))
        let database = try run.database()
        let summary = try #require(try database.latestRun())
        #expect(try DiskAnalysis.analyse(database, run: summary) == nil)
        for (index, job) in try database.jobs(run: summary.id).enumerated() {
            let disk = DiskRecord(
                openedAt: Self.ledger, at: Self.ledger, images: 1_000_000 + 2000 * index, containers: 0, volumes: 0,
                cache: 0, sharedCache: 0, filesystem: 3_000_000 + 3000 * index, baseline: 500_000, source: "statfs",
                quiet: index != 3, seconds: 0.01, waited: 0)
            try database.attach(disk: disk, to: job.id)
        }
        try database.record(
            [PointRecord(RemainderRecord(part: "directories", bytes: 11_000, at: Self.ledger))], run: summary.id)
        let found = try #require(try DiskAnalysis.analyse(database, run: summary))
        #expect(found.samples == 12 && found.unquiet == 1 && found.seconds == 0.01)
        #expect(found.classes.map { $0.growth.mean.rounded() } == [3000])
        #expect(found.remainderGrowth == 11_000)
        #expect(found.remainder.map(\.part) == ["directories"])
    }

    @Test func partsOfTheRemainderAreGroupedByWhetherTheyHaveACause() throws {
        let survey = [
            ("block_rounding", 100), ("directories", 20), ("layer_records", 3), ("containerd", 4),
            ("uncounted_content", -7), ("filesystem", 5), ("foreign", 1),
        ].map { RemainderRecord(part: $0, bytes: $1, at: .distantPast) }
        let shares = try #require(RemainderShares(survey))
        #expect(shares.holding == 120 && shares.records == 7 && shares.uncounted == -7)
        #expect(shares.total == 126)
        // What is too much and what is missing do not make up for each other.
        #expect(shares.unexplained == 13)
    }

    @Test func nothingIsSaidOfADiskThatWasNotSurveyed() {
        #expect(RemainderShares([]) == nil)
    }
}
