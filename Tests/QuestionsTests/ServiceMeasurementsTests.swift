import Model
import Testing

@testable import Questions
@testable import SyntheticRuns

/// What is read from planted loops before anything is simulated.
struct ServiceMeasurementsTests {
    private func measurements(_ run: SyntheticCapacityRun) -> ServiceMeasurements {
        ServiceMeasurements(LoadSeries.series(run.observations))
    }

    @Test func plantedSlowdownIsFoundAndBetweenTwoLevelsInterpolated() throws {
        var run = SyntheticCapacityRun()
        run.plantCold(30)
        run.plantClosed(executors: 1, times: [10])
        run.plantClosed(executors: 3, slowdown: 1.5, times: [10])
        run.plantClosed(executors: 4, slowdown: 1.8, times: [10])
        let found = measurements(run)
        #expect(found.levels.map(\.executors) == [1, 3, 4])
        for (level, truth) in zip(found.levels, [1, 1.5, 1.8]) { #expect(abs(level.slowdown - truth) < 1e-6) }
        let slowdown = try #require(found.slowdown(upTo: 4))
        for (value, truth) in zip(slowdown, [1, 1.25, 1.5, 1.8]) { #expect(abs(value - truth) < 1e-6) }
        #expect(found.slowdown(upTo: 5) == nil && found.slowdown(upTo: 0) == nil)
        #expect(found.usualExecutors == 3)
        #expect(found.model(executors: 4) != nil && found.model(executors: 5) == nil)
    }

    @Test func jobsThatHaveTheWorkerToThemselvesAtTheEndAreNotSideBySide() {
        var run = SyntheticCapacityRun()
        run.plantClosed(executors: 1)
        run.plantClosed(executors: 2, slowdown: 1.25)
        // The second executor has no more to do for the last six jobs of the first, which are as fast as alone.
        let end = run.jobs.count
        for index in end - 12..<end where run.jobs[index].executor == 0 {
            run.jobs[index].wall = run.jobs[index].wall.map { $0 / 1.25 }
        }
        run.jobs.removeAll { $0.position >= end - 12 && $0.executor == 1 }
        let level = measurements(run).levels.last
        #expect(level?.executors == 2 && abs((level?.slowdown ?? 0) - 1.25) < 0.02)
    }

    @Test func anotherMixIsNoSlowdown() {
        var run = SyntheticCapacityRun()
        run.plantClosed(executors: 1, count: 40, weight: 9)
        run.plantClosed(executors: 1, count: 20, changeClass: .dependency, weight: 1, times: [40])
        // With two executors rare changes are as frequent as others, and each takes 1.2 times as long.
        run.plantClosed(executors: 2, count: 24, slowdown: 1.2)
        run.plantClosed(executors: 2, count: 24, slowdown: 1.2, changeClass: .dependency, times: [40])
        #expect(abs((measurements(run).levels.last?.slowdown ?? 0) - 1.2) < 0.01)
    }

    @Test func kindsWeighAsTheirJobsDo() throws {
        var run = SyntheticCapacityRun()
        run.plantCold(30)
        run.plantClosed(executors: 1, count: 24, weight: 10)
        run.plantClosed(executors: 1, count: 12, changeClass: .dependency, weight: 5, times: [50])
        let model = try #require(measurements(run).model(executors: 1))
        // 240 of 300 in weight take 10 s, 60 take 50 s.
        #expect(abs(model.meanWork - 18) < 1e-9)
        #expect(model.fixtures.map(\.name) == ["scap"] && model.fixtures[0].cold == [30])
    }

    @Test func firstBuildsBesideOthersAreReckonedBack() {
        var run = SyntheticCapacityRun()
        run.plantClosed(executors: 1)
        run.plantClosed(executors: 2, slowdown: 1.5)
        run.plantCold(45, executors: 2)
        let cold = measurements(run).cold["scap"] ?? []
        #expect(cold.count == 1 && abs(cold[0] - 30) < 1e-6)
    }

    @Test func loopsAreToldApart() {
        var run = SyntheticCapacityRun()
        run.plantClosed(executors: 1)
        run.plantClosed(executors: 4)
        #expect(LoadSeries.series(run.observations).map(\.loop) == [.closed, .closed])
        var open = SyntheticCapacityRun()
        open.plantOpen(executors: 2, gap: 6)
        #expect(LoadSeries.series(open.observations).map(\.loop) == [.open])
        // Nobody waits, but four executors had work for one.
        var idle = SyntheticCapacityRun()
        idle.plantOpen(executors: 4, gap: 10)
        #expect(LoadSeries.series(idle.observations).map(\.loop) == [.open])
    }

    @Test func openLoopsAreNoBasis() {
        var run = SyntheticCapacityRun()
        run.plantClosed(executors: 1)
        run.plantOpen(executors: 2, gap: 6)
        #expect(measurements(run).levels.map(\.executors) == [1])
    }

    @Test func theTimeBetweenTwoJobsIsSeenWhereOneWaits() throws {
        var run = SyntheticCapacityRun()
        run.plantOpen(executors: 1, gap: 11)
        for index in run.jobs.indices {
            guard let wall = run.jobs[index].wall else { continue }
            run.jobs[index].wall = wall - 0.5
        }
        let series = try #require(LoadSeries.series(run.observations).first)
        #expect(abs(series.turnaround - 0.5) < 0.01)
    }
}
