import Foundation
import Model
import Store
import Testing

@testable import Publishing
@testable import Questions
@testable import SyntheticRuns
@testable import Tracking

/// A history's report shows its runs, and marks its step in table and chart.
struct HistoryReportTests {
    /// Sixteen runs, of which the last eight are half as slow again.
    private func history() throws -> MetricHistory {
        let database = try ResultsDatabase.inMemory()
        for index in 0..<16 {
            var run = SyntheticRun()
            run.record.id = UUID()
            run.record.startedAt += Double(index) * 86_400
            run.plant([(index < 8 ? 1 : 1.5) * (1 + 0.01 * Double(index * 5 % 8))])
            try database.begin(run.record)
            for job in run.jobs { _ = try database.save(job, run: run.record.id) }
        }
        return try MetricHistory.read(database, metric: "overhead_s")
    }

    @Test func theStepIsMarkedInTableAndChart() throws {
        let report = HistoryReport(try history())
        let markdown = report.markdown
        #expect(markdown.hasPrefix("# overhead (`overhead_s`) from run to run"))
        #expect(markdown.contains("16 runs, 1 series, **1 step**") && markdown.contains("| since run"))
        #expect(markdown.components(separatedBy: "| here").count == 2)
        #expect(markdown.contains("(history-overhead-s/series-1.svg)"))
        let chart = try #require(report.charts.first)
        #expect(report.charts.count == 1 && chart.alternative.contains("16 runs, 1 step"))
        // Between the eighth run and the ninth.
        #expect(chart.script.contains("set arrow 1 from 8.5, graph 0 to 8.5, graph 1"))
    }

    @Test func theSameHistoryGivesTheSameText() throws {
        let history = try history()
        #expect(HistoryReport(history).markdown == HistoryReport(history).markdown)
    }
}
