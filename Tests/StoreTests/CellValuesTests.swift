import Foundation
import Model
import Testing

@testable import Store

/// What a job is compared with, and what its disk was before it.
@Suite struct CellValuesTests {
    private let database: ResultsDatabase
    private let run = Samples.run(scenarios: ["overhead", "cache"])

    init() throws {
        database = try ResultsDatabase.inMemory()
        try database.begin(run)
    }

    private func save(_ position: Int, change: (inout JobRecord) -> Void = { _ in }) throws -> Int64 {
        var job = Samples.job(position: position)
        job.wall = Double(position)
        change(&job)
        return try database.save(job, run: run.id)
    }

    @Test func onlyTheOtherMeasuredJobsOfTheCellCount() throws {
        let id = try save(1)
        _ = try save(2)
        _ = try save(3) { $0.phases[.build] = nil }
        // Each differs in one thing that makes a cell, or was not measured.
        _ = try save(100) { $0.fixture = "malu" }
        _ = try save(101) { $0.changeClass = .source }
        _ = try save(102) { $0.configuration = Configuration(builder: .legacy) }
        _ = try save(103) { $0.scenario = "cache" }
        _ = try save(104) { $0.cold = false }
        _ = try save(105) { $0.warmup = true }
        _ = try save(106) { $0.outcome = .timedOut }
        let later = Samples.run()
        try database.begin(later)
        _ = try database.save(Samples.job(position: 1), run: later.id)

        let job = try #require(try database.jobs([id]).first)
        let metrics = ["wall_s", "build_s", "hits"].compactMap { MetricTable.standard[$0] }
        #expect(try database.cellValues(of: metrics, beside: job, run: run.id) == [[2, 3], [4], []])
        #expect(try database.cellValues(of: [], beside: job, run: run.id).isEmpty)
    }

    @Test func theSampleBeforeIsOfTheSameLedger() throws {
        let ids = try (0..<4).map { try save($0) }
        func attach(_ place: Int, opened: Double) throws {
            let disk = DiskRecord(
                openedAt: Samples.start.addingTimeInterval(opened), at: Samples.start, images: 1000 * place,
                containers: 0, volumes: 0, cache: 0, sharedCache: 0, filesystem: 5000, source: "statfs", quiet: true,
                seconds: 0, waited: 0)
            try database.attach(disk: disk, to: ids[place])
        }
        try attach(0, opened: 0)
        try attach(1, opened: 7)
        try attach(3, opened: 0)
        #expect(try database.disk(beforeThatOf: ids[3])?.images == 0)
        #expect(try database.disk(beforeThatOf: ids[1]) == nil)
        // A job without a sample has none before it either.
        #expect(try database.disk(beforeThatOf: ids[2]) == nil)
    }

    @Test func whatAJobLeftAndWhatItsAuditSawAreReadAlone() throws {
        let (first, second) = (try save(0), try save(1))
        func audit(_ leaks: [LeakRecord]) -> AuditRecord {
            AuditRecord(
                scenario: "overhead", stage: .job, at: Samples.start, seconds: 0.1,
                kinds: [.init(name: "image", sight: "hidden", reason: "far away", count: 0)], leaks: leaks)
        }
        let leak = LeakRecord(kind: "container", object: "left", bytes: 4, job: first, attribution: .audit)
        try database.record(audit([leak]), after: first, run: run.id)
        #expect(try database.leaks(job: first).map(\.leak) == [leak])
        #expect(try database.leaks(job: second).isEmpty)
        #expect(try database.audit(afterJob: first)?.record.kinds.first?.sight == "hidden")
        #expect(try database.audit(afterJob: second) == nil)
    }
}
