import Foundation
import Model
import Testing

@testable import Store
@testable import SyntheticRuns
@testable import Tracking

/// What runs, comparisons and JUnit take for a failure is the same.
@Suite struct ExpectedFailureTests {
    /// Outcomes that a finished run has, and whether the job's failure is expected; drawn by a seed.
    private func drawn(_ seed: UInt64) -> [(outcome: Outcome, point: String?)] {
        var generator = SeededGenerator(seed: seed, purpose: "expected failures")
        let failed: [Outcome] = [.buildFailed, .commandFailed, .artifactFailed, .timedOut, .engineLost, .refused]
        let points: [String?] = [nil] + ExpectedFailure.points
        return (0..<Int.random(in: 1...6, using: &generator)).map { _ in
            guard Bool.random(using: &generator) else { return (.succeeded, nil) }
            return (
                failed[Int.random(in: failed.indices, using: &generator)],
                points[Int.random(in: points.indices, using: &generator)]
            )
        }
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>) func theStatusJUnitAndTheCountOfFailuresAgree(seed: UInt64) throws {
        let drawn = drawn(seed)
        var run = SyntheticRun()
        for job in drawn { run.plant([1]) { $0.outcome = job.outcome } }
        let database = try run.database()
        let rows = try database.jobs(run: run.record.id).map(\.id)
        for (row, job) in zip(rows, drawn) {
            guard let point = job.point else { continue }
            try database.record(
                [PointRecord(job: row, name: point, unit: "job", at: run.record.startedAt, value: 1)],
                run: run.record.id)
        }
        let unexpected = drawn.count { $0.outcome != .succeeded && $0.point == nil }

        let summary = try #require(try database.run(run.record.id))
        #expect(try database.unexpectedFailures(of: summary) == unexpected)
        let measured = try MeasuredRun.read(database, run: run.record.id)
        let counted = measured.series.filter { $0.key.metric == "failed_jobs" }.flatMap(\.value.values)
        #expect(counted.reduce(0, +) == Double(unexpected))
        let text = try Exchange.export(.junit, database)
        #expect(text.count(of: "<failure ") + text.count(of: "<error ") == unexpected)
        #expect(text.count(of: ", as expected: ") == drawn.count { $0.point != nil })
    }

    @Test func aJobThatIsExpectedTwiceCountsOnce() throws {
        var run = SyntheticRun()
        run.plant([1]) { $0.outcome = .buildFailed }
        let database = try run.database()
        let row = try #require(try database.jobs(run: run.record.id).first).id
        for point in ExpectedFailure.points {
            try database.record(
                [PointRecord(job: row, name: point, unit: "job", at: run.record.startedAt, value: 1)],
                run: run.record.id)
        }
        let summary = try #require(try database.run(run.record.id))
        #expect(try database.unexpectedFailures(of: summary) == 0)
    }
}

extension String {
    fileprivate func count(of words: String) -> Int { components(separatedBy: words).count - 1 }
}
