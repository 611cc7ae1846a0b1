import Foundation
import Model
import Store
import Testing

@testable import SyntheticRuns
@testable import Tracking

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// The page of all nights: whole, in need of nothing else, and safe from what was measured.
struct NightsPageTests {
    private func html(_ database: ResultsDatabase, _ summary: NightSummary? = nil) async throws -> String {
        try await NightsPage(try Nights.read(database), summary: summary).html()
    }

    /// The page without the names of SVG's namespaces, which are no addresses that anything is fetched from.
    private func withoutNamespaces(_ page: String) -> String {
        page.replacing(#/ xmlns(:xlink)?="[^"]*"/#, with: "")
    }

    @Test func itNeedsNeitherNetworkNorScriptAndIsWellFormed() async throws {
        let page = try await html(try PlantedNights.database(PlantedNights.stepped).0)
        let bare = withoutNamespaces(page)
        for forbidden in ["http", "<script", "<link", "<iframe", "<img", "@import", "url(h"] {
            #expect(!bare.contains(forbidden), "\(forbidden)")
        }
        #expect(XMLParser(data: Data(page.utf8)).parse())
        #expect(page.contains("@media print") && page.contains("<th") && page.contains("role=\"img\" aria-label="))
    }

    @Test func itHoldsEachMetricThatWasMeasured() async throws {
        let page = try await html(try PlantedNights.database([1, 1, 1]).0)
        let captions = page.matches(of: #/<figcaption>.*?\((\w+)\): scap\./#).map { String($0.output.1) }
        #expect(captions == ["wall_s", "build_s", "command_s", "overhead_s", "hits", "misses"])
    }

    @Test func aStepIsNamedWithItsDateVersionAndCommit() async throws {
        let (database, _) = try PlantedNights.database(PlantedNights.stepped) { index, run in
            run.record.toolCommit = "c0ffee\(index)"
            run.record.toolVersion = index < 8 ? "7.1.0" : "7.2.0"
        }
        let page = try await html(database)
        let steps = try present(page.components(separatedBy: "<h2 id=\"steps\">").last)
        let table = try present(steps.components(separatedBy: "<h2").first)
        #expect(table.contains("2016-11-30") && table.contains("c0ffee8") && table.contains("7.2.0"))
        #expect(!table.contains("c0ffee7") && !table.contains("7.1.0"))
        #expect(page.contains("step on 2016-11-30"))
    }

    @Test func hostileNamesAreText() async throws {
        let name = "<img src=x onerror=alert(1)>](x) & \"q\""
        let (database, _) = try PlantedNights.database([1, 1]) { _, run in
            run.plant([1, 2], fixture: name)
            for index in run.jobs.indices { run.jobs[index].scenario = name }
            run.record.scenarios[0].name = name
            run.record.toolCommit = name
        }
        let summary = NightSummary(title: name, lines: [name, "a\n\n# b"], state: .worse)
        let page = try await html(database, summary)
        #expect(!page.contains("<img") && page.contains("&lt;img src=x onerror=alert(1)"))
        #expect(!page.contains("<h1 id=\"b\">") && XMLParser(data: Data(page.utf8)).parse())
    }

    @Test func seriesOfOneNightAreOneSentence() async throws {
        let (database, _) = try PlantedNights.database([1, 1]) { index, run in
            if index == 1 { run.plant([1], fixture: "brandnew") }
        }
        let singles = try Nights.read(database).singles
        let page = try await html(database)
        #expect(!singles.isEmpty && singles.allSatisfy { $0.fixture == "brandnew" })
        #expect(page.contains("\(singles.count) series of 1 scenario have one night only"))
        #expect(!page.contains("brandnew"))
    }

    @Test(arguments: [
        (NightSummary.State.worse, "worse"), (.better, "better"), (.unchanged, "unchanged"),
        (.cannotTell, "cannot tell"),
    ])
    func theVerdictStandsBeforeEverythingElse(state: NightSummary.State, words: String) async throws {
        let summary = NightSummary(title: "1 series got worse", lines: ["RUN make: +37 %"], state: state)
        let page = try await html(try PlantedNights.database([1]).0, summary)
        let verdict = try present(page.range(of: "Last night: \(words)</h2>"))
        let line = try present(page.range(of: "<li>RUN make: +37 %</li>"))
        let steps = try present(page.range(of: "<h2 id=\"steps\">"))
        #expect(verdict.upperBound < line.lowerBound && line.upperBound < steps.lowerBound)
    }

    @Test func aPageWithoutAComparisonSaysSo() async throws {
        let page = try await html(try PlantedNights.database([1]).0)
        #expect(page.contains("Last night</h2>") && page.contains("No comparison was given"))
    }

    @Test func theNewestNightsAreInTheTableWithTheirEnds() async throws {
        let (database, ids) = try PlantedNights.database([Double](repeating: 1, count: 16))
        try database.end(run: ids[15], at: Date(), reason: "engine_lost")
        let page = try await html(database)
        let table = try present(page.components(separatedBy: "<h2 id=\"the-last-nights\">").last)
        let shown = ids.map { table.contains(String($0.uuidString.prefix(8))) }
        #expect(shown == [false, false] + [Bool](repeating: true, count: 14))
        #expect(table.contains("engine lost") && page.contains("The run did not finish: engine lost"))
    }

    @Test func cellsOfUnlikeSizeStandInChartsOfTheirOwn() throws {
        let (database, _) = try PlantedNights.database([1, 1]) { _, run in run.plant([500], fixture: "malu") }
        let histories = try Nights.read(database).histories
        #expect(histories.first { $0.metric.id == "wall_s" }?.chartGroups.count == 2)
        #expect(histories.first { $0.metric.id == "hits" }?.chartGroups.count == 1)
    }
}
