import Foundation
import Model
import Store
import Testing

@testable import Commands
@testable import SyntheticRuns
@testable import Tracking

/// The list of jobs: what is asked for, and how it reads.
@Suite struct JobsCommandTests {
    private static let screen = Screen(width: 100, isUnicode: true)

    private func database() throws -> ResultsDatabase {
        var run = SyntheticRun()
        run.plant([1, 5, 3])
        run.plant([2], builder: "legacy", changeClass: .dependency)
        run.plant([4]) { job in
            job.outcome = .timedOut
            job.wall = nil
            job.warmup = true
            job.steps = []
        }
        return try run.database()
    }

    private func list(
        _ order: JobOrder = .newest, limit: Int? = nil, _ filter: JobFilter = JobFilter()
    ) throws -> JobList {
        try JobList.read(try database(), filter, order, limit: limit)
    }

    @Test func aLineTellsAJobByTheNameThatShowTakes() throws {
        let text = JobsText(list: try list(), screen: Self.screen).text
        let lines = text.split(separator: "\n").map(String.init)
        #expect(lines.first?.hasPrefix("JOB ") == true && lines.count == 7)
        let cells = lines[1].split(separator: " ").map(String.init)
        #expect(cells.prefix(4) == ["0F1E2D3C/overhead/4", "scap", "source", "(warm-up)"])
        #expect(cells.suffix(5) == ["–", "1.60", "s", "–", "–"])
        #expect(lines[2].hasSuffix("4.00 s  0.800 s     0       2"))
        #expect(lines.last == "5 of 5 jobs, the newest first. `plimsoll show JOB` shows one")
        let plain = JobsText(list: try list(), screen: Screen(width: 80, isUnicode: false)).text
        #expect(plain.utf8.allSatisfy { $0 < 0x80 })
    }

    @Test func howManyAreLeftOutIsTold() throws {
        let text = JobsText(list: try list(limit: 2), screen: Self.screen).text
        #expect(text.contains("2 of 5 jobs, the newest first; --limit N shows more."))
        let none = JobsText(list: try list(limit: nil, JobFilter(scenario: "other")), screen: Self.screen).text
        #expect(none == "0 of 0 jobs, the newest first")
    }

    @Test func theSlowestComeFirstByAnyMetric() throws {
        let slowest = try list(.greatest("wall_s"), limit: 2)
        #expect(slowest.entries.map(\.job.position) == [1, 2] && slowest.entries.first?.value == 7)
        let requests = try list(.greatest("requests"), limit: 1)
        let text = JobsText(list: requests, screen: Self.screen).text
        #expect(text.contains("REQUESTS") && text.contains("1 of 5 jobs, the greatest requests first"))
        let error = #expect(throws: TrackingError.self) { try list(.greatest("speed")) }
        #expect(error?.code == .unknownMetric && error?.message.contains("build_s") == true)
    }

    @Test func programsGetTheSameList() throws {
        for order in [JobOrder.newest, .greatest("build_s")] {
            try JSONSchema.check(try JSONText.document(JSONFields(try list(order))), by: "jobs.schema.json")
        }
        #expect(throws: JSONSchema.Refused.self) { try JSONSchema.check("{\"jobs\": 1}", by: "jobs.schema.json") }
    }

    @Test(arguments: [
        ["--slowest", "0"], ["--limit", "-1"], ["--slowest", "3", "--limit", "5"], ["--metric", "build_s"],
        ["--outcome", "great"],
    ])
    func whatMakesNoSenseIsRefused(_ words: [String]) {
        let error = #expect(throws: (any Error).self) { try Tool.parseAsRoot(["jobs"] + words) }
        #expect(error.map { Tool.exitCode(for: $0).rawValue } == 64)
    }

    @Test func outcomesAreReadOneByOneOrAllFailures() throws {
        let command: JobsCommand = try CommandLines.parsed(["jobs", "--outcome", "failed"])
        #expect(command.outcome?.outcomes == Set(Outcome.allCases).subtracting([.succeeded]))
        #expect(OutcomeArgument(argument: "timed_out")?.outcomes == [.timedOut])
    }

    @Test func theVerbsRunOverAFile() async throws {
        try await CommandLines.withFolder { folder in
            let path = folder + "/results.sqlite"
            var run = SyntheticRun()
            run.plant([1, 2])
            let database = try ResultsDatabase.open(path: path, access: .readWrite)
            try run.save(to: database)
            try database.close()
            let jobs: JobsCommand = try CommandLines.parsed(
                ["jobs", "--db", path, "--run", "0F1E2D3C", "--cell", "scap/source", "--slowest", "1", "--json"])
            try await jobs.run()
            let show: ShowCommand = try CommandLines.parsed(["show", "0F1E2D3C/overhead/1", "--db", path])
            try await show.run()
            let unknown: ShowCommand = try CommandLines.parsed(["show", "77", "--db", path])
            let error = await #expect(throws: ResultsError.self) { try await unknown.run() }
            #expect(error.map { ErrorText($0).status } == ExitStatus.error)
            let wrong: ShowCommand = try CommandLines.parsed(["show", "x", "--db", path])
            let usage = await #expect(throws: TrackingError.self) { try await wrong.run() }
            #expect(usage.map { ErrorText($0).status } == ExitStatus.usage)
        }
    }
}
