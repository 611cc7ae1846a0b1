import Foundation
import GRDB
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
        let read = try #require(try database.jobs(run: run.id, including: [.steps]).first)
        #expect(read.id == id && read.holds(job) && read.steps == job.steps)
        let bare = try #require(try database.jobs(run: run.id).first)
        #expect(bare.holds(job) && bare.steps.isEmpty && bare.cacheableSteps == 0)
        // What only stands in the database.
        let row = try #require(
            try database.reading {
                try Row.fetchOne(
                    $0,
                    sql: """
                        SELECT revision, exit_status, output_tail, context_bytes, context_entries, artifact_bytes
                        FROM job WHERE id = \(id)
                        """)
            })
        let expected: [any DatabaseValueConvertible] = [
            job.revision, 3, #"["first","läst \"line\""]"#, job.contextBytes, job.contextEntries, job.artifactBytes,
        ]
        #expect(Array(row.databaseValues) == expected.map(\.databaseValue))
    }

    @Test func aDirectRunComesBackHoweverItEnded() throws {
        for (position, end) in DirectRecord.End.allCases.enumerated() {
            var job = Samples.job(position: position)
            job.steps = []
            job.direct = DirectRecord(
                order: .after, end: end, seconds: end == .notStarted ? nil : 2, exitStatus: end == .succeeded ? 0 : nil,
                message: "why", outputTail: ["last", "words"])
            _ = try database.save(job, run: run.id)
            let stored = try #require(try database.jobs(run: run.id).last)
            #expect(stored.holds(job))
            let row = try #require(
                try database.reading {
                    try Row.fetchOne($0, sql: "SELECT failure, output_tail FROM direct_run WHERE job = \(stored.id)")
                })
            let texts: [String] = [row[0], row[1]]
            #expect(texts == ["why", #"["last","words"]"#])
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
        let expected = try database.jobs(run: run.id, including: [.steps]).map { job in
            let cacheable = job.steps.filter(\.cacheable)
            return [cacheable.count, cacheable.count(where: \.cached)]
        }
        #expect(expected.contains { $0[1] > 0 && $0[1] < $0[0] })
        for part in [JobPart.steps, .stepCounts, .made] {
            let jobs = try database.jobs(run: run.id, including: [part])
            #expect(jobs.map { [$0.cacheableSteps, $0.cachedSteps] } == expected)
        }
    }

    @Test func aJobWithNothingMeasuredComesBackToo() throws {
        let job = JobRecord(
            scenario: "cache", configuration: Configuration(builder: .legacy), fixture: "noop", revision: "START",
            changeClass: .none,
            position: 0, outcome: .refused, startedAt: Samples.start)
        _ = try database.save(job, run: run.id)
        let jobs = try database.jobs(run: run.id, including: [.steps, .made, .disk, .points(["wall"])])
        #expect(jobs.count == 1 && jobs[0].holds(job))
        #expect(jobs[0].steps.isEmpty && jobs[0].made == nil && jobs[0].disk == nil && jobs[0].parts.points.isEmpty)
    }

    @Test func pointsComeWithTheirJobsInTheOrderOfTheirTime() throws {
        let ids = try (0..<3).map { try database.save(Samples.job(position: $0), run: run.id) }
        func point(_ job: Int64?, _ point: CachePoint, _ value: Double, at seconds: Double) -> PointRecord {
            PointRecord(
                job: job, name: point.rawValue, unit: point.unit, at: Samples.start.addingTimeInterval(seconds),
                value: value)
        }
        try database.record(
            [
                point(ids[2], .pullSeconds, 1, at: 9), point(ids[0], .pullSeconds, 3, at: 5),
                point(ids[0], .pullSeconds, 2, at: 2), point(ids[0], .pushBytes, 0, at: 1),
                point(nil, .collectionSeconds, 8, at: 3), point(ids[1], .pushSeconds, 7, at: 3),
            ], run: run.id)
        let names = [CachePoint.pullSeconds, .pushBytes, .collectionSeconds].map(\.rawValue)
        let jobs = try database.jobs(run: run.id, including: [.points(names)])
        #expect(jobs.map(\.id) == ids)
        #expect(jobs.map { $0.values(of: CachePoint.pullSeconds) } == [[2, 3], [], [1]])
        #expect(jobs[0].parts.points.map(\.value) == [0, 2, 3])
        // Of several of one name the last.
        #expect(jobs.map { $0[CachePoint.pullSeconds] } == [3, nil, 1])
        #expect(jobs.map { $0[CachePoint.pushBytes] } == [0, nil, nil])
        #expect(jobs.allSatisfy { $0[CachePoint.collectionSeconds] == nil && $0[CachePoint.pushSeconds] == nil })
        #expect(try database.hasPoints(run: run.id, named: names))
        #expect(try database.hasPoints(run: run.id, named: [CachePoint.collectionSeconds.rawValue]))
        #expect(try !database.hasPoints(run: run.id, named: ["wall"]))
        let all = try database.jobs(run: run.id, including: [.pointsNamed(by: CachePoint.self)])
        #expect(all.map { $0[CachePoint.pushSeconds] } == [nil, 7, nil])
    }

    @Test func aMillionJobsFitIntoAReportsMemory() {
        #expect(MemoryLayout<Job>.stride <= 180)
    }

    @Test func everyOutcomeAndClassHasItsWord() throws {
        for (position, outcome) in Outcome.allCases.enumerated() {
            var job = Samples.job(position: position, outcome: outcome)
            job.changeClass = ChangeClass.allCases[position % ChangeClass.allCases.count]
            _ = try database.save(job, run: run.id)
        }
        #expect(try database.jobs(run: run.id).map(\.outcome) == Outcome.allCases)
    }

    @Test func completionAddsWhatIsKnownAfterCleanup() throws {
        let job = Samples.job(position: 0)
        let id = try database.save(job, run: run.id)
        #expect(try database.jobs(run: run.id).first?.wall == nil)
        let own = OwnCost(processor: 0.03, outsideRequests: 0.04, requests: 11)
        try database.complete(job: id, wall: 12, cleanup: 0.5, own: own)
        let completed = try #require(try database.jobs(run: run.id).first)
        #expect(completed.wall == 12)
        #expect(completed[.cleanup] == 0.5)
        #expect(completed.own == own)
        #expect(completed.command == 5.5)
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
        let jobs = try database.jobs(run: run.id)
        #expect(jobs[0].failure == Failure(phase: .build, message: "no such package"))
        #expect(jobs.map(\.rarities.cleanupFailure) == ["container is stuck", "container is stuck"])
        #expect(jobs[0].outcome == .buildFailed)
        #expect(jobs[1].failure == Failure(phase: .cleanup, message: "container is stuck"))
        let tails = try database.reading { try String.fetchAll($0, sql: "SELECT output_tail FROM job ORDER BY id") }
        #expect(tails == [#"["apt"]"#, #"["tail"]"#])
        #expect(jobs[1].outcome == .engineLost)
    }

    @Test func aDirectRunIsAttachedOnce() throws {
        let id = try database.save(Samples.job(position: 0), run: run.id)
        let direct = DirectRecord(order: .after, seconds: 5, exitStatus: 0)
        try database.attach(direct: direct, to: id)
        #expect(try database.jobs(run: run.id).first?.direct == direct)
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
        #expect(try database.jobs(run: run.id).map(\.position) == [0])
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
        let jobs = try database.jobs(run: run.id)
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
        try database.forEachJob(run: run.id, including: [.steps]) { job in
            visited.append(job.position)
            #expect(job.cell.fixture == "scap")
            #expect(job.steps.map(\.ordinal) == Array(0..<(1 + job.position % 3)))
        }
        #expect(visited == Array(0..<1200))
    }

    @Test func jobsThatAreAlikeShareACell() throws {
        for position in 0..<30 {
            var job = Samples.job(position: position, scenario: position.isMultiple(of: 2) ? "overhead" : "cache")
            if position > 20 { job.configuration = Configuration(builder: .legacy) }
            _ = try database.save(job, run: run.id)
        }
        let jobs = try database.jobs(run: run.id)
        #expect(Set(jobs.map { ObjectIdentifier($0.cell) }).count == 4)
        // They are numbered in the order in which they come first.
        let firsts = jobs.map(\.cell.number).reduce(into: [Int]()) { if !$0.contains($1) { $0.append($1) } }
        #expect(firsts == [0, 1, 2, 3])
        #expect(jobs.last?.cell.configuration == "builder=legacy" && jobs.last?.cell.scenario == "cache")
    }

    @Test func theVisitorMayStop() throws {
        for position in 0..<3 { _ = try database.save(Samples.job(position: position), run: run.id) }
        struct Enough: Error {}
        var visited = 0
        #expect(throws: Enough.self) {
            try database.forEachJob(run: run.id) { _ in
                visited += 1
                if visited == 2 { throw Enough() }
            }
        }
        #expect(visited == 2)
        // The database is free again.
        _ = try database.save(Samples.job(position: 3), run: run.id)
    }

    @Test func aWordFromANewerVersionIsReportedNotGuessed() throws {
        let id = try database.save(Samples.job(position: 0), run: run.id)
        try database.writing {
            try $0.execute(sql: "UPDATE job SET outcome = 'vanished' WHERE id = ?", arguments: [id])
        }
        #expect(code { try database.jobs(run: run.id) } == .damaged)
    }
}
