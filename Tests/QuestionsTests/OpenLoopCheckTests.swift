import Model
import Testing

@testable import Questions
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
        // As many as there are executors find an idle worker, and are not judged.
        #expect(found.jobs == 400 - executors && found.executors == executors && found.source == .closedLoops)
        // With the measured times nothing is left to chance: what differs is the histogram's bucket and the database's millisecond.
        #expect(abs((found.replayed ?? 0) / found.measured - 1) < 0.01)
        #expect(found.interval?.contains(found.predicted ?? -1) == true)
        #expect(found.measuredInterval?.contains(found.measured) == true)
    }

    @Test(arguments: [0.85, 1.15]) func timesThatDoNotHoldDisagree(slowdown: Double) throws {
        let found = try check(planted(executors: 2, gap: 6, slowdown: slowdown))
        #expect(found.answer == .disagrees, "\(found)")
        #expect((found.error ?? 0).sign == (slowdown > 1 ? .minus : .plus))
        // The queue is the same: with the times as they were its waits are found all the same.
        #expect(abs((found.replayed ?? 0) / found.measured - 1) < 0.01)
    }

    struct Case: Sendable {
        let predicted: Double
        let interval: ClosedRange<Double>
        let answer: OpenLoopCheck.Answer
    }

    static let cases: [Case] = [
        // Certain to a tenth: the measured wait decides, whether its interval holds the prediction or not.
        Case(predicted: 10, interval: 9...11, answer: .agrees),
        Case(predicted: 11.4, interval: 9...11, answer: .agrees),
        Case(predicted: 8.6, interval: 9.5...10.5, answer: .agrees),
        Case(predicted: 11.6, interval: 9...11, answer: .disagrees),
        Case(predicted: 8.4, interval: 9...11, answer: .disagrees),
        // Certain to 30 %: nothing is decided but what lies outside of all of it. It takes four times the jobs to halve the interval.
        Case(predicted: 10, interval: 7...13, answer: .undecided(needed: 400)),
        Case(predicted: 8, interval: 7...13, answer: .undecided(needed: 400)),
        Case(predicted: 16, interval: 7...13, answer: .disagrees),
        Case(predicted: 5, interval: 7...13, answer: .disagrees),
    ]

    @Test(arguments: OpenLoopCheckTests.cases) func theRuleTakesTheMeasuredIntervalIntoAccount(planted: Case) {
        let found = OpenLoopCheck.answer(
            predicted: planted.predicted, measured: 10, interval: planted.interval, jobs: 100)
        guard case (.undecided(let needed), .undecided(let expected)) = (found, planted.answer) else {
            #expect(found == planted.answer)
            return
        }
        // What floating-point numbers add may round up to one more.
        #expect((expected...expected + 1).contains(needed))
    }

    @Test func aWaitThatRestsOnAFewLongJobsIsUncertain() throws {
        // One job of ten takes as long as forty others: which of them it is makes the waits.
        let times = [Double](repeating: 1, count: 9) + [40]
        var run = SyntheticCapacityRun()
        run.plantClosed(executors: 1, count: 100, times: times)
        run.plantOpen(executors: 1, count: 90, gap: 7, times: times)
        let found = try check(run)
        let interval = try #require(found.measuredInterval)
        #expect((interval.upperBound - interval.lowerBound) / 2 > OpenLoopCheck.tolerance * found.measured)
        #expect(found.answer != .agrees && found.jobs == 89)
        #expect(found.isCovered == interval.contains(found.predicted ?? -1))
    }

    @Test func whatCannotBeJudgedIsNot() throws {
        let few = try check(planted(executors: 2, gap: 6, count: 59))
        guard case .notJudged(let reason) = few.answer else {
            Issue.record("\(few)")
            return
        }
        #expect(reason.contains("57 jobs") && few.error == nil)
        let idle = try check(planted(executors: 4, gap: 30))
        #expect(idle.answer == .notJudged("hardly any job waited: there is no wait to predict"))
    }

    @Test func withoutClosedLoopsTheOtherHalfIsTheBasis() throws {
        var run = SyntheticCapacityRun()
        run.plantOpen(executors: 2, count: 800, gap: 6)
        let found = try check(run)
        #expect(found.source == .otherHalf && found.jobs == 399)
        #expect(found.answer == .agrees, "\(found)")
        // Times that grow after the half are not foreseen by the first.
        var growing = SyntheticCapacityRun()
        growing.plantOpen(executors: 2, gap: 6)
        growing.plantOpen(executors: 2, gap: 6, slowdown: 1.15, seed: 2)
        let missed = try check(growing)
        #expect(missed.source == .otherHalf && missed.answer == .disagrees, "\(missed)")
    }
}
