import Foundation
import Model
import Testing

@testable import Questions
@testable import SyntheticRuns

/// Planted trouble is named.
struct WarningTests {
    private let scap = Series(fixture: "scap", configuration: "builder=buildkit")

    @Test func failuresAreCountedByOutcomeWithTheFirstOnesWords() throws {
        var run = SyntheticRun()
        run.plant(SyntheticRun.around(1))
        run.plant([1, 1]) { job in
            job.outcome = .buildFailed
            job.failure = Failure(phase: .build, message: "step 3 failed at \(job.position)")
        }
        run.plant([1]) { $0.outcome = .timedOut }
        let warnings = try run.evidence().warnings
        #expect(
            warnings.contains(
                .failed(
                    series: scap, outcome: .buildFailed, count: 2, of: 15, position: 12, message: "step 3 failed at 12")
            ))
        #expect(
            warnings.contains(
                .failed(series: scap, outcome: .timedOut, count: 1, of: 15, position: 14, message: "no message")))
    }

    @Test func outliersAndASlowFirstJobAreTwoThings() throws {
        var run = SyntheticRun()
        run.plant([30] + SyntheticRun.around(1) + [90])
        let warnings = try run.evidence().warnings
        #expect(warnings.contains { if case .slowFirst(scap, 30, _) = $0 { true } else { false } })
        #expect(warnings.contains { if case .outliers(scap, .source, 2, 14, 13, 90, _) = $0 { true } else { false } })
    }

    @Test func quietRunHasOnlyTheMissingPairs() throws {
        var run = SyntheticRun()
        run.plant(SyntheticRun.around(1))
        #expect(try run.evidence().warnings == [.noDirectPairs(series: scap)])
    }

    @Test func jobsKilledBeforeTheirCleanupAreCounted() throws {
        var run = SyntheticRun()
        run.plant(SyntheticRun.around(1))
        run.plant([1]) { $0.wall = nil }
        #expect(try run.evidence().warnings.contains(.uncleaned(series: scap, count: 1)))
    }

    @Test func unfinishedAndResumedRunsAreSaid() throws {
        var run = SyntheticRun()
        run.plant(SyntheticRun.around(1))
        run.record.plannedJobs = 20
        #expect(try run.evidence(endReason: nil).warnings.contains(.unfinished(recorded: 12, planned: 20, reason: nil)))
        run.plant([5]) { job in
            job.position = -1
            job.warmup = true
        }
        run.record.plannedJobs = 12
        let resumed = try run.evidence().warnings
        #expect(resumed.contains(.resumed(extraWarmups: 1)))
        #expect(!resumed.contains { if case .unfinished = $0 { true } else { false } })
    }

    @Test func unbalancedPairsAreSaid() throws {
        var run = SyntheticRun()
        run.plant(SyntheticRun.around(1)) { $0.direct = DirectRecord(order: .before, seconds: 2, exitStatus: 0) }
        #expect(try run.evidence().warnings == [.unbalanced(series: scap, directFirst: 12, pairs: 12)])
    }

    @Test func excludedRunsAreRefusedUnlessAskedFor() async throws {
        var run = SyntheticRun()
        run.plant(SyntheticRun.around(1))
        let database = try run.database()
        try database.exclude(run: run.record.id, reason: "noisy neighbour")
        #expect(throws: FindingsError.self) { try RunReader.find(in: database) }
        let refused = #expect(throws: FindingsError.self) { try RunReader.find(run.record.id, in: database) }
        #expect(refused?.code == .excluded)
        let reader = try RunReader.find(run.record.id, in: database, includingExcluded: true)
        let evidence = try await reader.evidence(of: BuildOverheadQuestion())
        #expect(try #require(evidence).warnings.contains(.excluded(reason: "noisy neighbour")))
    }

    @Test func otherQuestionsAreLeftOutAndUnknownRunsAreRefused() async throws {
        var run = SyntheticRun()
        run.record.scenarios[0].questions = ["storage"]
        let database = try run.database()
        #expect(try await RunReader.find(in: database).evidence(of: BuildOverheadQuestion()) == nil)
        let unknown = #expect(throws: FindingsError.self) { try RunReader.find(UUID(), in: database) }
        #expect(unknown?.code == .noRun)
    }
}
