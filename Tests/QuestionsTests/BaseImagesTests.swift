import Foundation
import Model
import Testing

@testable import Questions
@testable import SyntheticRuns

/// Planted builds upon provided images and upon Debian alone, through a database, to evidence and verdict.
struct BaseImagesTests {
    private func planted(
        scap: (Double, Double) = (10, 30), malu: (Double, Double) = (20, 26), together: (Int, Int) = (900, 1000)
    ) -> SyntheticBaseRun {
        var run = SyntheticBaseRun()
        run.plant("malu", provided: malu.0, deferred: malu.1, together: together)
        run.plant("scap", provided: scap.0, deferred: scap.1, together: together)
        return run
    }

    @Test func plantedSavingsAreFoundAndTheSecondBestRepositoryDecides() throws {
        let evidence = try planted().evidence()
        let saved = evidence.cold.map { ($0.fixture, $0.saving?.value ?? 0, $0.saving?.count ?? 0, $0.wins) }
        #expect(saved.map(\.0) == ["malu", "scap"])
        // Three cold builds and the one after the os image's update, with each of two builders.
        #expect(saved.map(\.2) == [8, 8])
        #expect(abs(saved[0].1 - 6) < 0.001 && abs(saved[1].1 - 20) < 0.001)
        #expect(saved.map(\.3) == [.yes, .yes])
        let verdict = BaseImagesQuestion().verdict(on: evidence)
        #expect(verdict.answer == .yes && verdict.decidedBy == "malu")
        #expect(verdict.unit == "s" && abs((verdict.estimate?.value ?? 0) - 6) < 0.001)
        #expect(evidence.warnings == [])
    }

    @Test func warmBuildsAreComparedChangeByChange() throws {
        let evidence = try planted().evidence()
        let like = evidence.comparisons.filter {
            $0.series.fixture == "scap" && $0.series.configuration == "builder=legacy"
        }
        #expect(like.map(\.situation) == [.cold, .source, .dependency])
        #expect(like.map { $0.saving?.count } == [4, 6, 1])
        // The build after the provided images' rebuild has no counterpart: it counts on neither side.
        #expect(like.map { $0.points[.provided]?.count } == [4, 6, 1])
        #expect(like[1].saving?.value == 0 && like[1].saving?.interval == -0.001...0.001)
        #expect(like[2].provided == 5 && like[2].deferred == 15 && like[2].saving?.interval == nil)
    }

    @Test func bytesThatAreNotWonMakeItNo() throws {
        let evidence = try planted(together: (1010, 1000)).evidence()
        let verdict = BaseImagesQuestion().verdict(on: evidence)
        #expect(verdict.answer == .no && verdict.unit == "byte")
        #expect(verdict.estimate?.value == -10 && verdict.decidedBy == "builder=buildkit")
        #expect(evidence.bytes.count == 4 && evidence.bytes[0].images.map(\.fixture) == ["malu", "scap"])
        #expect(evidence.bytes[0].images[0].shared == 505)
    }

    @Test func aRepositoryThatIsSlowerUponAProvidedImageMakesItNo() throws {
        let evidence = try planted(malu: (26, 20)).evidence()
        #expect(evidence.cold.map(\.wins) == [.no, .yes])
        let verdict = BaseImagesQuestion().verdict(on: evidence)
        #expect(verdict.answer == .no && verdict.decidedBy == "malu")
        #expect(abs((verdict.estimate?.value ?? 0) + 6) < 0.001)
    }

    @Test func fewPairsOrNoBytesDecideNothing() throws {
        var run = SyntheticBaseRun()
        run.plant("malu", provided: 10, deferred: 30, cold: 1)
        run.plant("scap", provided: 10, deferred: 30, cold: 1)
        let few = try run.evidence()
        #expect(few.cold.map { $0.saving?.count } == [4, 4])
        let tooFew = BaseImagesQuestion().verdict(on: few)
        #expect(tooFew.answer == .undecided && tooFew.jobsNeeded == 2)
        var unknown = planted()
        for index in unknown.points.keys {
            unknown.points[index]?.removeAll { $0.name == BaseImagePoint.imagesTogetherBytes.rawValue }
        }
        #expect(try BaseImagesQuestion().verdict(on: unknown.evidence()).answer == .undecided)
        var one = SyntheticBaseRun()
        one.plant("scap", provided: 10, deferred: 30)
        #expect(try BaseImagesQuestion().verdict(on: one.evidence()).estimate == nil)
    }

    @Test func updatesAreAttributedAndCatchingUpIsAddedUp() throws {
        let evidence = try planted().evidence()
        func found(_ update: BaseUpdate, _ kind: BaseKind) -> BaseUpdateEffect? {
            evidence.updates.first {
                $0.update == update && $0.kind == kind && $0.series.fixture == "scap"
                    && $0.series.configuration == "builder=legacy"
            }
        }
        #expect(found(.os, .provided)?.baseMisses == 3 && found(.os, .deferred)?.baseMisses == 3)
        #expect(found(.provided, .provided)?.baseMisses == 3 && found(.provided, .deferred)?.misses == 0)
        let catchUps = evidence.catchUps.filter { $0.configuration == "builder=buildkit" }
        // Once the suite, 7 + 1 s and 4 + 1 s, and each repository's next build.
        #expect(catchUps.map(\.total) == [38, 56, 35, 1])
        #expect(catchUps.map(\.suite) == [8, 0, 5, 0])
        let python = try #require(evidence.suite.first { $0.name == "python" })
        #expect(python.build == 9 && python.rebuilds == [.os: 7, .provided: 4] && python.ownBytes == 200)
        #expect(evidence.suite.first { $0.name == "os" }?.making == 21)
        #expect(evidence.dockerfiles.map(\.lines) == [[.provided: 8, .deferred: 20], [.provided: 8, .deferred: 20]])
    }

    @Test func anUpdateThatAnInterruptedRunMadeTwiceCountsOnce() throws {
        var run = planted()
        let first = try #require(run.jobs.firstIndex { $0.change == BaseUpdate.os.rawValue })
        let again = try #require(run.points[first]).filter { ProvidedImagePoint(series: $0.name) != nil }
        run.points[first + 12, default: []] += again
        #expect(run.jobs[first + 12].change == BaseUpdate.os.rawValue)
        let catchUps = try run.evidence().catchUps.filter { $0.configuration == "builder=buildkit" && $0.update == .os }
        #expect(catchUps.map(\.suite) == [8, 0])
    }

    @Test func whatWasMissedForAnotherReasonIsNotCountedForTheBase() throws {
        var run = planted()
        for index in run.jobs.indices where run.jobs[index].change == BaseUpdate.os.rawValue {
            run.jobs[index].steps[0].missReason = .contentChanged
        }
        let os = try run.evidence().updates.filter { $0.update == .os }
        #expect(os.allSatisfy { $0.misses == 3 && $0.baseMisses == 0 })
    }
}
