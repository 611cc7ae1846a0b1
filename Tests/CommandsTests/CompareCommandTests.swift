import ArgumentParser
import Foundation
import Model
import Store
import Testing
import Tracking

@testable import Commands
@testable import SyntheticRuns

/// What `compare` takes and refuses, and how it ends.
@Suite struct CompareCommandTests {
    private func parsed(_ words: [String]) throws -> CompareCommand {
        try CommandLines.parsed(["compare"] + words)
    }

    /// Runs `compare` over two planted runs in one database, its report in a file.
    ///
    /// - Returns: its exit status, and the report.
    private func compare(
        _ base: SyntheticRun, _ candidate: SyntheticRun, _ options: [String] = []
    ) async throws -> (status: Int32, report: String) {
        try await CommandLines.withFolder { folder in
            let (path, out) = (folder + "/results.sqlite", folder + "/report")
            let database = try ResultsDatabase.open(path: path, access: .readWrite)
            for run in [base, candidate] { try run.save(to: database) }
            try database.close()
            let command = try parsed(
                [base.record.id.uuidString, candidate.record.id.uuidString, "--db", path, "--out", out] + options)
            var status: Int32 = 0
            do { try await command.run() } catch let code as ExitCode { status = code.rawValue }
            return (status, try String(contentsOfFile: out, encoding: .utf8))
        }
    }

    private func planted(
        _ overhead: Double, requests: Int = 9, failures: Int = 0, change: (inout RunRecord) -> Void = { _ in }
    ) -> SyntheticRun {
        var run = SyntheticRun()
        run.record.id = UUID()
        change(&run.record)
        run.plant(SyntheticRun.around(overhead, spread: 0.01 * overhead)) { $0.own.requests = requests }
        for _ in 0..<failures { run.plant([overhead]) { $0.outcome = .buildFailed } }
        return run
    }

    @Test func nothingNewEndsWellAndSaysSo() async throws {
        let (status, report) = try await compare(planted(1), planted(1))
        #expect(status == 0 && report.hasPrefix("# Comparison: nothing got worse"))
    }

    @Test func aSlowerRunEndsWithTwoAndNamesWhat() async throws {
        let (status, report) = try await compare(planted(1), planted(1.2))
        #expect(status == 2 && report.hasPrefix("# Comparison: worse"))
        #expect(report.contains("## What got worse") && report.contains("`build_s`") && report.contains("+20 %"))
        #expect(!report.contains("## What got better") && report.contains("## The rule"))
    }

    @Test func aFasterRunEndsWithFour() async throws {
        let (status, report) = try await compare(planted(1.2), planted(1))
        #expect(status == 4 && report.hasPrefix("# Comparison: better"))
    }

    @Test func moreFailedJobsAreARegression() async throws {
        let (status, report) = try await compare(planted(1), planted(1, failures: 2))
        #expect(status == 2 && report.contains("2 more jobs failed"))
    }

    @Test func thePlimsollsOwnFiguresAreComparedOnlyWhenAskedFor() async throws {
        let (status, report) = try await compare(planted(1), planted(1, requests: 10))
        #expect(status == 0 && !report.contains("`requests`"))
        let (asked, _) = try await compare(planted(1), planted(1, requests: 10), ["--metric", "requests"])
        #expect(asked == 2)
    }

    @Test func countsAloneAreComparedAcrossHosts() async throws {
        let other = planted(2, requests: 10) { $0.fingerprint.host["cores"] = "64" }
        let (status, report) = try await compare(planted(1), other, ["--counted", "--own"])
        #expect(status == 2 && report.contains("`requests`") && !report.contains("`build_s`"))
        let (fine, _) = try await compare(planted(1), planted(2) { $0.fingerprint.host["cores"] = "64" }, ["--counted"])
        #expect(fine == 0)
    }

    @Test func unlikeRunsAreRefusedWithTheDifferenceUnlessTold() async throws {
        let other = planted(1) { $0.fingerprint.engine["version"] = "26.1" }
        do {
            _ = try await compare(planted(1), other)
            Issue.record("unlike runs were compared")
        } catch let error as TrackingError {
            #expect(error.code == .unlike && error.message.contains("20.10.24") && error.message.contains("26.1"))
            #expect(ErrorText(error).status == ExitStatus.error)
        }
        let (status, report) = try await compare(planted(1), other, ["--unlike"])
        #expect(status == 0 && report.contains("not like each other"))
        let head = try #require(report.range(of: "not like each other"))
        let rule = try #require(report.range(of: "## The runs"))
        #expect(head.lowerBound < rule.lowerBound)
    }

    @Test func aProgramReadsTheSame() async throws {
        let (status, report) = try await compare(planted(1), planted(1.2), ["--json"])
        let json = try #require(try JSONSerialization.jsonObject(with: Data(report.utf8)) as? [String: Any])
        #expect(status == 2 && json["outcome"] as? String == "regression" && json["exitStatus"] as? Int == 2)
        let series = try #require(json["series"] as? [[String: Any]])
        let build = try #require(series.first { $0["metric"] as? String == "build_s" })
        #expect(build["verdict"] as? String == "worse" && build["kind"] as? String == "timed")
        #expect(abs((build["relative"] as? Double ?? 0) - 0.2) < 0.02)
    }

    @Test func oneMetricAloneIsCompared() async throws {
        let (status, report) = try await compare(planted(1), planted(1.2), ["--metric", "command_s"])
        #expect(status == 0 && !report.contains("`build_s`"))
        await #expect(throws: TrackingError.self) {
            try await compare(planted(1), planted(1), ["--metric", "bild_s"])
        }
    }

    @Test func verdictsGoToAJUnitFileBesideTheReport() async throws {
        try await CommandLines.withFolder { folder in
            let junit = folder + "/ci/verdicts.xml"
            let (status, report) = try await compare(planted(1), planted(1.2), ["--junit", junit])
            let suite = try ToldSuite(try String(contentsOfFile: junit, encoding: .utf8))
            #expect(status == 2 && suite.outcome == "regression" && report.hasPrefix("# Comparison: worse"))
            #expect((suite.counted["failure"] ?? 0) > 0 && suite.counted == suite.told)
            let (fine, _) = try await compare(planted(1), planted(1), ["--junit", junit])
            let green = try ToldSuite(try String(contentsOfFile: junit, encoding: .utf8))
            #expect(fine == 0 && green.counted["failure"] == 0 && green.outcome == "unchanged")
        }
    }

    @Test func theChoicesOfOneRunAreComparedAndAreNoRegression() async throws {
        var run = SyntheticRun()
        for (builder, overhead) in [("legacy", 1.0), ("buildkit", 1.5)] {
            run.plant(SyntheticRun.around(overhead, spread: 0.01), builder: builder) {
                $0.revision = "START+\(($0.position) % 12)"
            }
        }
        let (status, json) = try await choices(of: run, by: "builder", ["--json"])
        let told = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        let choice = try #require((told["choices"] as? [[String: Any]])?.first)
        #expect(status == 0 && told["base"] as? String == "buildkit" && choice["pairs"] as? Int == 12)
        let findings = try #require(choice["findings"] as? [[String: Any]])
        let build = try #require(findings.first { $0["metric"] as? String == "build_s" })
        #expect(build["verdict"] as? String == "better")
        let (_, report) = try await choices(of: run, by: "builder")
        #expect(report.hasPrefix("# Comparison by builder: legacy against buildkit"))
        let (_, counted) = try await choices(of: run, by: "builder", ["--counted"])
        #expect(!counted.contains("`build_s`)") && counted.contains("`hits`"))
    }

    @Test func aFactorThatCannotBeComparedIsToldWithWhatCan() async throws {
        var run = SyntheticRun()
        run.plant(SyntheticRun.around(1), builder: "legacy")
        run.plant(SyntheticRun.around(1), builder: "buildkit")
        for (factor, words, status) in [
            ("bilder", "did you mean 'builder'? The run varies builder (buildkit, legacy)", ExitStatus.usage),
            ("cache", "the run varies builder (buildkit, legacy)", ExitStatus.error),
            ("builder", "no two jobs differ only in builder", ExitStatus.error),
        ] {
            let error = await #expect(throws: TrackingError.self) { try await choices(of: run, by: factor) }
            let text = ErrorText(try #require(error))
            #expect(text.text.contains(words) && text.status == status, "\(text.text)")
        }
    }

    /// Runs `compare --by` over one planted run, its report in a file.
    private func choices(
        of run: SyntheticRun, by factor: String, _ options: [String] = []
    ) async throws -> (status: Int32, report: String) {
        try await CommandLines.withFolder { folder in
            let (path, out) = (folder + "/results.sqlite", folder + "/report")
            let database = try ResultsDatabase.open(path: path, access: .readWrite)
            try run.save(to: database)
            try database.close()
            var status: Int32 = 0
            do { try await parsed([path, "--by", factor, "--out", out] + options).run() } catch let code as ExitCode {
                status = code.rawValue
            }
            return (status, try String(contentsOfFile: out, encoding: .utf8))
        }
    }

    @Test func whatMakesNoSenseIsRefused() throws {
        for words in [
            ["a.sqlite"], ["a.sqlite", "b.sqlite", "--level", "0"], ["a.sqlite", "b.sqlite", "--level", "1"],
            ["a.sqlite", "b.sqlite", "--threshold", "-1"], ["a.sqlite", "b.sqlite", "--rounds", "2"],
            ["a.sqlite", "b.sqlite", "--confirm", "--rounds", "0"], ["a.sqlite", "b.sqlite", "--base-with", "x"],
            ["a.sqlite", "b.sqlite", "--confirm", "--base-with", " "], ["a.sqlite", "b.sqlite", "--by", "builder"],
            ["a.sqlite", "--by", "builder", "--junit", "c.xml"], ["a.sqlite", "--by", "builder", "--confirm"],
        ] {
            #expect(throws: (any Error).self, "\(words)") { try parsed(words) }
        }
    }

    @Test func wordsThatNameNoRunAreAMistakeInUsage() throws {
        do {
            _ = try parsed(["main", "b.sqlite"]).located()
            Issue.record("main was found")
        } catch {
            #expect(ErrorText(error).status == ExitStatus.usage && ErrorText(error).text.contains("baseline:NAME"))
        }
        #expect(throws: ResultsError.self) { try parsed(["no/such.sqlite", "b.sqlite"]).located() }
    }
}
