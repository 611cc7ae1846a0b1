import Foundation
import Testing

@testable import Tracking

/// What a self-check says of nights whose verdicts are planted.
struct NightsCheckTests {
    private func check(
        caught: Int = 20, named: Int = 20, of count: Int = 20, alarms: Int = 0, ofSilent silent: Int = 20
    ) -> NightsCheck {
        NightsCheck(
            PlantedTrials.trials(.slowerStep, alarms: caught, of: count, named: named)
                + PlantedTrials.trials(.leak, alarms: count, of: count)
                + PlantedTrials.trials(.nothing, alarms: alarms, of: silent)
                + PlantedTrials.trials(.nothing, alarms: 0, of: silent, isLoaded: true))
    }

    @Test func itHoldsWhereAllWereNamedAndNoneAlarmed() {
        #expect(check().holds && check(caught: 1, named: 1, of: 1, ofSilent: 1).holds)
    }

    @Test func itHoldsDownToWhatSoManyNightsCannotTellFromTheBound() {
        // Of 20, the interval of 18 reaches 97 %, that of 17 only 94.8 %.
        #expect(check(caught: 18, named: 18).holds && !check(caught: 17, named: 17).holds)
        #expect(!check(caught: 0, named: 0, of: 1).holds)
    }

    @Test func aRegressionThatIsCaughtButNamedWronglyCountsAgainstIt() {
        #expect(!check(caught: 20, named: 17).holds)
    }

    @Test func alarmsWithNothingPlantedCountOverAllSuchNights() {
        #expect(check(alarms: 4).holds && !check(alarms: 6).holds)
        #expect(check(alarms: 6).falseAlarms.trials == 40)
    }

    @Test func onlyAnAlarmIsCaught() {
        for outcome in [Night.Outcome.unchanged, .improvement, .cannotTell, .failedJobs] {
            #expect(!PlantedTrials.trial(.slowerStep, outcome).isRight, "\(outcome)")
            #expect(PlantedTrials.trial(.nothing, outcome).isRight, "\(outcome)")
        }
        #expect(PlantedTrials.trial(.slowerStep, .regression).isRight)
        #expect(!PlantedTrials.trial(.slowerStep, .regression, isExplained: false).isRight)
        #expect(!PlantedTrials.trial(.nothing, .regression).isRight)
    }

    @Test func loadedNightsHaveARowOfTheirOwn() {
        let rows = check(alarms: 1).silent
        #expect(rows.map(\.isLoaded) == [false, true] && rows.map(\.alarms.count) == [1, 0])
    }

    @Test func kindsThatWereNotMeasuredHaveNoRow() {
        let check = NightsCheck(PlantedTrials.trials(.leak, alarms: 1, of: 1))
        #expect(check.rows.map(\.plant) == [.leak] && check.holds)
        let text = NightsCheckReport(check).markdown
        #expect(!text.contains("nothing planted alarmed.") && !text.contains("Where nothing was planted"))
    }

    @Test func theReportTellsTheResultFirstAndEachNightThatWasNotRight() throws {
        let check = check(caught: 19, named: 18, alarms: 1)
        let text = NightsCheckReport(check).markdown
        #expect(text.hasPrefix("# Self-check of nights: comparisons on this host hold\n"))
        #expect(
            NightsCheckReport(check).headline
                == "39 of 40 planted regressions were caught, 38 named rightly. 1 of 40 nights with nothing planted alarmed."
        )
        let row = try #require(text.split(separator: "\n").first { $0.contains("| a build step with 20 % more work") })
        let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        #expect(Array(cells.dropFirst()) == ["20", "19", "76 % to 99 %", "18", "70 % to 97 %", "2m30s"], "\(row)")
        let wrong = text.split(separator: "\n").filter { $0.hasPrefix("- ") }
        #expect(wrong.count == 3, "\(wrong)")
        #expect(wrong.contains { $0.contains("missed") } && wrong.contains { $0.contains("caught, named wrongly") })
        #expect(wrong.contains { $0.contains("false alarm") })
    }

    @Test func aCheckThatFailsSaysSo() {
        let text = NightsCheckReport(check(caught: 1)).markdown
        #expect(text.hasPrefix("# Self-check of nights: comparisons on this host do not hold"))
    }
}
