import Foundation
import GRDB
import Model
import Testing

@testable import Store

/// One pass over jobs and steps beside the same found otherwise: job by job, and by the database's own grouping.
@Suite struct SurveyTests {
    private let database: ResultsDatabase
    private let run = Samples.run(scenarios: ["overhead", "cache"])
    private let other = Samples.run(scenarios: ["overhead"])

    /// Two runs whose jobs lie between each other's, with jobs and steps of every kind.
    init() throws {
        database = try ResultsDatabase.inMemory()
        try database.begin(run)
        try database.begin(other)
        for position in 0..<24 {
            _ = try database.save(Samples.job(position: position), run: other.id)
            let id = try database.save(Self.job(position), run: run.id)
            if position.isMultiple(of: 5) {
                let own = OwnCost(processor: 0.03, outsideRequests: 0.04, requests: position)
                try database.complete(job: id, wall: 10 + Double(position), cleanup: 0.5, own: own)
            }
        }
    }

    private static func job(_ position: Int) -> JobRecord {
        var job = Samples.job(
            position: position, scenario: position.isMultiple(of: 2) ? "overhead" : "cache",
            fixture: ["scap", "malu", "Noop"][position % 3],
            outcome: position.isMultiple(of: 7) ? .buildFailed : .succeeded, warmup: position < 3, steps: position % 5)
        job.configuration = Configuration(builder: position.isMultiple(of: 4) ? .legacy : .buildkit)
        job.changeClass = position.isMultiple(of: 6) ? .source : .dependency
        job.cold = position.isMultiple(of: 8)
        job.weight = 0.1 * Double(position % 4)
        if position.isMultiple(of: 7) { job.failure = Failure(phase: .build, message: "step failed at \(position)") }
        if position.isMultiple(of: 9) { job.direct = DirectRecord(order: .after, seconds: 3.5, exitStatus: position) }
        if position == 11 { job.phases = [.build: 1] }
        for index in job.steps.indices {
            job.steps[index].cacheable = (position + index) % 6 != 0
            job.steps[index].bytes = index == 2 ? nil : 1000 * index + position
            job.steps[index].duration = index == 3 ? nil : 0.1 * Double(position)
            if index > 0 {
                job.steps[index].missReason = MissReason.allCases[(position + index) % MissReason.allCases.count]
            }
            if index == 3, position.isMultiple(of: 7) { job.steps[index].error = "no space" }
        }
        return job
    }

    @Test func jobsAreHandedOnWithTheirStepsCounted() throws {
        var surveyed: [Job] = []
        _ = try database.survey(run: run.id) { surveyed.append($0) }
        try #require(surveyed.count == 24)
        for (position, job) in surveyed.enumerated() {
            var record = Self.job(position)
            if position.isMultiple(of: 5) {
                record.own = OwnCost(processor: 0.03, outsideRequests: 0.04, requests: position)
                record.wall = 10 + Double(position)
                record.phases[.cleanup] = 0.5
            }
            #expect(job.holds(record), "\(position)")
            let cacheable = record.steps.filter(\.cacheable)
            #expect(job.cacheableSteps == cacheable.count && job.cachedSteps == cacheable.count(where: \.cached))
        }
        let ids = try database.jobs(run: run.id).map(\.id)
        #expect(surveyed.map(\.id) == ids)
    }

    @Test func talliesAreWhatTheDatabaseGroups() throws {
        let expected = try database.reading { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT configuration.name, job.fixture, job.change_class,
                        job.warmup = 0 AND job.cold = 0 AND job.outcome = 'succeeded' AS warm,
                        instruction.text, step.cached, step.miss_reason, count(*), sum(job.weight),
                        coalesce(sum(step.duration_s), 0.0), count(step.duration_s), coalesce(sum(step.bytes), 0),
                        coalesce(sum(step.bytes * job.weight), 0.0)
                    FROM job JOIN step ON step.job = job.id JOIN run ON run.id = job.run
                    JOIN configuration ON configuration.id = job.configuration
                    JOIN instruction ON instruction.id = step.instruction
                    WHERE run.uuid = ? AND step.cacheable = 1 AND step.error IS NULL
                    GROUP BY 1, 2, 3, 4, 5, 6, 7
                    ORDER BY job.fixture, configuration.name, job.change_class, instruction.text, warm, step.cached,
                        step.miss_reason
                    """, arguments: [run.id.uuidString])
        }
        let tallies = try database.survey(run: run.id)
        try #require(tallies.count == expected.count && tallies.count > 20)
        for (tally, row) in zip(tallies, expected) {
            let texts: [String] = [row[0], row[1], row[2], row[4]]
            #expect(texts == [tally.configuration, tally.fixture, tally.changeClass.rawValue, tally.instruction])
            let fates: [Bool] = [row[3], row[5]]
            #expect(fates == [tally.warm, tally.cached])
            let reason: String? = row[6]
            #expect(reason == tally.missReason?.rawValue)
            let counts: [Int] = [row[7], row[10]]
            #expect(counts == [tally.count, tally.timed])
            let sums = [tally.weight, tally.seconds, tally.bytes, tally.weightedBytes]
            let grouped: [Double] = [row[8], row[9], row[11], row[12]]
            let differences = zip(sums, grouped).map { abs($0 - $1) / max(1, abs($1)) }
            #expect(differences.allSatisfy { $0 < 1e-9 })
        }
    }

    @Test func namesOfChangesAreSeen() throws {
        #expect(try database.jobs(run: run.id).allSatisfy { $0.change == nil })
        for (position, change) in [(50, "0 a warm-up"), (51, "1 none")] {
            var job = Samples.job(position: position)
            job.change = change
            _ = try database.save(job, run: run.id)
        }
        #expect(try database.jobs(run: run.id).compactMap(\.change) == ["0 a warm-up", "1 none"])
    }

    @Test func aRunWithoutJobsHasNothing() throws {
        let empty = Samples.run(scenarios: ["overhead"])
        try database.begin(empty)
        #expect(try database.survey(run: empty.id) { Issue.record("job \($0.id)") }.isEmpty)
    }

    @Test func aReasonThatNobodyKnowsIsNamed() throws {
        try database.writing {
            try $0.execute(sql: "UPDATE step SET miss_reason = 'whim' WHERE cacheable = 1 AND error IS NULL")
        }
        #expect(code { _ = try database.survey(run: run.id) } == .damaged)
    }
}
