import Foundation
import Model
import Questions
import Testing

@testable import Commands
@testable import SyntheticRuns

/// What `simulate` prints of planted loops.
@Suite struct CapacityTextTests {
    private func findings(
        _ buildsADay: [Double], executors: Int, searching: Bool = true
    ) async throws -> CapacityEvidence {
        var run = SyntheticCapacityRun()
        run.plantCold(30)
        run.plantClosed(executors: 1)
        run.plantClosed(executors: 2, slowdown: 1.25)
        run.plantOpen(executors: 2, gap: 20)
        return try await CapacityAnalysis.analyse(
            try run.database(), run: nil,
            anyScenario: CapacityTerms(
                buildsADay: buildsADay, executors: executors, profile: .flat, repetitions: 1, days: 1),
            searching: searching)
    }

    @Test func theTableLinesUpAndSaysThatItIsSimulated() async throws {
        let text = CapacityText(findings: try await findings([1000], executors: 2), fleets: [:]).text
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        #expect(lines.first == "simulated  from 48 measured jobs of run 0F1E2D3C-4B5A-6978-8796-A5B4C3D2E1F0")
        #expect(text.contains("builder=buildkit, 2 executors a worker, which slow a build down to 1.25 ×"))
        #expect(text.contains("validated  "))
        let head = try #require(lines.firstIndex { $0.hasPrefix("BUILDS A DAY") })
        #expect(lines[head].hasPrefix("BUILDS A DAY  WORKERS  RANGE  P95 WAIT  MEAN WAIT"))
        #expect(lines[head + 1].hasPrefix("1000          1        1-1    "))
        #expect(lines[head + 1].hasSuffix("  -"))
    }

    @Test func aFleetThatIsOverloadedHasNoWait() async throws {
        let findings = try await findings([1000, 50_000], executors: 1, searching: false)
        let setting = try #require(findings.settings.first)
        let fleets = [setting.name: try setting.fleets(of: 2, terms: findings.terms)]
        let text = CapacityText(findings: findings, fleets: fleets).text
        let row = try #require(text.split(separator: "\n").first { $0.hasPrefix("50000") })
        #expect(row.split(separator: " ").dropFirst(2).dropLast().allSatisfy { $0 == "-" } && row.hasSuffix("  2.89"))
        #expect(text.contains("no wait is shown where the load reaches or nearly reaches what the fleet can do"))
    }

    @Test func programsGetTheSame() async throws {
        let findings = try await findings([1000, 30_000], executors: 1)
        let json = try JSONText.document(JSONFields(findings, fleets: [:]))
        let read = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        #expect(read["simulated"] as? Bool == true && read["boundSeconds"] as? Double == 60)
        let setting = try #require((read["settings"] as? [[String: Any]])?.first)
        let points = try #require(setting["points"] as? [[String: Any]])
        // 30,000 builds of 10 s are the work of 3.5 workers.
        #expect(points.map { $0["workers"] as? Int } == [1, 4])
        #expect((points[1]["figures"] as? [String: Any])?["p95Wait"] is Double)
        #expect((setting["checks"] as? [[String: Any]])?.count == 1)
    }

    @Test func whatIsLackingIsSaid() async throws {
        var run = SyntheticCapacityRun()
        run.plantClosed(executors: 1, count: 7)
        let findings = try await CapacityAnalysis.analyse(
            try run.database(), run: nil, anyScenario: CapacityTerms(executors: 3), searching: true)
        let text = CapacityText.lacks(of: findings)
        #expect(text.contains("7 warm jobs of scap with one executor are too few: 20 or more are needed"))
        #expect(text.contains("no cold build of scap was measured"))
        #expect(text.contains("how 3 builds at once slow each other down was not measured; measured: 1"))
    }
}
