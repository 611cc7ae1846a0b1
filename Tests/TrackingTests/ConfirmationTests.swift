import Foundation
import Testing
import Tracking

@testable import SyntheticRuns

/// Only what is worse again counts in the end.
struct ConfirmationTests {
    private func run(_ build: Double, _ wall: Double? = nil, leaks: Double? = nil) throws -> MeasuredRun {
        var columns = ["build_s": Planted.spread(build)]
        if let wall { columns["wall_s"] = Planted.spread(wall) }
        if let leaks { columns["leaks.container"] = [leaks] }
        return try Planted.run(try Planted.summary(), columns)
    }

    private func confirmation(
        _ comparison: Comparison, _ base: [MeasuredRun], _ candidate: [MeasuredRun]
    ) throws -> Tracking.Confirmation {
        try Tracking.Confirmation(
            of: comparison, base: base, candidate: candidate, baseCommand: "a", candidateCommand: "b")
    }

    @Test func whatIsWorseAgainStays() throws {
        let comparison = Comparison.make(base: try run(10, 10), candidate: try run(11, 10))
        let again = try confirmation(
            comparison, [try run(10, 10), try run(10.01, 10)], [try run(11, 20), try run(11.01, 20)])
        #expect(again.turns == 2 && again.outcome(of: comparison) == .regression)
        // The whole job did not look worse, and so is not looked at again.
        #expect(again.again.map(\.metric.id) == ["build_s"] && again.again.first?.baseCount == 24)
    }

    @Test func whatIsNotWorseAgainGoes() throws {
        let comparison = Comparison.make(base: try run(10), candidate: try run(11))
        #expect(comparison.outcome == .regression)
        let again = try confirmation(comparison, [try run(10)], [try run(10)])
        #expect(again.outcome(of: comparison) == .unchanged && again.confirmed.isEmpty)
    }

    @Test func whatWasNotMeasuredAgainStays() throws {
        let comparison = Comparison.make(base: try run(10, leaks: 0), candidate: try run(10, leaks: 2))
        let again = try confirmation(comparison, [try run(10)], [try run(10)])
        #expect(again.missing.map(\.metric) == ["leaks.container"])
        #expect(again.outcome(of: comparison) == .regression)
        let totals = try confirmation(
            comparison, [try run(10, leaks: 0), try run(10, leaks: 0)], [try run(10, leaks: 1), try run(10, leaks: 1)])
        #expect(totals.again.first?.candidate == 2 && totals.outcome(of: comparison) == .regression)
    }
}
