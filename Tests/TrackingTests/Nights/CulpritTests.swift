import Foundation
import Model
import Testing

@testable import SyntheticRuns
@testable import Tracking

/// What is planted in a night is found, and named as what it is.
struct CulpritTests {
    /// A night in which one commit changed the repository.
    private func night(_ change: (inout SyntheticState) -> Void) throws -> Night {
        var night = SyntheticNight()
        night.commits = [.init("a change", SyntheticState().with(change))]
        return try night.compared()
    }

    @Test func aNightWithNothingPlantedIsUnchanged() throws {
        let night = try night { _ in }
        #expect(night.outcome == .unchanged && night.worse == 0 && night.better == 0)
        #expect(night.culprits.isEmpty && night.hasRounds && night.pairs == 24)
        #expect(night.metrics(.unchanged).count == NightJob.metrics.count)
    }

    @Test func aSlowerStepIsNamed() throws {
        let night = try night { $0.change(SyntheticState.test) { $0.seconds = 1.8 } }
        #expect(night.outcome == .regression)
        #expect(night.metrics(.worse) == ["wall_s", "build_s", "overhead_s"])
        let cause = try #require(night.causes.first)
        #expect(night.causes.count == 1)
        #expect(cause.hasPrefix("`RUN make test` takes 1.") && cause.contains(" instead of 1."))
        #expect(cause.hasSuffix("(+38 %), since ccccccc “a change”") || cause.contains("(+3"))
    }

    @Test func stepsThatMissAfterAMoveAreNamed() throws {
        var moved = SyntheticNight()
        moved.commits = [.init("copy first", SyntheticState().copyingFirst)]
        let night = try moved.compared()
        #expect(night.outcome == .regression)
        #expect(Set(night.metrics(.worse)).isSuperset(of: ["build_s", "hits", "misses"]))
        #expect(
            night.causes == [
                "2 steps that used to hit now miss: `COPY requirements.txt ./`, `RUN pip install -r requirements.txt`, "
                    + "since ccccccc “copy first”"
            ])
    }

    @Test func aLargerImageIsNamed() throws {
        let night = try night { $0.image += 50_000_000 }
        #expect(night.outcome == .regression && night.metrics(.worse) == ["built_bytes"])
        #expect(
            night.causes == ["the image has 200.00 MB instead of 150.00 MB (+33 %), since ccccccc “a change”"]
                || night.causes == ["the image has 200 MB instead of 150 MB (+33 %), since ccccccc “a change”"])
    }

    @Test func growthOfTheDiskIsNoLargerImage() throws {
        let night = try night { $0.growth += 20_000_000 }
        #expect(night.outcome == .regression && night.metrics(.worse) == ["engine_grown_bytes"])
        let cause = try #require(night.causes.first)
        #expect(
            cause.hasPrefix("a job makes the engine's disk grow by 20.0 MB instead of 5.00 kB")
                && !cause.contains("image"))
    }

    @Test func aLeakIsNamed() throws {
        let night = try night { $0.leaks = ["dangling_image": 1] }
        #expect(night.outcome == .regression && night.worse == 1 && night.metrics(.worse).isEmpty)
        // Two builders in thirteen rounds, the warm-up among them.
        #expect(
            night.causes == [
                "jobs leave more behind (dangling image): 26 instead of 0, since ccccccc “a change”"
            ])
    }

    @Test func whatTheBaselineLeavesTooIsNoNews() throws {
        var leaking = SyntheticNight()
        leaking.before.leaks = ["volume": 2]
        leaking.commits = [.init("a change", leaking.before)]
        let night = try leaking.compared()
        #expect(night.outcome == .unchanged && night.leaks.isEmpty)
    }

    @Test func aSlowerCommandIsNamed() throws {
        let night = try night { $0.command = 3 }
        #expect(night.outcome == .regression && night.metrics(.worse) == ["wall_s", "command_s"])
        let cause = try #require(night.causes.first)
        #expect(night.causes.count == 1)
        #expect(cause.hasPrefix("the command takes ") && cause.hasSuffix(", since ccccccc “a change”"))
    }

    @Test func aNewStepIsNamed() throws {
        let night = try night { $0.steps.append(.init("RUN make lint", 0.8)) }
        #expect(night.outcome == .regression)
        let cause = try #require(night.causes.first)
        #expect(night.causes.count == 1)
        #expect(cause.hasPrefix("the new step `RUN make lint` takes 0."))
    }

    @Test func aNewStepThatComesFromTheCacheIsNoNews() throws {
        let night = try night { $0.steps.insert(.init("RUN apt-get install jq", 3, isCached: true), at: 0) }
        #expect(night.outcome == .unchanged && night.causes.isEmpty)
    }

    /// Two installations become one: fewer steps hit, and none misses.
    @Test func aStepThatIsGoneLosesNoHit() throws {
        let night = try night { $0.steps.remove(at: 0) }
        #expect(night.outcome == .unchanged && night.causes.isEmpty)
    }

    @Test func aNewFailureIsNamed() throws {
        let night = try night { state in
            state.outcome = .buildFailed
            state.message = "exit code: 2"
        }
        #expect(night.outcome == .regression && night.worse == 1 && night.failures.new.count == 28)
        let cause = try #require(night.causes.first)
        #expect(night.causes.count == 1)
        #expect(cause.hasPrefix("a job fails that did not: ") && cause.contains("`RUN make test`"))
        #expect(cause.contains("exit code: 2") && cause.hasSuffix("since ccccccc “a change”"))
    }

    @Test func twoChangesAreBothNamed() throws {
        let night = try night { state in
            state.command = 3
            state.leaks = ["container": 1]
        }
        #expect(night.causes.count == 2)
        #expect(night.causes.contains { $0.hasPrefix("the command takes ") })
        #expect(night.causes.contains { $0.hasPrefix("jobs leave more behind (container)") })
    }

    @Test func aFasterStepIsAnImprovement() throws {
        let night = try night { $0.change(SyntheticState.test) { $0.seconds = 0.5 } }
        #expect(night.outcome == .improvement && night.metrics(.better) == ["wall_s", "build_s", "overhead_s"])
        #expect(night.culprits.isEmpty)
    }
}
