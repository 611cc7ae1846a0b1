import Foundation
import Model
import Testing

@testable import SyntheticRuns
@testable import Tracking

/// How often nights alarm where nothing changed, and how often a slow-down is caught, by measured noise. Seeded: the same
/// on every machine. `PLIMSOLL_SOAK` asks for the whole series.
struct NightSeriesTests {
    private static let isSoak = ProcessInfo.processInfo.environment["PLIMSOLL_SOAK"] != nil
    private static let nights = isSoak ? 1000 : 150

    /// The share of nights whose findings are of a kind.
    private func share(
        _ nights: SimulatedNights, count: Int = Self.nights, terms: ComparisonTerms = ComparisonTerms(),
        seed: UInt64, where isCounted: ([Finding]) -> Bool
    ) -> Double {
        var generator = SeededGenerator(seed: seed)
        let family = FindingFamily(terms: terms, showsPower: false)
        let counted = (0..<count).count { _ in isCounted(family.findings(nights.night(&generator))) }
        return Double(counted) / Double(count)
    }

    private func moved(_ findings: [Finding]) -> Bool {
        findings.contains { $0.verdict == .worse || $0.verdict == .better }
    }

    private func isCaught(_ findings: [Finding]) -> Bool {
        findings.contains { $0.verdict == .worse } && !findings.contains { $0.verdict == .better }
    }

    @Test(arguments: SimulatedNights.Weather.allCases, [6, 12])
    func likeNightsAlarmInAtMostOneOfAHundred(_ weather: SimulatedNights.Weather, _ rounds: Int) {
        let nights = SimulatedNights(rounds: rounds, weather: weather)
        #expect(share(nights, seed: 21, where: moved) <= 0.01)
    }

    @Test func theCorrectionAloneHoldsTheLevelWithoutAThreshold() {
        let terms = ComparisonTerms(level: 0.05, timedThreshold: 0)
        let alarms = share(SimulatedNights(isDrawnSingly: true), count: 400, terms: terms, seed: 22, where: moved)
        // 5 % are expected at most, with a standard deviation of 1.1 %.
        #expect(alarms <= 0.085)
        // A comparison that never alarms would pass that too.
        #expect(alarms >= 0.005)
    }

    @Test(arguments: SimulatedNights.Weather.allCases)
    func aSlowDownOfTenPerCentIsCaughtByTwelvePairs(_ weather: SimulatedNights.Weather) {
        let nights = SimulatedNights(rounds: 6, weather: weather, slower: 0.1)
        #expect(share(nights, seed: 23, where: isCaught) >= 0.95)
    }
}
