import Foundation
import Model
import Store
import Testing

@testable import SyntheticRuns
@testable import Tracking

/// Two runs whose commands were timed by different clocks: their commands do not compare, and all else does.
@Suite struct ClockComparisonTests {
    /// A night whose commands are timed by these clocks, and a fifth longer: a regression, if it were compared.
    private func night(_ base: CommandClock, _ candidate: CommandClock) -> SyntheticNight {
        var night = SyntheticNight()
        night.commits = [.init("slow", SyntheticState().with { $0.command *= 1.2 })]
        night.change = { job in job.commandClock = job.side == .reference ? base : candidate }
        return night
    }

    @Test func pairsOfDifferentClocksDoNotCompareTheirCommands() throws {
        let alike = try night(.startEvent, .startEvent).compared()
        #expect(alike.metrics(.worse).contains("command_s"))
        #expect(!alike.likeness.cautions.contains { $0.contains("command_s") })
        let unlike = try night(.engineState, .startEvent).compared()
        let compared = Set(unlike.findings.map(\.metric.id))
        #expect(!compared.contains("command_s") && !compared.contains("overhead_s") && compared.contains("wall_s"))
        let notes = unlike.likeness.cautions.filter { $0.contains("command_s and overhead_s") }
        #expect(notes.count == 1)
        #expect(notes.first?.contains("base: by the engine's own start time; candidate: by the start event") == true)
    }

    /// A run of jobs, all by one clock.
    private func run(_ clock: CommandClock?) throws -> MeasuredRun {
        var run = SyntheticRun()
        run.record.id = UUID()
        run.plant(SyntheticRun.around(0.5)) { $0.commandClock = clock }
        return try MeasuredRun.read(try run.database(), run: run.record.id)
    }

    @Test func seriesOfDifferentClocksAreDifferentSeries() throws {
        let (old, new) = (try run(nil), try run(.startEvent))
        let comparison = Comparison.make(base: old, candidate: new)
        #expect(!comparison.series.isEmpty && !comparison.series.contains { $0.metric.isByCommandClock })
        #expect(comparison.onlyInBase.isEmpty && comparison.onlyInCandidate.isEmpty)
        #expect(comparison.likeness.cautions.count { $0.contains("command_s and overhead_s") } == 1)
        let same = Comparison.make(base: new, candidate: try run(.startEvent))
        #expect(same.series.contains { $0.metric.id == "command_s" } && same.likeness.cautions.isEmpty)
    }

    @Test func theHistoryBeginsAnewWithAnotherClock() throws {
        let database = try ResultsDatabase.inMemory()
        for (index, clock) in [CommandClock?.none, .none, .startEvent].enumerated() {
            var run = SyntheticRun()
            run.record.id = UUID()
            run.record.startedAt += Double(index) * 86_400
            run.plant(SyntheticRun.around(0.5)) { $0.commandClock = clock }
            try run.save(to: database)
        }
        let history = try MetricHistory.read(database, metric: "overhead_s")
        let lines = Dictionary(grouping: history.lines) { $0.key.clock }.mapValues { $0.map(\.points.count) }
        #expect(lines[.engineState].map(Set.init) == [2] && lines[.startEvent].map(Set.init) == [1])
    }
}
