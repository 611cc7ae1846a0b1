import Testing

@testable import SyntheticRuns
@testable import Tracking

/// What a self-check says of runs whose truth is known.
struct SelfCheckTests {
    private func verdict(_ planted: PlantedChange, _ verdicts: [PlantedVerdict]) throws -> PlantedVerdict {
        try present(verdicts.first { $0.planted == planted })
    }

    @Test func everyPlantedRegressionIsCaughtAndNamedRightlyOverManySeeds() throws {
        var named = 0
        for seed in 1...25 as ClosedRange<UInt64> {
            let verdicts = try PlantedRun(seed: seed).verdicts()
            #expect(verdicts.map(\.planted) == PlantedChange.allCases)
            #expect(verdicts.allSatisfy { $0.isCaught }, "seed \(seed)")
            named += verdicts.count(where: \.isNamedRightly)
        }
        // By chance one comparison in a hundred may name something besides.
        #expect(named >= 96, "\(named) of 100")
    }

    @Test func eachIsNamedByWhatItChanges() throws {
        let check = try PlantedRun().verdicts()
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
        let check = try SelfCheck(try PlantedRun(plants: false).parts(), splits: 20)
        #expect(check.planted.allSatisfy { !$0.isCaught && !$0.isNamedRightly })
        #expect(check.sameness.holds && !check.holds)
    }

    @Test func aRunInWhichAllIsFoundHolds() throws {
        let check = try SelfCheck(try PlantedRun().parts(), splits: 20)
        #expect(check.holds && check.unattributed.isEmpty)
        // Of the series of both names, totals left out: three times and four counts.
        #expect(check.noise.count == 7)
        let build = try present(check.noise.first { $0.metric.id == "build_s" })
        #expect(build.count == 12 && abs(build.median - 1.65) < 0.03)
        #expect((build.deviation ?? 0) > 0.008 && (build.deviation ?? 1) < 0.04)
        #expect((build.smallest ?? 0) > 0.015 && (build.smallest ?? 1) < 0.08)
    }

    @Test func aSlowDownTooSmallToCountIsNotCaught() throws {
        let verdicts = try PlantedRun(slower: 0.02).verdicts()
        #expect(try !verdict(.slowerStep, verdicts).isCaught)
        #expect(try verdict(.leak, verdicts).isCaught)
    }

    @Test func whatHasNothingToDoWithItIsNamedWrongly() throws {
        let step = try verdict(.slowerStep, try PlantedRun(requestsWhileSlower: 10).verdicts())
        #expect(step.isCaught && !step.isNamedRightly)
        #expect(step.strangers.map(\.metric.id) == ["requests"])
    }

    @Test func aKindThatNoAuditSawIsNotMeasured() throws {
        let leak = try verdict(.leak, try PlantedRun(seesContainers: false).verdicts())
        #expect(!leak.isCaught && leak.unmeasured == ["leaks.container"])
        #expect(try verdict(.leak, try PlantedRun().verdicts()).unmeasured == [])
    }

    @Test func leaksThatNothingTellsBelongToNoPart() throws {
        let parts = try PlantedRun().parts(leaks: ["": ["container": 2]])
        #expect(parts.unattributed == ["container": 2])
        #expect(try !verdict(.leak, PlantedVerdict.all(of: parts, terms: ComparisonTerms())).isCaught)
    }

    @Test func aRunWithoutThePartsIsRefused() throws {
        let measured = MeasuredRun(run: try Planted.summary(), series: [])
        #expect(throws: SelfCheckError.self) { try SelfCheck(PlantedParts(measured, leaks: [:])) }
        let text = "\(SelfCheckError(run: measured.run.id, values: "none, control"))"
        #expect(text.contains("none, control") && text.contains("scenarios/selfcheck.yaml"))
    }

    @Test func plantedIsReadOffAConfigurationsName() {
        #expect(PlantedParts.planted("builder=legacy,planted=slower-step") == "slower-step")
        #expect(PlantedParts.planted("builder=legacy") == nil)
    }
}
