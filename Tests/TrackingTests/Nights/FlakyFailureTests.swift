import Model
import Testing

@testable import SyntheticRuns
@testable import Tracking

/// A test that fails now and then fails on both sides of the same run: that is no news, and one that always fails is.
struct FlakyFailureTests {
    /// A night whose rounds fail on the reference's side and on the candidate's where these rounds are named.
    private func night(reference: Set<Int>, candidate: Set<Int>, builders: [String] = ["buildkit"]) -> SyntheticNight {
        var night = SyntheticNight()
        (night.builders, night.commits) = (builders, [.init("one")])
        night.change = { job in
            guard let side = job.side, (side == .reference ? reference : candidate).contains(job.round) else { return }
            job.outcome = .commandFailed
            job.failure = Failure(phase: .run, message: "exit code 1")
        }
        return night
    }

    @Test func failuresInDifferentRoundsOfBothSidesAreNoNews() throws {
        let compared = try night(reference: [2, 7], candidate: [4, 5, 9]).compared()
        #expect(compared.failures.new.isEmpty && compared.failures.fixed.isEmpty && compared.worse == 0)
        #expect(compared.failures.known.count == 3 && compared.outcome != .regression)
    }

    @Test func aFailureThatOnlyTheCandidateShowsIsNewThoughItIsRare() throws {
        let compared = try night(reference: [], candidate: [4]).compared()
        #expect(compared.failures.new.count == 1 && compared.outcome == .regression)
    }

    @Test func aFlakyTestThatNowAlwaysFailsIsNew() throws {
        let compared = try night(reference: [3], candidate: Set(0...12)).compared()
        #expect(compared.outcome == .regression && compared.failures.new.count == 12)
        #expect(compared.failures.known.count == 1)
    }

    @Test func anotherFailureThanTheReferencesIsNew() throws {
        var night = night(reference: [3], candidate: [])
        let flaky = night.change
        night.change = { job in
            flaky(&job)
            if job.side == .candidate, job.round == 5 { job.outcome = .timedOut }
        }
        #expect(try night.compared().failures.new.map(\.job.outcome) == [.timedOut])
    }

    @Test func aFailureOfOneBuilderExcusesNoOther() throws {
        var night = night(reference: [3], candidate: [], builders: ["buildkit", "legacy"])
        night.change = { job in
            let fails =
                job.configuration.builder == .legacy
                ? job.side == .reference && job.round == 3 : job.side == .candidate && job.round == 5
            if fails { job.outcome = .commandFailed }
        }
        #expect(try night.compared().failures.new.count == 1)
    }

    @Test func aCommitThatFailsOnceAsTheReferenceDoesIsNoNews() throws {
        var night = night(reference: [3, 6], candidate: [])
        let flaky = night.change
        night.change = { job in
            flaky(&job)
            if job.side == nil, job.revision == SyntheticNight.id(0) { job.outcome = .commandFailed }
        }
        #expect(try night.compared().failures.new.isEmpty)
    }

    @Test func aFlakyTestThatPassesTonightIsNoImprovement() throws {
        let compared = try night(reference: [3], candidate: []).compared()
        #expect(compared.failures.fixed.isEmpty && compared.better == 0)
    }

    @Test func aFailureOfEveryRoundThatIsGoneIsMended() throws {
        let compared = try night(reference: Set(0...12), candidate: []).compared()
        #expect(compared.failures.fixed.count == 13)
    }
}
