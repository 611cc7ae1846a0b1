import Foundation
import Model
import Store
import Testing

@testable import Questions
@testable import SyntheticRuns

/// Planted jobs of package managers and strategies, through a database, to evidence and verdict.
struct DependencyTests {
    private func verdict(on run: SyntheticDependencyRun) throws -> Verdict {
        CacheableDependenciesQuestion().verdict(on: try run.evidence())
    }

    @Test func plantedCostsRatioAndHitsAreFound() throws {
        var run = SyntheticDependencyRun()
        run.plant("npm", "cache-mount", cold: 10, manifest: 3, source: 0.5)
        let evidence = try run.evidence()
        let found = try #require(evidence.series.first)
        #expect(evidence.series.count == 1 && found.strategy == "cache-mount")
        #expect(abs((found.ratio?.value ?? 0) - 0.3) < 0.02)
        #expect(found.ratio?.interval?.contains(0.3) == true && found.ratio?.count == 6)
        #expect(abs((found.cold?.value ?? 0) - 10) < 0.2 && found.cold?.count == 4 && found.cold?.interval == nil)
        #expect(found.of(.source)?.hits == 6 && found.of(.source)?.jobs == 6)
        #expect(found.of(.dependency)?.hits == 0 && found.of(.dependency)?.cost.interval != nil)
        let verdict = CacheableDependenciesQuestion().verdict(on: evidence)
        #expect(found.answer == .yes && verdict.answer == .yes && verdict.unit == "×")
        #expect(evidence.warnings == [])
    }

    @Test func oneSourceChangeThatInstallsAgainIsNo() throws {
        var run = SyntheticDependencyRun()
        run.plant("npm", "cache-mount", cold: 10, manifest: 3, source: 0.5, sourceMisses: 1)
        let found = try #require(try run.evidence().series.first)
        #expect(found.of(.source)?.hits == 5 && found.answer == .no)
    }

    @Test func aDearChangeOfTheManifestIsNoAndANearOneUndecided() throws {
        var dear = SyntheticDependencyRun()
        dear.plant("npm", "manifest-layer", cold: 10, manifest: 9.5, source: 0.5)
        #expect(try verdict(on: dear).answer == .no)
        var near = SyntheticDependencyRun()
        near.plant("npm", "manifest-layer", cold: 10, manifest: 4.99, source: 0.5)
        let open = try verdict(on: near)
        #expect(open.answer == .undecided && (open.jobsNeeded ?? 0) > 0)
    }

    @Test func tooFewJobsAreUndecided() throws {
        var run = SyntheticDependencyRun()
        run.plant("npm", "cache-mount", cold: 10, manifest: 3, source: 0.5, changes: 3, colds: 1)
        let verdict = try verdict(on: run)
        #expect(verdict.answer == .undecided && verdict.estimate?.interval == nil)
        #expect(abs((verdict.estimate?.value ?? 0) - 0.3) < 0.02)
        #expect(verdict.jobsNeeded == 3)
    }

    @Test func theBestStrategyIsTheManagersAndTheWorstManagerDecides() throws {
        var run = SyntheticDependencyRun()
        run.plant("npm", "one-layer", cold: 10, manifest: 10, source: 10, sourceMisses: 6)
        run.plant("npm", "archive", cold: 10, manifest: 4, source: 0.5)
        run.plant("npm", "cache-mount", cold: 10, manifest: 2, source: 0.5)
        run.plant("apt", "cache-mount", cold: 10, manifest: 8, source: 0.5)
        let evidence = try run.evidence()
        #expect(evidence.managers.map(\.name) == ["apt", "npm"])
        #expect(evidence.managers.map(\.answer) == [.no, .yes])
        #expect(evidence.managers.last?.best?.strategy == "cache-mount")
        let verdict = CacheableDependenciesQuestion().verdict(on: evidence)
        #expect(verdict.answer == .no)
        #expect(verdict.decidedBy == "apt: builder=buildkit,strategy=cache-mount")
        #expect(try run.database().run(run.id) != nil)
    }

    @Test func restoringAndSavingAreOfTheCost() throws {
        var run = SyntheticDependencyRun()
        run.plant("npm", "archive", cold: 10, manifest: 3, source: 0.5, restore: 1, save: 2)
        let found = try #require(try run.evidence().series.first)
        #expect(abs((found.of(.dependency)?.cost.value ?? 0) - 6) < 0.1)
        #expect(abs((found.cold?.value ?? 0) - 12) < 0.2)
        #expect(found.restore == 1 && found.save == 2)
        #expect(found.answer == .undecided || found.answer == .no)
    }

    @Test func warmUpsAndFailedJobsDoNotCount() throws {
        var run = SyntheticDependencyRun()
        run.plant("npm", "cache-mount", cold: 10, manifest: 3, source: 0.5)
        run.jobs[0].warmup = true
        run.jobs[0].phases[.build] = 1000
        run.jobs[1].outcome = .commandFailed
        run.jobs[1].failure = Failure(phase: .run, message: "cargo is 1.0.0, not 1.1.0")
        let evidence = try run.evidence()
        let found = try #require(evidence.series.first)
        #expect((found.of(.source)?.jobs ?? 0) + (found.of(.dependency)?.jobs ?? 0) == 10)
        #expect(
            evidence.warnings.contains {
                if case .failed(_, .commandFailed, 1, _, _, let message) = $0 {
                    message.contains("1.1.0")
                } else {
                    false
                }
            })
    }
}
