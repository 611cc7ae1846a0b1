import Testing

@testable import SyntheticRuns
@testable import Tracking

/// What a self-check says of runs whose truth is known.
struct SelfCheckTests {
    private func verdict(_ planted: PlantedChange, _ check: SelfCheck) throws -> PlantedVerdict {
        try present(check.planted.first { $0.planted == planted })
    }

    @Test func everyPlantedRegressionIsCaughtAndNamedRightlyOverManySeeds() throws {
        var named = 0
        for seed in 1...25 as ClosedRange<UInt64> {
            let check = try PlantedRun(seed: seed).check()
            #expect(check.planted.map(\.planted) == PlantedChange.allCases)
            #expect(check.planted.allSatisfy(\.isCaught), "seed \(seed)")
            named += check.planted.count(where: \.isNamedRightly)
        }
        // By chance one comparison in a hundred may name something besides.
        #expect(named >= 96, "\(named) of 100")
    }

    @Test func eachIsNamedByWhatItChanges() throws {
        let check = try PlantedRun().check()
        #expect(try verdict(.slowerStep, check).found.map(\.metric.id) == ["build_s"])
        #expect(Set(try verdict(.missingCache, check).found.map(\.metric.id)) == ["hits", "misses"])
        #expect(try verdict(.missingCache, check).followers.contains { $0.metric.id == "build_s" })
        #expect(try verdict(.leak, check).found.map(\.metric.id) == ["leaks.container"])
        let layer = try present(try verdict(.largerLayer, check).found.first)
        #expect(layer.metric.id == "engine_grown_bytes" && abs((layer.relative ?? 0) - 0.05) < 1e-9)
        let step = try present(try verdict(.slowerStep, check).found.first)
        #expect(abs((step.relative ?? 0) - 0.14 / 1.65) < 0.02)
        // Both names with nothing in them are the base.
        #expect(step.baseCount == 24 && step.candidateCount == 12)
        #expect(step.key.configuration == "builder=buildkit")
    }

    @Test func whereNothingIsPlantedNothingIsCaught() throws {
        let check = try PlantedRun(plants: false).check()
        #expect(check.planted.allSatisfy { !$0.isCaught && !$0.isNamedRightly })
        #expect(!check.holds)
    }

    @Test func aSlowDownTooSmallToCountIsNotCaught() throws {
        let check = try PlantedRun(slower: 0.02).check()
        #expect(try !verdict(.slowerStep, check).isCaught)
        #expect(try verdict(.leak, check).isCaught && !check.holds)
    }

    @Test func whatHasNothingToDoWithItIsNamedWrongly() throws {
        let check = try PlantedRun(requestsWhileSlower: 10).check()
        let step = try verdict(.slowerStep, check)
        #expect(step.isCaught && !step.isNamedRightly)
        #expect(step.strangers.map(\.metric.id) == ["requests"])
    }

    @Test func aKindThatNoAuditSawIsNotMeasured() throws {
        let leak = try verdict(.leak, try PlantedRun(seesContainers: false).check())
        #expect(!leak.isCaught && leak.unmeasured == ["leaks.container"])
        #expect(try verdict(.leak, try PlantedRun().check()).unmeasured == [])
    }

    @Test func leaksThatNothingTellsBelongToNoPart() throws {
        let parts = try PlantedRun().parts(leaks: ["": ["container": 2]])
        #expect(parts.unattributed == ["container": 2])
        let check = try SelfCheck(parts, splits: 1)
        #expect(check.unattributed == ["container": 2])
        #expect(try !verdict(.leak, check).isCaught)
    }

    @Test func aRunWithoutThePartsIsRefused() throws {
        let measured = MeasuredRun(run: try Planted.summary(), series: [])
        #expect(throws: SelfCheckError.self) { try SelfCheck(PlantedParts(measured, leaks: [:])) }
        let text = "\(SelfCheckError.partMissing(run: measured.run.id, "none, control"))"
        #expect(text.contains("none, control") && text.contains("scenarios/selfcheck.yaml"))
    }

    @Test func plantedIsReadOffAConfigurationsName() {
        #expect(PlantedParts.planted("builder=legacy,planted=slower-step") == "slower-step")
        #expect(PlantedParts.planted("builder=legacy") == nil)
    }
}
