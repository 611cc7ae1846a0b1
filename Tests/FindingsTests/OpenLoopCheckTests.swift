import Records
import Testing

@testable import Findings
@testable import SyntheticRuns

/// Open loops whose waits follow from their arrivals and times by the recursion of a queue, beside the simulation.
struct OpenLoopCheckTests {
    private func check(_ run: SyntheticCapacityRun) throws -> OpenLoopCheck {
        let series = LoadSeries.series(run.observations)
        let open = try #require(series.first { $0.loop == .open })
        return OpenLoopCheck.check(open, by: ServiceMeasurements(series), seed: 1)
    }

    private func planted(
        executors: Int, gap: Double, slowdown: Double = 1, count: Int = 400, seed: UInt64 = 1
    ) -> SyntheticCapacityRun {
        var run = SyntheticCapacityRun()
        run.plantClosed(executors: 1)
        if executors > 1 { run.plantClosed(executors: executors) }
        run.plantOpen(executors: executors, count: count, gap: gap, slowdown: slowdown, seed: seed)
        return run
    }

    @Test(arguments: [1, 2, 4], [1, 2, 3]) func theSameQueueAgrees(executors: Int, seed: Int) throws {
        let gap = 10 / (0.85 * Double(executors))
        let found = try check(planted(executors: executors, gap: gap, seed: UInt64(seed)))
        #expect(found.answer == .agrees, "\(found)")
        #expect(found.jobs == 400 && found.executors == executors && found.source == .closedLoops)
        // With the measured times nothing is left to chance: what differs is the histogram's bucket and the database's millisecond.
        #expect(abs((found.replayed ?? 0) / found.measured - 1) < 0.01)
        #expect(found.interval?.contains(found.predicted ?? -1) == true)
    }

    @Test(arguments: [0.85, 1.15]) func timesThatDoNotHoldDisagree(slowdown: Double) throws {
        let found = try check(planted(executors: 2, gap: 6, slowdown: slowdown))
        #expect(found.answer == .disagrees, "\(found)")
        #expect((found.error ?? 0).sign == (slowdown > 1 ? .minus : .plus))
        // The queue is the same: with the times as they were its waits are found all the same.
        #expect(abs((found.replayed ?? 0) / found.measured - 1) < 0.01)
    }

    @Test func whatCannotBeJudgedIsNot() throws {
        let few = try check(planted(executors: 2, gap: 6, count: 59))
        guard case .notJudged(let reason) = few.answer else {
            Issue.record("\(few)")
            return
        }
        #expect(reason.contains("59 jobs") && few.error == nil)
        let idle = try check(planted(executors: 4, gap: 30))
        #expect(idle.answer == .notJudged("hardly any job waited: there is no wait to predict"))
    }

    @Test func withoutClosedLoopsTheOtherHalfIsTheBasis() throws {
        var run = SyntheticCapacityRun()
        run.plantOpen(executors: 2, count: 800, gap: 6)
        let found = try check(run)
        #expect(found.source == .otherHalf && found.jobs == 400)
        #expect(found.answer == .agrees, "\(found)")
        // Times that grow after the half are not foreseen by the first.
        for index in 400..<800 { run.jobs[index].queued += 40 }
        #expect(try check(run).answer == .disagrees)
    }
}
