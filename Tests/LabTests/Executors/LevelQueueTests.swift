import Model
import Testing

@testable import Lab

struct LevelQueueTests {
    private func job(
        _ position: Int, executors: Int? = 2, round: Int = 1, arrival: Double? = nil, warmup: Bool = false
    ) -> PlannedJob {
        PlannedJob(
            position: position, round: round, fixture: "f",
            change: Change(index: position, revision: "r\(position)", changeClass: .source),
            configuration: Configuration(builder: .buildkit, executors: executors), warmup: warmup, arrival: arrival)
    }

    @Test func runsOfJobsOfOneLevelAreOneBatch() {
        let jobs = [
            job(0, warmup: true), job(1, warmup: true), job(2), job(3), job(4, executors: 3),
            job(5, executors: 3, round: 2),
            job(6, executors: nil), job(7, executors: nil),
        ]
        let batches = JobBatch.all(of: jobs)
        #expect(batches.map { $0.jobs.map(\.position) } == [[0, 1], [2, 3], [4], [5], [6, 7]])
        #expect(batches.map(\.isLevel) == [false, true, true, true, false])
    }

    @Test func jobsComeInTheirOrderAndAtTheirTime() async throws {
        let began = ContinuousClock.now
        let queue = LevelQueue(
            [job(0, arrival: 0), job(1, arrival: 1), job(2, arrival: 3)], began: began, interval: .milliseconds(40)
        ) { false }
        var positions: [Int] = []
        while let (job, intended) = await queue.next() {
            positions.append(job.position)
            let due = try #require(intended)
            #expect(due == began + .milliseconds(40) * (job.arrival ?? 0))
            #expect(ContinuousClock.now >= due)
        }
        #expect(positions == [0, 1, 2])
    }

    @Test func noneBeginsAfterAStop() async {
        let queue = LevelQueue([job(0), job(1)], began: .now, interval: nil) { true }
        #expect(await queue.next() == nil)
        let closed = LevelQueue([job(0), job(1)], began: .now, interval: nil) { false }
        #expect(await closed.next()?.job.position == 0)
        await closed.close()
        #expect(await closed.next() == nil)
    }

    @Test func jobsArriveByTheRateOfTheSameExecutors() async {
        let rates = LevelRates()
        var busy = Configuration(builder: .legacy, executors: 2, load: .closed)
        await rates.note(4, of: busy)
        busy.load = .open(percent: 50)
        #expect(await rates.interval(of: busy) == 0.5)
        busy.load = .recorded(percent: 200)
        #expect(await rates.interval(of: busy) == 0.125)
        busy.executors = 3
        #expect(await rates.interval(of: busy) == nil)
    }
}
