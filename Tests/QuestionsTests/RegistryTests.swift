import Foundation
import Model
import Testing

@testable import Questions
@testable import SyntheticRuns

/// From planted jobs to what they say of `registry`.
struct RegistryTests {
    @Test func transfersAreTheFirstAndTheMedianOfTheLater() throws {
        var run = SyntheticRegistryRun()
        run.plant()
        run.plant(fixture: "malu", builder: "legacy")
        let transfers = try run.evidence().transfers
        #expect(transfers.map(\.way) == [.push, .pull, .push, .pull])
        #expect(transfers.map { "\($0.series.fixture) \($0.series.configuration)" }[0] == "malu builder=legacy")
        let (push, pull) = (transfers[2], transfers[3])
        #expect(push.series.fixture == "scap" && push.series.configuration == "builder=buildkit")
        #expect(push.first == .init(bytes: 10_000_000, seconds: 1) && push.first?.rate == 10_000_000)
        #expect(pull.first?.rate == 20_000_000)
        #expect(push.later.count == 12 && push.bytes?.value == 1_000_000)
        let rate = try #require(push.rate)
        #expect(abs(rate.value - 10_000_000) < 100_000 && rate.count == 12)
        let interval = try #require(rate.interval)
        #expect(interval.contains(10_000_000) && interval.lowerBound > 9_500_000 && interval.upperBound < 10_600_000)
        #expect(abs(try #require(pull.seconds).value - 0.05) < 0.001)
    }

    @Test func growthIsTheMeanOfLaterPushesByClass() throws {
        var run = SyntheticRegistryRun()
        run.plant()
        run.plant(fixture: "malu", changeClass: .dependency)
        let evidence = try run.evidence()
        #expect(evidence.growth.map(\.changeClass) == [.dependency, .source])
        for growth in evidence.growth {
            #expect(abs(growth.blobs.mean - 500_000) < 1 && growth.manifests == 1000)
            #expect(growth.blobs.count == 12)
        }
        #expect(evidence.laterGrowth?.mean == 501_000 && evidence.laterGrowth?.count == 24)
    }

    @Test func jobsWhoseRegistryFailsCountNowhereElse() throws {
        var run = SyntheticRegistryRun()
        run.plant()
        let alone = try run.evidence()
        run.plantFault(.registryLost, .succeeded, struck: false)
        run.plantFault(.registryFull, .refused)
        let evidence = try run.evidence()
        #expect(evidence.transfers.map(\.later) == alone.transfers.map(\.later))
        #expect(evidence.laterGrowth == alone.laterGrowth && evidence.warnings == alone.warnings)
    }

    @Test func sharingIsWhatACopyEachWouldTakeMore() throws {
        var run = SyntheticRegistryRun()
        run.plant()
        let evidence = try run.evidence()
        #expect(evidence.repositories.map(\.name).first == "base/plimsoll/base" && evidence.repositories.count == 3)
        #expect(evidence.alone == 200_000_000 && evidence.together == 80_000_000)
        #expect(abs(try #require(evidence.saved) - 0.6) < 1e-9)
        run.ofRun = SyntheticRegistryRun.collected
        #expect(try run.evidence().saved == nil)
    }

    @Test func faultsAreCountedByWhereTheyStruck() throws {
        var run = SyntheticRegistryRun()
        run.plant()
        run.plantFault(.registryLost, .refused, held: 50, uploads: 3_000_000, message: "push: connection refused")
        run.plantFault(.registryLost, .buildFailed, in: .build, held: 2, recovered: false, message: "pull: EOF")
        run.plantFault(.registryLost, .succeeded, struck: false)
        run.plantFault(.registryFull, .refused, builder: "legacy")
        let faults = try run.evidence().faults
        #expect(faults.map(\.fault) == [.registryLost, .registryFull])
        let lost = faults[0]
        #expect(lost.jobs == 3 && lost.inPush == 1 && lost.inPull == 1 && lost.struck == 2 && lost.recovered == 1)
        #expect(lost.held == 26 && lost.longest == 50 && lost.uploads == 3_000_000)
        #expect(lost.messages == ["push: connection refused", "pull: EOF"])
        #expect(faults[1].builder == "builder=legacy" && faults[1].inPush == 1 && faults[1].held == nil)
    }

    @Test func nothingIsDecidedAndTheGrowthIsTheFigure() throws {
        let question = RegistryQuestion()
        var run = SyntheticRegistryRun()
        #expect(question.verdict(on: try run.evidence()).answer == .undecided)
        run.plant()
        let verdict = question.verdict(on: try run.evidence())
        #expect(verdict.answer == .evidence && verdict.unit == "byte" && verdict.estimate?.value == 501_000)
        #expect(question.rule.hasPrefix("evidence only"))
    }

    @Test func aCollectionThatLostImagesSaysSo() throws {
        var run = SyntheticRegistryRun()
        run.plant()
        #expect(try run.evidence().collection?.pulled == 3)
        run.ofRun =
            SyntheticRegistryRun.held
            + SyntheticRegistryRun.collected.filter {
                $0.name != RegistryPoint.pulledImages.rawValue
            } + [RegistryPoint.pulledImages.point(2)]
        let collection = try #require(try run.evidence().collection)
        #expect(collection.kept == 3 && collection.pulled == 2 && collection.blocked == 0.4)
    }
}
