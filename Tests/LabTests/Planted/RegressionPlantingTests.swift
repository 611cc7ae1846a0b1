import Model
import Testing

@testable import Lab

@Suite struct RegressionPlantingTests {
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
        let told = RegressionPlanting.prepared(job(.slowerStep, arguments: ["OWN": "1"])).change.arguments
        #expect(
            told == [
                "OWN": "1", "PLIMSOLL_JOB": "5", "PLIMSOLL_PLANTED": "slower-step", "PLIMSOLL_CACHE_KEY": "same",
            ])
        let nothing = RegressionPlanting.prepared(job(.nothing)).change.arguments
        #expect(nothing == RegressionPlanting.prepared(job(.control)).change.arguments)
        #expect(nothing?["PLIMSOLL_PLANTED"] == "none")
    }

    @Test func onlyAMissingCacheHasAKeyOfItsOwnInEachJob() {
        let keys = [5, 6].map { RegressionPlanting.prepared(job(.missingCache, position: $0)).change.arguments }
        #expect(keys.map { $0?["PLIMSOLL_CACHE_KEY"] } == ["5", "6"])
        #expect(RegressionPlanting.prepared(job(.leak)).change.arguments?["PLIMSOLL_CACHE_KEY"] == "same")
    }

    @Test func aJobWithoutTheFactorIsAsItWas() {
        #expect(RegressionPlanting.prepared(job(nil)) == job(nil))
    }

    @Test func onlyTheFirstMeasuredJobLeaks() {
        #expect(RegressionPlanting.leaks(job(.leak)))
        #expect(!RegressionPlanting.leaks(job(.leak, round: 2)))
        #expect(!RegressionPlanting.leaks(job(.leak, round: 0, warmup: true)))
        #expect(!RegressionPlanting.leaks(job(.nothing)) && !RegressionPlanting.leaks(job(nil)))
    }
}
