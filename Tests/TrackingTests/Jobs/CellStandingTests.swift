import Foundation
import Model
import Store
import Testing

@testable import SyntheticRuns
@testable import Tracking

/// How a job stands among its cell.
@Suite struct CellStandingTests {
    private let metric = Metric("wall_s", unit: "s", .lower)

    @Test func rankAndScoreAreOfTheOthers() {
        let figure = CellStanding.Figure(metric, 13, among: [1, 2, 3, 4, 5])
        #expect(figure.others == 5 && figure.median == 3 && figure.rank == 6)
        // Their median absolute deviation is 1.
        #expect(figure.score.map { abs($0 - 10 / 1.4826) < 1e-12 } == true && figure.isUnusual)
        let middle = CellStanding.Figure(metric, 3, among: [1, 2, 3, 4, 5])
        #expect(middle.rank == 3 && middle.score == 0 && !middle.isUnusual)
    }

    @Test func fewOrEqualValuesGiveNoScore() {
        #expect(CellStanding.Figure(metric, 9, among: [1, 2, 3, 4]).score == nil)
        let equal = CellStanding.Figure(metric, 9, among: [2, 2, 2, 2, 2, 7])
        #expect(equal.score == nil && equal.rank == 7 && equal.median == 2)
        let alone = CellStanding.Figure(metric, 9, among: [])
        #expect(alone.rank == 1 && alone.median == nil && alone.others == 0)
    }

    @Test func aPlantedSlowJobIsUnusualInItsCellOnly() throws {
        var run = SyntheticRun()
        run.plant(SyntheticRun.around(1, count: 12))
        run.plant([5])
        run.plant([5], fixture: "malu")
        let database = try run.database()
        func standing(_ row: Int64) throws -> CellStanding {
            try JobAccount.read(.row(row), in: database).standing
        }
        let slow = try standing(13)
        #expect(slow.doubt == nil && slow.figures.first?.metric.id == "wall_s")
        #expect(slow.figures.first?.rank == 13 && slow.figures.first?.isUnusual == true)
        // What does not vary has no score: every command took 2 s.
        let command = try #require(slow.figures.first { $0.metric.id == "command_s" })
        #expect(command.score == nil && command.others == 12)
        #expect(try standing(1).figures.first?.isUnusual == false)
        #expect(try standing(14).figures.first?.others == 0)
    }

    @Test func onlyMeasuredJobsAreCompared() throws {
        var run = SyntheticRun()
        run.plant([1]) { $0.warmup = true }
        run.plant([1]) { $0.outcome = .timedOut }
        let database = try run.database()
        #expect(try JobAccount.read(.row(1), in: database).standing.doubt == "the job is a warm-up")
        let failed = try JobAccount.read(.row(2), in: database).standing
        #expect(failed.doubt == "the job did not succeed" && failed.figures.isEmpty)
    }
}
