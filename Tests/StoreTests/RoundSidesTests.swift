import Foundation
import GRDB
import Model
import Testing

@testable import Store

/// What a run that is held against a baseline adds to the database, and who reads it.
@Suite struct RoundSidesTests {
    private let database: ResultsDatabase
    private let run: RunRecord
    private let sides: [JobSide?] = [nil, .reference, .candidate, nil, .candidate, .reference]

    init() throws {
        database = try ResultsDatabase.inMemory()
        run = Samples.run()
        try database.begin(run)
        for (position, side) in sides.enumerated() {
            var job = Samples.job(position: position)
            job.side = side
            let id = try database.save(job, run: run.id)
            try database.record(
                [PointRecord(job: id, name: "built_bytes", unit: "byte", at: Samples.start, value: Double(position))],
                run: run.id)
        }
    }

    @Test func jobsOfRoundsAreLeftOutUnlessAskedFor() throws {
        #expect(try database.jobs(run: run.id).map(\.position) == [0, 3])
        #expect(try database.roundJobs(run: run.id).map(\.position) == [1, 2, 4, 5])
        var visited: [Int] = []
        try database.forEachJob(run: run.id) { visited.append($0.position) }
        try database.forEachJobByTime(run: run.id) { visited.append($0.position) }
        #expect(visited == [0, 3, 0, 3])
        visited = []
        _ = try database.survey(run: run.id) { visited.append($0.position) }
        #expect(visited == [0, 3])
    }

    @Test func stepsOfRoundsAreInNoSurvey() throws {
        let tallies = try database.survey(run: run.id)
        let plain = try ResultsDatabase.inMemory()
        try plain.begin(run)
        for position in [0, 3] { _ = try plain.save(Samples.job(position: position), run: run.id) }
        #expect(tallies.map(\.count) == (try plain.survey(run: run.id).map(\.count)))
        #expect(!tallies.isEmpty)
    }

    @Test func jobsOfRoundsComeWithTheirParts() throws {
        let parts: [JobPart] = [.details, .steps, .points(["built_bytes"]), .metrics([])]
        let jobs = try database.roundJobs(run: run.id, including: parts)
        #expect(jobs.map { $0.details?.side } == [.reference, .candidate, .candidate, .reference])
        #expect(jobs.map { $0[BuiltPoint.bytes] } == [1, 2, 4, 5])
        #expect(jobs.allSatisfy { $0.steps.count == 2 && $0.cachedSteps == 1 })
        let others = try database.jobs(run: run.id, including: parts)
        #expect(others.map { $0.details?.side } == [nil, nil])
        #expect(others.map { $0[BuiltPoint.bytes] } == [0, 3])
    }

    @Test func growthInRoundsIsOfEachJob() throws {
        let metric = try #require(MetricTable.standard["engine_grown_bytes"])
        for (index, job) in try database.roundJobs(run: run.id).enumerated() {
            try database.attach(
                disk: DiskRecord(
                    openedAt: Samples.start, at: Samples.start, images: 1000 + 10 * index * index, containers: 0,
                    volumes: 0, cache: 0, sharedCache: 0, source: "none", quiet: true, seconds: 0, waited: 0),
                to: job.id)
        }
        let grown = try database.roundJobs(run: run.id, including: [.metrics([metric])]).map { $0.metric(0) }
        #expect(grown == [nil, 10, 30, 50])
    }

    @Test func aJobIsFoundByItsIdWhateverItsSide() throws {
        let ids = try database.roundJobs(run: run.id).map(\.id)
        #expect(try database.jobs(ids).map(\.id) == ids)
    }

    @Test func theViewShowsSides() throws {
        let shown = try database.reading {
            try Optional<String>.fetchAll($0, sql: "SELECT side FROM job_view ORDER BY position")
        }
        #expect(shown == sides.map { $0?.rawValue })
    }

    @Test func anUnknownSideIsDamage() throws {
        try database.writing { try $0.execute(sql: "UPDATE job SET side = 'third' WHERE side = 'reference'") }
        #expect(code { try database.roundJobs(run: run.id, including: [.details]) } == .damaged)
    }

    @Test func sourcesAndTheBaselineComeBackAsTheyWereRecorded() throws {
        var record = Samples.run(scenarios: ["overhead", "cache"])
        record.against = run.id
        record.scenarios[0].sources = [
            ResolvedSource(
                fixture: "app",
                revisions: [
                    .init(id: "cafe", subject: "a “subject”\n| é", time: 1_795_000_000), .init(id: "beef"),
                ], dockerfile: "ci/Dockerfile", externalDockerfile: "FROM x\n# é\n", context: "api",
                command: ["sh", "-c", "a b"]),
            ResolvedSource(fixture: "noop", revisions: [], dockerfile: "Dockerfile"),
        ]
        try database.begin(record)
        #expect(try database.run(record.id)?.record == record)
        #expect(try database.run(run.id)?.record.against == nil)
        #expect(try database.run(run.id)?.record.scenarios.first?.sources == [])
    }
}
