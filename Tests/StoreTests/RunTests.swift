import Foundation
import Model
import Store
import Testing

@Suite struct RunTests {
    @Test func comesBackAsItWasRecorded() throws {
        let database = try ResultsDatabase.inMemory()
        let run = Samples.run(scenarios: ["overhead", "cache"])
        try database.begin(run)
        let summary = try #require(try database.run(run.id))
        #expect(summary.record == run)
        #expect(summary.endedAt == nil && summary.endReason == nil && summary.excluded == nil)
        #expect(summary.jobs == 0 && summary.warmups == 0 && summary.failures == 0)
        #expect(try database.run(UUID()) == nil)
        #expect(code { try database.begin(run) } == .rejected)
    }

    @Test func endsAndIsCounted() throws {
        let database = try ResultsDatabase.inMemory()
        let run = Samples.run()
        try database.begin(run)
        _ = try database.save(Samples.job(position: -1, warmup: true), run: run.id)
        _ = try database.save(Samples.job(position: 0), run: run.id)
        _ = try database.save(Samples.job(position: 1, outcome: .timedOut), run: run.id)
        let end = Samples.start.addingTimeInterval(3600)
        try database.end(run: run.id, at: end, reason: "finished")
        let summary = try #require(try database.latestRun())
        #expect(summary.endedAt == end && summary.endReason == "finished")
        #expect(summary.jobs == 3 && summary.warmups == 1 && summary.failures == 1)
    }

    /// A stop that was planted is a result, also where a resumed run does the warm-up that it hit again.
    @Test func onlyWhatItsUserStoppedCountsAsStopped() throws {
        let database = try ResultsDatabase.inMemory()
        let run = Samples.run()
        try database.begin(run)
        _ = try database.save(Samples.job(position: -1, outcome: .cancelled, warmup: true), run: run.id)
        let planted = try database.save(Samples.job(position: -2, outcome: .cancelled, warmup: true), run: run.id)
        _ = try database.save(Samples.job(position: 0, outcome: .cancelled), run: run.id)
        let name = FaultPoint.notSucceeded.rawValue
        try database.record(
            [PointRecord(job: planted, name: name, unit: "job", at: Samples.start, value: 1)], run: run.id)
        let summary = try #require(try database.latestRun())
        #expect(summary.failures == 3 && summary.stopped == 1)
        #expect(try database.jobs(run: run.id, withPoint: [name]) == [planted])
    }

    @Test func anExcludedRunStaysVisibleAndDoesNotCount() throws {
        let database = try ResultsDatabase.inMemory()
        let old = Samples.run()
        let new = Samples.run(startedAt: Samples.start.addingTimeInterval(100))
        for run in [new, old] { try database.begin(run) }
        #expect(try database.runs().map(\.id) == [old.id, new.id])
        #expect(try database.latestRun()?.id == new.id)
        try database.exclude(run: new.id, reason: "the worker was swapping")
        #expect(try database.latestRun()?.id == old.id)
        #expect(try database.runs().map(\.excluded) == [nil, "the worker was swapping"])
        try database.exclude(run: new.id, reason: nil)
        #expect(try database.latestRun()?.id == new.id)
    }

    @Test func theNewestUnfinishedRunOfThesePlansIsResumed() throws {
        let database = try ResultsDatabase.inMemory()
        let runs = (0..<5).map { Samples.run(startedAt: Samples.start.addingTimeInterval(Double($0))) }
        for run in runs { try database.begin(run) }
        try database.begin(Samples.run(planHash: "other", startedAt: Samples.start.addingTimeInterval(50)))
        try database.end(run: runs[4].id, at: Samples.start, reason: "finished")
        try database.exclude(run: runs[3].id, reason: "wrong engine")
        try database.end(run: runs[2].id, at: Samples.start, reason: "interrupted")
        #expect(try database.unfinishedRun(planHash: "plan") == runs[2])
        try database.end(run: runs[2].id, at: Samples.start, reason: "finished")
        #expect(try database.unfinishedRun(planHash: "plan") == runs[1])
        #expect(try database.unfinishedRun(planHash: "none") == nil)
    }

    @Test func anUnknownRunIsNamed() throws {
        let database = try ResultsDatabase.inMemory()
        let id = UUID()
        #expect(code { try database.end(run: id, at: Samples.start, reason: "finished") } == .unknownRun)
        #expect(code { try database.exclude(run: id, reason: "x") } == .unknownRun)
        #expect(code { try database.save(Samples.job(position: 0), run: id) } == .unknownRun)
        #expect(code { try database.jobs(run: id) } == .unknownRun)
        #expect(code { try database.verdicts(run: id) } == .unknownRun)
        #expect(code { try database.record([], run: id) } == .unknownRun)
    }
}
