import Foundation
import Model
import Testing

@testable import Store

@Suite struct JobTests {
    private let database: ResultsDatabase
    private let run = Samples.run(scenarios: ["overhead", "cache"])

    init() throws {
        database = try ResultsDatabase.inMemory()
        try database.begin(run)
    }

    @Test func comesBackAsItWasSaved() throws {
        var job = Samples.job(position: 0, outcome: .commandFailed)
        job.exitStatus = 3
        job.failure = Failure(phase: .run, message: "exit status 3", outputTail: ["first", "läst \"line\""])
        job.direct = DirectRecord(order: .before, seconds: 5.25, exitStatus: 3)
        job.steps[1].error = "no space"
        job.steps[1].duration = nil
        let id = try database.save(job, run: run.id)
        #expect(try database.jobs(run: run.id, including: .steps) == [StoredJob(id: id, record: job)])
        job.steps = []
        #expect(try database.jobs(run: run.id) == [StoredJob(id: id, record: job)])
    }

    @Test func aDirectRunComesBackHoweverItEnded() throws {
        for (position, end) in DirectRecord.End.allCases.enumerated() {
            var job = Samples.job(position: position)
            job.steps = []
            job.direct = DirectRecord(
                order: .after, end: end, seconds: end == .notStarted ? nil : 2, exitStatus: end == .succeeded ? 0 : nil,
                message: "why", outputTail: ["last", "words"])
            _ = try database.save(job, run: run.id)
            let stored = try database.jobs(run: run.id).last?.record
            #expect(stored?.direct == job.direct)
        }
    }

    @Test func stepsAreCountedAsTheyWouldBeRead() throws {
        let other = Samples.run(scenarios: ["overhead"])
        try database.begin(other)
        var bare = Samples.job(position: 1)
        bare.steps = []
        for (position, run) in [(0, run.id), (0, other.id), (2, run.id), (1, other.id)] {
            _ = try database.save(Samples.job(position: position), run: run)
        }
        _ = try database.save(bare, run: run.id)
        let expected = try database.jobs(run: run.id, including: .steps).map { job in
            let cacheable = job.record.steps.filter(\.cacheable)
            return StepCounts(cacheable: cacheable.count, cached: cacheable.count(where: \.cached))
        }
        #expect(expected.contains { $0.cached > 0 && $0.cached < $0.cacheable })
        #expect(try database.jobs(run: run.id, including: .stepCounts).map(\.stepCounts) == expected)
    }

    @Test func aJobWithNothingMeasuredComesBackToo() throws {
        let job = JobRecord(
            scenario: "cache", configuration: "builder=legacy", fixture: "noop", revision: "START", changeClass: .none,
            position: 0, outcome: .refused, startedAt: Samples.start)
        _ = try database.save(job, run: run.id)
        #expect(try database.jobs(run: run.id, including: .steps).map(\.record) == [job])
    }

    @Test func everyOutcomeAndClassHasItsWord() throws {
        for (position, outcome) in Outcome.allCases.enumerated() {
            var job = Samples.job(position: position, outcome: outcome)
            job.changeClass = ChangeClass.allCases[position % ChangeClass.allCases.count]
            _ = try database.save(job, run: run.id)
        }
        #expect(try database.jobs(run: run.id).map(\.record.outcome) == Outcome.allCases)
    }

    @Test func completionAddsWhatIsKnownAfterCleanup() throws {
        let job = Samples.job(position: 0)
        let id = try database.save(job, run: run.id)
        #expect(try database.jobs(run: run.id).first?.record.wall == nil)
        let own = OwnCost(processor: 0.03, outsideRequests: 0.04, requests: 11)
        try database.complete(job: id, wall: 12, cleanup: 0.5, own: own)
        let completed = try #require(try database.jobs(run: run.id).first?.record)
        #expect(completed.wall == 12)
        #expect(completed.phases[.cleanup] == 0.5)
        #expect(completed.own == own)
        #expect(completed.overhead == 6.5)
        #expect(completed.outcome == .succeeded && completed.failure == nil)
    }

    @Test func aFailingCleanupDoesNotHideTheEarlierFailure() throws {
        let cleanup = Failure(phase: .cleanup, message: "container is stuck", outputTail: ["tail"])
        var job = Samples.job(position: 0, outcome: .buildFailed)
        job.failure = Failure(phase: .build, message: "no such package", outputTail: ["apt"])
        let failed = try database.save(job, run: run.id)
        let good = try database.save(Samples.job(position: 1), run: run.id)
        for id in [failed, good] {
            try database.complete(job: id, wall: nil, cleanup: 1, own: OwnCost(), failure: cleanup)
        }
        try database.complete(job: good, wall: nil, cleanup: 1, own: OwnCost(), outcome: .engineLost)
        let jobs = try database.jobs(run: run.id).map(\.record)
        #expect(jobs[0].failure == job.failure)
        #expect(jobs.map(\.cleanupFailure?.message) == ["container is stuck", "container is stuck"])
        #expect(jobs[0].outcome == .buildFailed)
        #expect(jobs[1].failure == cleanup)
        #expect(jobs[1].outcome == .engineLost)
    }

    @Test func aDirectRunIsAttachedOnce() throws {
        let id = try database.save(Samples.job(position: 0), run: run.id)
        let direct = DirectRecord(order: .after, seconds: 5, exitStatus: 0)
        try database.attach(direct: direct, to: id)
        #expect(try database.jobs(run: run.id).first?.record.direct == direct)
        #expect(code { try database.attach(direct: direct, to: id) } == .rejected)
        #expect(code { try database.attach(direct: direct, to: 999) } == .unknownJob)
        #expect(code { try database.complete(job: 999, wall: 1, cleanup: 1, own: OwnCost()) } == .unknownJob)
    }

    @Test func aRejectedJobLeavesNothing() throws {
        _ = try database.save(Samples.job(position: 0), run: run.id)
        #expect(code { try database.save(Samples.job(position: 0), run: run.id) } == .rejected)
        #expect(code { try database.save(Samples.job(position: 1, scenario: "unplanned"), run: run.id) } == .rejected)
        var notANumber = Samples.job(position: 2)
        notANumber.queued = .nan
        #expect(code { try database.save(notANumber, run: run.id) } == .rejected)
        var noMoment = Samples.job(position: 2)
        noMoment.startedAt = Date(timeIntervalSince1970: .infinity)
        #expect(code { try database.save(noMoment, run: run.id) } == .rejected)
        // The second step's ordinal is taken: the job, already inserted, goes as well.
        var twice = Samples.job(position: 2)
        twice.steps[1].ordinal = 0
        #expect(code { try database.save(twice, run: run.id) } == .rejected)
        #expect(try database.jobs(run: run.id).map(\.record.position) == [0])
        #expect(try database.savedPositions(run: run.id, scenario: "overhead") == [0])
    }

    @Test func savedPositionsAreThoseOfThePlan() throws {
        #expect(try database.positionOutsidePlan(run: run.id, scenario: "overhead") == -1)
        for position in [0, 2, -1, -2] { _ = try database.save(Samples.job(position: position), run: run.id) }
        _ = try database.save(Samples.job(position: 1, scenario: "cache"), run: run.id)
        #expect(try database.savedPositions(run: run.id, scenario: "overhead") == [0, 2])
        #expect(try database.savedPositions(run: run.id, scenario: "cache") == [1])
        #expect(try database.positionOutsidePlan(run: run.id, scenario: "overhead") == -3)
        #expect(try database.positionOutsidePlan(run: run.id, scenario: "cache") == -1)
    }

    @Test func aWithdrawnJobIsCancelledAndItsPositionFree() throws {
        let failure = Failure(phase: nil, message: "stopped on request")
        let id = try database.save(Samples.job(position: 0), run: run.id)
        try database.withdraw(job: id, because: failure)
        _ = try database.save(Samples.job(position: 0), run: run.id)
        let jobs = try database.jobs(run: run.id).map(\.record)
        #expect(jobs.map(\.position) == [-1, 0])
        #expect(jobs[0].outcome == .cancelled && jobs[0].failure?.message == failure.message)
        #expect(try database.savedPositions(run: run.id, scenario: "overhead") == [0])
        #expect(code { try database.withdraw(job: 999, because: failure) } == .unknownJob)
    }

    @Test func runsThatInterleaveKeepTheirOwnJobsAndSteps() throws {
        let other = Samples.run()
        try database.begin(other)
        for position in 0..<1200 {
            _ = try database.save(Samples.job(position: position, steps: 1 + position % 3), run: run.id)
            _ = try database.save(Samples.job(position: position, fixture: "malu", steps: 5), run: other.id)
        }
        var visited: [Int] = []
        try database.forEachJob(run: run.id, including: .steps) { job in
            visited.append(job.record.position)
            #expect(job.record.fixture == "scap")
            #expect(job.record.steps.map(\.ordinal) == Array(0..<(1 + job.record.position % 3)))
        }
        #expect(visited == Array(0..<1200))
    }

    @Test func aConfigurationThatAppearsDuringTheVisitKeepsItsName() throws {
        for position in 0..<1000 { _ = try database.save(Samples.job(position: position, steps: 0), run: run.id) }
        var names: Set<String> = []
        try database.forEachJob(run: run.id) { job in
            names.insert(job.record.configuration)
            guard job.record.position == 0 else { return }
            var late = Samples.job(position: 1000)
            late.configuration = "builder=legacy"
            _ = try database.save(late, run: run.id)
        }
        #expect(names == ["builder=buildkit", "builder=legacy"])
    }

    @Test func theVisitorMayUseTheDatabaseAndMayStop() throws {
        for position in 0..<3 { _ = try database.save(Samples.job(position: position), run: run.id) }
        struct Enough: Error {}
        var visited = 0
        #expect(throws: Enough.self) {
            try database.forEachJob(run: run.id) { job in
                visited += 1
                try database.complete(job: job.id, wall: 1, cleanup: 0, own: OwnCost())
                if visited == 2 { throw Enough() }
            }
        }
        #expect(visited == 2)
    }

    @Test func aWordFromANewerVersionIsReportedNotGuessed() throws {
        let id = try database.save(Samples.job(position: 0), run: run.id)
        try database.write { try $0.execute(sql: "UPDATE job SET outcome = 'vanished' WHERE id = ?", arguments: [id]) }
        #expect(code { try database.jobs(run: run.id) } == .damaged)
    }
}
