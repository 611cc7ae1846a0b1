import Model
import Testing

@testable import Lab

@Suite struct PlantedStageTests {
    private func job(
        _ planted: PlantedRegression?, position: Int = 5, round: Int = 1, warmup: Bool = false,
        arguments: [String: String]? = nil
    ) -> PlannedJob {
        var change = Change(index: 0, revision: "r", changeClass: .none)
        change.arguments = arguments
        return PlannedJob(
            position: position, round: round, fixture: "f", change: change,
            configuration: Configuration(builder: .buildkit, planted: planted), warmup: warmup)
    }

    @Test func dockerfilesAreToldWhatIsPlantedAndJobsWithNothingInThemAreAlike() {
        let told = PlantedStage.prepared(job(.slowerStep, arguments: ["OWN": "1"])).change.arguments
        #expect(
            told == [
                "OWN": "1", "PLIMSOLL_JOB": "5", "PLIMSOLL_PLANTED": "slower-step", "PLIMSOLL_CACHE_KEY": "same",
            ])
        let nothing = PlantedStage.prepared(job(.nothing)).change.arguments
        #expect(nothing == PlantedStage.prepared(job(.control)).change.arguments)
        #expect(nothing?["PLIMSOLL_PLANTED"] == "none")
    }

    @Test func onlyAMissingCacheHasAKeyOfItsOwnInEachJob() {
        let keys = [5, 6].map { PlantedStage.prepared(job(.missingCache, position: $0)).change.arguments }
        #expect(keys.map { $0?["PLIMSOLL_CACHE_KEY"] } == ["5", "6"])
        #expect(PlantedStage.prepared(job(.leak)).change.arguments?["PLIMSOLL_CACHE_KEY"] == "same")
    }

    @Test func aJobWithoutTheFactorIsAsItWas() {
        #expect(PlantedStage.prepared(job(nil)) == job(nil))
    }

    @Test func onlyTheFirstMeasuredJobLeaks() {
        #expect(PlantedStage.leaks(job(.leak)))
        #expect(!PlantedStage.leaks(job(.leak, round: 2)))
        #expect(!PlantedStage.leaks(job(.leak, round: 0, warmup: true)))
        #expect(!PlantedStage.leaks(job(.nothing)) && !PlantedStage.leaks(job(nil)))
    }
}
