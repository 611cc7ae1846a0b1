import Model
import Store
import Testing
import Tracking

@testable import Publishing
@testable import Questions
@testable import SyntheticRuns

/// What a self-check's report says, of jobs whose truth is planted.
struct SelfCheckReportTests {
    private func series(_ part: String, _ metric: Metric, _ values: [Double]) -> MeasuredSeries {
        let key = SeriesKey(
            metric: metric.id, scenario: "selfcheck", configuration: "builder=buildkit,planted=\(part)",
            fixture: "selfcheck", changeClass: ChangeClass.none)
        return MeasuredSeries(key: key, metric: metric, values: values)
    }

    /// One part: only its builds and its hits may differ from the others'.
    private func part(_ name: String, build: Double = 1, hits: Double = 3) throws -> [MeasuredSeries] {
        let builds = SyntheticRun.around(build, spread: 0.01 * build)
        return [
            series(name, try present(MetricTable.standard["build_s"]), builds),
            series(name, try present(MetricTable.standard["hits"]), [Double](repeating: hits, count: builds.count)),
        ]
    }

    private func check(
        slower: Double = 1.1, control: Double = 1, leaks: [String: [String: Int]] = [:]
    ) throws -> SelfCheck {
        let total = MeasuredSeries(
            key: SeriesKey(metric: "leaks.container", scenario: "selfcheck"),
            metric: Metric.leaks(kind: "container"), values: [0])
        let series =
            try part("none") + part("control", build: control) + part("slower-step", build: slower)
            + part("missing-cache", hits: 2) + [total]
        let run = SyntheticRun()
        let summary = try present(try run.database().run(run.record.id))
        return try SelfCheck(
            PlantedParts(MeasuredRun(run: summary, series: series), leaks: leaks), splits: 20)
    }

    @Test func whatWasCaughtStandsFirstWithTheRuleBesideIt() throws {
        let text = SelfCheckReport(try check()).markdown
        #expect(text.hasPrefix("# Self-check: comparisons on this host"))
        #expect(text.contains("Between jobs that do not differ, nothing was found. 0.0 % of 20 random comparisons"))
        #expect(text.contains("The rule, fixed beforehand"))
        let slower = try present(text.split(separator: "\n").first { $0.contains("a build step 10 % slower") })
        #expect(slower.contains("| yes") && slower.contains("`build_s` (BuildKit) +10 %"), "\(slower)")
        #expect(text.contains(" any |") && text.contains("build (`build_s`)"))
    }

    @Test func theSameRunGivesTheSameBytes() throws {
        #expect(SelfCheckReport(try check()).markdown == SelfCheckReport(try check()).markdown)
    }

    @Test func whatWasMissedAndWhatWasFoundWhereNothingDiffersIsTold() throws {
        let report = SelfCheckReport(try check(slower: 1.001, control: 1.2, leaks: ["": ["container": 2]]))
        let text = report.markdown
        #expect(text.hasPrefix("# Self-check: comparisons on this host do not hold"))
        #expect(text.contains("**Between the names this was found") && text.contains("**It does not hold.**"))
        let slower = try present(text.split(separator: "\n").first { $0.contains("a build step 10 % slower") })
        #expect(slower.contains("**no**") && slower.contains("not found: `build_s`"), "\(slower)")
        #expect(text.contains("2 left behind (container) by unknown jobs"))
        #expect(report.headline.contains("something was found") && !report.headline.contains("*"))
    }
}
