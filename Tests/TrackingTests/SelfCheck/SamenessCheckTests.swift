import Model
import Testing

@testable import SyntheticRuns
@testable import Tracking

/// Whether comparisons are found to keep quiet where nothing differs, and not to where something does.
struct SamenessCheckTests {
    @Test func sameJobsUnderTwoNamesHold() throws {
        for seed in 1...3 as ClosedRange<UInt64> {
            let same = try PlantedRun(noise: 0.05, seed: seed).sameness(splits: 200)
            #expect(same.splits == 200 && same.holds, "seed \(seed): \(same.alarms)")
            // At a level of 1 % of which the threshold leaves less: beyond 3 % of 200 there would be something wrong.
            #expect(same.rate <= 0.03)
        }
    }

    @Test func aNameThatMakesADifferenceDoesNotHold() throws {
        let same = try PlantedRun(controlSlower: 0.15).sameness(splits: 50)
        #expect(same.comparison.outcome == .regression)
        #expect(same.comparison.worse.contains { $0.metric.id == "build_s" })
        #expect(!same.holds)
    }

    @Test func theSameSeedGivesTheSameAlarms() throws {
        let alarms = try (0..<2).map { _ in try PlantedRun(noise: 0.2, count: 12).sameness(splits: 40).alarms }
        #expect(alarms[0] == alarms[1])
    }

    @Test func noAlarmOfAHundredStandsForAtMostFourPercent() throws {
        let same = try PlantedRun(noise: 0).sameness(splits: 100)
        #expect(same.alarms == 0 && same.interval.low == 0)
        // Wilson's upper end for none of n: z² / (n + z²).
        #expect(abs(same.interval.high - 3.841459 / 103.841459) < 1e-6)
    }

    @Test func wholeJobsAreDealtOut() throws {
        func side(_ values: [Double]) throws -> MeasuredRun {
            let series = ["build_s", "wall_s", "failed_jobs"].compactMap { id in
                MetricTable.standard[id].map { metric in
                    MeasuredSeries(key: Planted.key(id), metric: metric, values: metric.isTotal ? [0] : values)
                }
            }
            return MeasuredRun(run: try Planted.summary(), series: series)
        }
        let (first, second) = (try side([1, 2, 3, 4]), try side([5, 6, 7]))
        let resplit = Resplit(first, second)
        var generator = SeededGenerator(seed: 7)
        var seen: Set<[Double]> = []
        for _ in 0..<50 {
            let (left, right) = resplit.draw(&generator)
            let builds = try present(left.series[Planted.key("build_s")]).values
            let rest = try present(right.series[Planted.key("build_s")]).values
            #expect(builds.count == 4 && rest.count == 3)
            #expect((builds + rest).sorted() == [1, 2, 3, 4, 5, 6, 7])
            #expect(left.series[Planted.key("wall_s")]?.values == builds)
            #expect(left.series[Planted.key("failed_jobs")] == nil)
            seen.insert(builds.sorted())
        }
        #expect(seen.count > 20)
    }
}
