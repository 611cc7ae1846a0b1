import Foundation
import Model
import Testing

@testable import SyntheticRuns
@testable import Tracking

/// The commit that did it is found among those that are new since the baseline, or it is said that it is not known.
struct SuspectCommitTests {
    private let usual = SyntheticState()
    private let slow = SyntheticState().with { state in state.change(SyntheticState.test) { $0.seconds = 1.8 } }

    private func culprit(
        _ commits: SyntheticNight.Commit..., change: (inout SyntheticNight) -> Void = { _ in }
    )
        throws -> Culprit
    {
        var night = SyntheticNight()
        night.commits = commits
        change(&night)
        return try #require(try night.compared().culprits.first)
    }

    @Test func theOnlyNewCommitIsSure() throws {
        let culprit = try culprit(.init("slow", slow))
        #expect(culprit.commit?.revision.subject == "slow" && culprit.commit?.certainty == .sure)
    }

    @Test func ofSeveralTheFirstSlowOneIsLikely() throws {
        let culprit = try culprit(.init("one"), .init("two"), .init("slow", slow), .init("later", slow))
        #expect(culprit.commit?.revision.id == SyntheticNight.id(2) && culprit.commit?.certainty == .likely)
        #expect(culprit.newer == 4 && culprit.origin == "probably since ccccccc “slow”")
    }

    @Test func aChangedDockerfileAmongThemIsSure() throws {
        let moved = usual.copyingFirst
        let culprit = try culprit(.init("one"), .init("copy first", moved), .init("three", moved))
        #expect(culprit.commit?.revision.id == SyntheticNight.id(1) && culprit.commit?.certainty == .sure)
    }

    /// A commit that touches nothing of the context gets the step from the cache: that says nothing of its time.
    @Test func aCommitWhoseBuildSkipsTheStepIsPassedOver() throws {
        let cached = slow.with { state in
            for index in state.steps.indices { state.steps[index].isCached = true }
        }
        let culprit = try culprit(.init("slow", slow), .init("docs", cached)) { $0.now = slow }
        #expect(culprit.commit?.revision.subject == "slow")
    }

    @Test func aCommitThatDoesNotBuildIsPassedOver() throws {
        let broken = slow.with { state in
            state.steps[2].seconds = 0
            state.outcome = .refused
        }
        let culprit = try culprit(.init("one"), .init("slow", slow), .init("broken", broken), .init("last", slow))
        #expect(culprit.commit?.revision.subject == "slow")
    }

    @Test func whereTheyDoNotShowItNoneIsNamed() throws {
        // Measured alone, the last one looks as before.
        let culprit = try culprit(.init("one", slow), .init("two", usual)) { $0.now = slow }
        #expect(culprit.commit == nil)
        #expect(culprit.origin == "2 commits are new since the baseline, and single builds do not show which did it")
    }

    @Test func anUnmeasuredCommitIsNotPassedOver() throws {
        let culprit = try culprit(.init("unmeasured", slow, isMeasured: false), .init("slow", slow))
        #expect(culprit.commit?.certainty != .sure)
    }

    @Test func aDockerfileOutsideTheRepositoryIsTheCause() throws {
        let culprit = try culprit { night in
            night.now = slow
            night.replayed = slow
            night.source = { $0.externalDockerfile = "FROM debian\nRUN make test\n" }
        }
        #expect(culprit.commit == nil && culprit.newer == 0)
        #expect(culprit.origin == "the Dockerfile outside the repository differs from the baseline's")
    }

    @Test func anIgnoreFileBesideThatDockerfileIsTheCause() throws {
        let culprit = try culprit { night in
            (night.now, night.replayed) = (slow, slow)
            night.source = { $0.externalIgnoreFile = "!docs\n" }
        }
        #expect(
            culprit.origin == "the ignore file beside the Dockerfile outside the repository differs from the baseline's"
        )
    }

    /// Tonight's build of the baseline's last revision is slow, too: the new commit did not do it.
    @Test func aDockerfileOutsideTheRepositoryIsNotTakenForTheOnlyCommit() throws {
        let culprit = try culprit(.init("innocent", slow)) { night in
            night.replayed = slow
            night.source = { $0.externalDockerfile = "FROM debian\nRUN make test\n" }
        }
        #expect(culprit.commit == nil)
        #expect(culprit.origin == "the Dockerfile outside the repository differs from the baseline's")
    }

    @Test func theOnlyCommitIsNamedWhereTheDifferingDockerfileDidNotDoIt() throws {
        let culprit = try culprit(.init("slow", slow)) { night in
            night.source = { $0.externalDockerfile = "# a comment\n" }
        }
        #expect(culprit.commit?.revision.subject == "slow")
    }

    @Test func anotherCommandIsTheCause() throws {
        let culprit = try culprit { night in
            night.now = usual.with { $0.command = 3 }
            night.replayed = night.now
            night.source = { $0.command = ["make", "slow"] }
        }
        guard case .command = culprit.place else {
            Issue.record("\(culprit.place)")
            return
        }
        #expect(culprit.origin == "the command differs from the baseline's")
    }

    @Test func withoutAnyDifferenceTheWorkerIsToBeLookedAt() throws {
        let culprit = try culprit { $0.now = slow }
        #expect(culprit.origin == "no commit is new, so look at the worker, the engine and the network")
    }
}
