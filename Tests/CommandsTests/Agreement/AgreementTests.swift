import Foundation
import Model
import Store
import Testing

@testable import SyntheticRuns
@testable import Tracking

/// JUnit, the report, its headline, JSON and the exit status tell the same of every comparison.
struct AgreementTests {
    private static let count: UInt64 = 200

    private func run() throws -> RunSummary {
        let run = SyntheticRun()
        return try present(try run.database().run(run.record.id))
    }

    @Test func allTellTheSameOfEveryNight() throws {
        let run = try run()
        var outcomes: [Night.Outcome: Int] = [:]
        for seed in 0..<Self.count {
            var random = RandomNight(seed: seed)
            let night = random.night(of: run)
            outcomes[night.outcome, default: 0] += 1
            #expect(try Told(night).disagreements() == [], "seed \(seed)")
        }
        // Nights of one kind only would show little.
        for outcome in [Night.Outcome.regression, .failedJobs, .improvement, .unchanged, .cannotTell] {
            #expect(outcomes[outcome, default: 0] > 0, "\(outcomes)")
        }
    }

    @Test func allTellTheSameOfEveryComparisonOfSeries() throws {
        let run = try run()
        var outcomes: [Comparison.Outcome: Int] = [:]
        var (confirmed, refuted) = (0, 0)
        for seed in 0..<Self.count {
            var random = RandomComparison(seed: seed)
            let (comparison, confirmation) = try random.comparison(of: run)
            outcomes[comparison.outcome, default: 0] += 1
            if let confirmation {
                confirmed += confirmation.confirmed.isEmpty ? 0 : 1
                refuted += confirmation.confirmed.count < comparison.worse.count ? 1 : 0
            }
            #expect(try Told(comparison, confirmation).disagreements() == [], "seed \(seed)")
        }
        #expect(confirmed > 0 && refuted > 0)
        for outcome in [Comparison.Outcome.regression, .improvement, .unchanged] {
            #expect(outcomes[outcome, default: 0] > 0, "\(outcomes)")
        }
    }

    @Test func aDisagreementIsSeen() throws {
        let run = try run()
        let worse = try present(
            (0..<Self.count).lazy.map { seed in
                var random = RandomNight(seed: seed)
                return random.night(of: run)
            }.first { $0.count(.worse) > 0 })
        let slower = try present(
            (0..<Self.count).lazy.map { seed in
                var random = RandomComparison(seed: seed)
                return try? random.comparison(of: run)
            }.first { ($0?.comparison.count(.worse) ?? 0) > 0 && $0?.confirmation == nil } ?? nil)
        for told in [try Told(worse), try Told(slower.comparison, nil)] {
            #expect(try told.disagreements() == [])
            for change in Self.changes {
                var other = told
                change.make(&other)
                #expect(try other.disagreements() != [], "\(change.name)")
            }
        }
    }

    /// Something that one way of telling says of its own.
    private static let changes: [(name: String, make: @Sendable (inout Told) -> Void)] = [
        ("the status", { $0.status = 0 }),
        ("the title", { $0.markdown = "# Comparison: nothing got worse" + $0.markdown.drop { $0 != "\n" } }),
        ("the headline", { $0.headline = "nothing got worse: " + $0.headline }),
        ("the report's counts", { $0.markdown = $0.markdown.replacing(" worse", with: " slower") }),
        ("the outcome in JSON", { $0.json = $0.json.replacing("\"outcome\" : \"", with: "\"outcome\" : \"un") }),
        ("a verdict in JSON", { $0.json = first("\"verdict\" : \"worse\"", "\"verdict\" : \"better\"", in: $0.json) }),
        ("a case of JUnit", { $0.junit = first("<failure", "<error", in: $0.junit, ending: "</failure>", "</error>") }),
        ("a number in JUnit", { $0.junit = $0.junit.replacing("failures=\"", with: "failures=\"1") }),
        (
            "the outcome in JUnit",
            { $0.junit = $0.junit.replacing("name=\"outcome\" value=\"", with: "name=\"outcome\" value=\"un") }
        ),
    ]

    /// The text with the first of an element or word replaced, and with the first of its ending.
    private static func first(
        _ old: String, _ new: String, in text: String, ending end: String = "", _ newEnd: String = ""
    ) -> String {
        let changed = text.replacing(old, with: new, maxReplacements: 1)
        return end.isEmpty ? changed : changed.replacing(end, with: newEnd, maxReplacements: 1)
    }
}
