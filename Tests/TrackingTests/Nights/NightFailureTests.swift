import Foundation
import Model
import Testing

@testable import SyntheticRuns
@testable import Tracking

/// A failure is news where the baseline's counterpart succeeded, and only there.
struct NightFailureTests {
    private let failing = SyntheticState().with { $0.outcome = .buildFailed }

    @Test func aStateThatFailsOnBothSidesIsNoNews() throws {
        var night = SyntheticNight()
        night.before = failing
        let compared = try night.compared()
        #expect(compared.outcome == .unchanged && compared.failures.new.isEmpty && compared.culprits.isEmpty)
        // 4 revisions and 13 rounds by two builders.
        #expect(compared.failures.known.count == 34)
    }

    @Test func aNewCommitThatFailsAsTheBaselineDoesIsNoNews() throws {
        var night = SyntheticNight()
        night.before = failing
        night.commits = [.init("one", failing), .init("two", failing)]
        let compared = try night.compared()
        #expect(compared.outcome == .unchanged && compared.failures.new.isEmpty)
        #expect(compared.failures.known.count == 38)
    }

    @Test func aRepairIsAnImprovement() throws {
        var night = SyntheticNight()
        night.before = failing
        night.commits = [.init("repaired", SyntheticState())]
        let compared = try night.compared()
        #expect(compared.outcome == .improvement && !compared.failures.fixed.isEmpty)
    }

    @Test func aCommitInBetweenThatFailsIsNewAndNamed() throws {
        var night = SyntheticNight()
        night.commits = [.init("one"), .init("broken", failing), .init("mended")]
        let compared = try night.compared()
        #expect(compared.outcome == .regression && compared.failures.new.count == 2)
        #expect(compared.culprits.first?.commit?.revision.subject == "broken")
    }

    @Test func theFirstOfSeveralFailingCommitsIsNamed() throws {
        var night = SyntheticNight()
        night.commits = [.init("one"), .init("broken", failing), .init("still broken", failing)]
        #expect(try night.compared().culprits.first?.commit?.revision.subject == "broken")
    }

    @Test func anExpectedFailureIsNoNews() throws {
        var night = SyntheticNight()
        night.commits = [.init("wip", failing)]
        night.isExpected = { $0.outcome != .succeeded }
        let compared = try night.compared()
        #expect(compared.outcome == .unchanged && compared.failures.new.isEmpty && compared.culprits.isEmpty)
        #expect(compared.failures.expected.count == 28)
    }

    @Test(arguments: [Outcome.engineLost, .refused])
    func aJobThatCouldNotBeMeasuredIsNoRegression(_ outcome: Outcome) throws {
        var night = SyntheticNight()
        night.change = { job in
            guard job.side == .candidate, job.round == 3 else { return }
            job.outcome = outcome
            job.failure = Failure(phase: .build, message: "connection refused")
        }
        let compared = try night.compared()
        #expect(compared.outcome == .failedJobs && compared.failures.broken.count == 2)
        #expect(compared.failures.new.isEmpty && compared.worse == 0)
    }

    @Test func anEngineLostOnTheReferencesSideIsNoRepair() throws {
        var night = SyntheticNight()
        night.change = { if $0.side == .reference, $0.round == 3 { $0.outcome = .engineLost } }
        let compared = try night.compared()
        #expect(compared.outcome == .failedJobs && compared.failures.fixed.isEmpty && compared.better == 0)
    }

    @Test func anEngineLostOnBothSidesIsNotAFailureAsInTheBaseline() throws {
        var night = SyntheticNight()
        night.change = { if $0.side != nil, $0.round == 3 { $0.outcome = .engineLost } }
        let compared = try night.compared()
        #expect(compared.outcome == .failedJobs && compared.failures.known.isEmpty)
    }

    @Test func aRegressionIsToldThoughJobsCouldNotBeMeasured() throws {
        var night = SyntheticNight()
        night.commits = [.init("slow", SyntheticState().with { $0.command = 3 })]
        night.change = { if $0.side == .candidate, $0.round == 3 { $0.outcome = .engineLost } }
        let compared = try night.compared()
        #expect(compared.outcome == .regression && compared.failures.broken.count == 2)
        #expect(NightReport(compared, base: "a", candidate: "b").counts.contains("2 jobs could not be measured"))
    }
}
