import Foundation
import Model
import Testing

@testable import Store

/// Jobs are found by what they are, and read by their ids.
@Suite struct JobSearchTests {
    private let database: ResultsDatabase
    private let run = Samples.run(scenarios: ["overhead", "cache"])
    private let other = Samples.run(startedAt: Samples.start.addingTimeInterval(900))

    init() throws {
        database = try ResultsDatabase.inMemory()
        try database.begin(run)
        try database.begin(other)
    }

    @discardableResult
    private func save(
        _ position: Int, scenario: String = "overhead", of other: RunRecord? = nil, builder: Builder = .buildkit,
        at seconds: Double = 0, change: (inout JobRecord) -> Void = { _ in }
    ) throws -> Int64 {
        var job = Samples.job(position: position, scenario: scenario)
        job.configuration = Configuration(builder: builder)
        job.startedAt = Samples.start.addingTimeInterval(seconds)
        job.wall = 10 + Double(position)
        job.cold = false
        change(&job)
        return try database.save(job, run: (other ?? run).id)
    }

    @Test func theNewestComeFirstWithHowManyThereAre() throws {
        let early = try save(0, at: 5)
        let late = try save(1, at: 9)
        let first = try save(2, at: 1)
        let found = try database.find(JobFilter(), .newest, limit: 2)
        #expect(found.ids == [late, early] && found.matching == 3 && found.values.isEmpty)
        #expect(try database.find(JobFilter(), .newest, limit: nil).ids == [late, early, first])
    }

    @Test func eachPartOfAFilterMustMatch() throws {
        let plain = try save(0)
        let failed = try save(1) { $0.outcome = .buildFailed }
        let legacy = try save(2, builder: .legacy)
        let cached = try save(3, scenario: "cache") { $0.cold = true }
        let elsewhere = try save(0, of: other)
        func ids(_ change: (inout JobFilter) throws -> Void) throws -> Set<Int64> {
            var filter = JobFilter()
            try change(&filter)
            let found = try database.find(filter, .newest, limit: nil)
            #expect(found.matching == found.ids.count)
            return Set(found.ids)
        }
        #expect(try ids { $0.run = other.id } == [elsewhere])
        #expect(try ids { $0.scenario = "cache" } == [cached])
        #expect(try ids { $0.outcomes = [.buildFailed, .refused] } == [failed])
        #expect(try ids { $0.cold = false } == [plain, failed, legacy, elsewhere])
        #expect(try ids { $0.cells = [] }.isEmpty)
        #expect(
            try ids { $0.cells = try database.cells().filter { $0.configuration == "builder=legacy" } } == [legacy])
        #expect(throws: ResultsError.self) { try ids { $0.run = UUID() } }
    }

    @Test func theGreatestOfAMetricComeFirst() throws {
        let ids = try [3.0, 9, 6].enumerated().map { place, build in
            try save(place) { $0.phases[.build] = build }
        }
        let bare = try save(7) { ($0.phases[.build], $0.steps) = (nil, []) }
        let builds = try database.find(JobFilter(run: run.id), .greatest("build_s"), limit: 2)
        #expect(builds.ids == [ids[1], ids[2]] && builds.values == [9, 6] && builds.unit == "s")
        #expect(builds.matching == 4)
        #expect(try database.find(JobFilter(), .greatest("wall_s"), limit: 1).ids == [bare])
        // Of several points of a job the greatest counts.
        try database.record(
            [4.0, 8, 5].map {
                PointRecord(job: bare, name: "mine", unit: "thing", at: Samples.start, value: $0)
            }, run: run.id)
        let points = try database.find(JobFilter(), .greatest("mine"), limit: 5)
        #expect(points.ids == [bare] && points.values == [8] && points.unit == "thing")
        #expect(try database.jobSeriesNames() == ["mine"])
    }

    @Test func jobsReadByTheirIdsAreThoseOfTheirRuns() throws {
        let parts: [JobPart] = [.steps, .disk, .points(["mine"]), .metrics(MetricTable.standard.metrics)]
        for position in 0..<3 {
            let id = try save(position, of: position == 1 ? other : nil)
            try database.record(
                [PointRecord(job: id, name: "mine", unit: "s", at: Samples.start, value: 1)],
                run: position == 1 ? other.id : run.id)
        }
        let byRun = try database.jobs(run: run.id, including: parts)
        let byID = try database.jobs([3, 77, 1], including: parts)
        #expect(byID.map(\.id) == [3, 1] && byRun.map(\.id) == [1, 3])
        for (one, same) in zip(byID.reversed(), byRun) {
            #expect(one.steps == same.steps && one.wall == same.wall && one.startedAt == same.startedAt)
            #expect(one.parts.points.map(\.value) == same.parts.points.map(\.value))
            let values = one.parts.metrics.map { $0.isNaN ? nil : $0 }
            #expect(values == same.parts.metrics.map { $0.isNaN ? nil : $0 })
        }
    }

    @Test func detailsAreWhatWasSaved() throws {
        let id = try save(4) { job in
            job.outcome = .commandFailed
            job.exitStatus = 3
            job.failure = Failure(phase: .run, message: "no", outputTail: ["one", "two"])
            job.direct = DirectRecord(order: .after, end: .timedOut, message: "late", outputTail: ["three"])
        }
        try database.exclude(run: run.id, reason: "busy")
        let job = try #require(try database.jobs([id], including: [.details]).first)
        let details = try #require(job.details)
        #expect(details.run == run.id && details.exclusion == "busy" && details.revision == "START+4")
        #expect(details.exitStatus == 3 && details.outputTail == ["one", "two"])
        #expect(details.directMessage == "late" && details.directOutputTail == ["three"])
        #expect(details.contextBytes == 773_000 && details.artifactBytes == 4096)
        #expect(job.handle == JobHandle(run: run.id, scenario: "overhead", position: 4))
        #expect(try database.jobs([id]).first?.handle == nil)
    }

    @Test func jobsOfARunComeInTheOrderOfTheirTime() throws {
        for (position, seconds) in [5.0, 1, 9, 3].enumerated() { try save(position, at: seconds) }
        try save(0, of: other, at: 2)
        var positions: [Int] = []
        try database.forEachJobByTime(run: run.id) { positions.append($0.position) }
        #expect(positions == [1, 3, 0, 2])
    }

    @Test func aPlaceIsFoundByTheBeginningOfItsRun() throws {
        let first = try save(5)
        let second = try save(5, scenario: "cache")
        try save(5, of: other)
        let digits = String(run.id.uuidString.prefix(8))
        let found = try database.jobs(run: digits.lowercased(), scenario: nil, position: 5)
        #expect(found.map(\.id) == [first, second])
        #expect(found.first?.handle.description == "\(digits)/overhead/5")
        #expect(try database.jobs(run: run.id.uuidString, scenario: "cache", position: 5).map(\.id) == [second])
        #expect(try database.jobs(run: digits, scenario: nil, position: 6).isEmpty)
        let extent = try database.jobExtent()
        #expect(extent.count == 3 && extent.last == 3)
    }
}
