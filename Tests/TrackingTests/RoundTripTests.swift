import Foundation
import GRDB
import Model
import Testing

@testable import Store
@testable import Tracking

/// What is exported and imported again must be what it was.
@Suite struct RoundTripTests {
    private let second = UUID(uuidString: "AAAAAAAA-4B5A-6978-8796-A5B4C3D2E1F0") ?? UUID()

    @Test func everyTableComesBackAndTheBytesAreTheSame() throws {
        let source = try ResultsDatabase.inMemory()
        try PlantedRecords().plant(in: source)
        let rows = try Exchange.rows(source)
        // The test means something only where there is something in every table.
        #expect(rows.filter { RecordShapes.ids[$0.key] != nil && $0.value == 0 }.isEmpty)

        let text = try Exchange.export(.ndjson, source)
        let target = try ResultsDatabase.inMemory()
        let summary = try Exchange.take(text, into: target)
        #expect(summary.new == 1 && summary.known == 0 && summary.jobs == 2)
        #expect(try Exchange.rows(target) == rows)
        #expect(try Exchange.export(.ndjson, target) == text)
        #expect(
            try target.jobs(run: PlantedRecords().id, including: [.steps]).map(\.steps)
                == source.jobs(run: PlantedRecords().id, including: [.steps]).map(\.steps))
    }

    @Test func sidesSourcesAndTheBaselineComeBack() throws {
        var records = PlantedRecords()
        (records.against, records.side) = (second, .reference)
        let source = try ResultsDatabase.inMemory()
        try records.plant(in: source)
        let target = try ResultsDatabase.inMemory()
        try Exchange.take(try Exchange.export(.ndjson, source), into: target)
        let (before, after) = (try source.run(records.id)?.record, try target.run(records.id)?.record)
        #expect(after == before && after?.against == second)
        #expect(after?.scenarios.first?.sources.first?.revisions.map(\.subject) == [PlantedRecords.odd, ""])
        #expect(try target.jobs(run: records.id).count == 1)
        #expect(try target.roundJobs(run: records.id, including: [.details]).map { $0.details?.side } == [.reference])
    }

    /// Before schema 10 there were no rounds.
    @Test func recordsOfAnOlderVersionAreOfNoRound() throws {
        let older = try Exchange.planted()
            .replacing("\"schema\":\(ResultsDatabase.schemaVersion)", with: "\"schema\":9")
            .replacing(/,"(side|against|sources)":("(\\.|[^"\\])*"|null)/, with: "")
        #expect(!older.contains("\"side\"") && !older.contains("\"against\"") && !older.contains("\"sources\""))
        let target = try ResultsDatabase.inMemory()
        try Exchange.take(older, into: target)
        #expect(try target.jobs(run: PlantedRecords().id).count == 2)
        let record = try target.run(PlantedRecords().id)?.record
        #expect(record?.against == nil && record?.scenarios.allSatisfy { $0.sources.isEmpty } == true)
    }

    /// Before schema 11 all commands were timed by the engine's state.
    @Test func commandsOfAnOlderVersionWereTimedByTheEnginesState() throws {
        let newer = try Exchange.planted()
        let older = newer.replacing("\"schema\":\(ResultsDatabase.schemaVersion)", with: "\"schema\":10")
            .replacing(/,"command_clock":("(\\.|[^"\\])*"|null)/, with: "")
        #expect(newer.contains("\"command_clock\":\"start_event\"") && !older.contains("command_clock"))
        for (text, clock) in [(newer, CommandClock.startEvent), (older, .engineState)] {
            let target = try ResultsDatabase.inMemory()
            try Exchange.take(text, into: target)
            let timed = try target.jobs(run: PlantedRecords().id).filter { $0.command != nil }
            #expect(!timed.isEmpty && timed.allSatisfy { $0.commandClock == clock })
        }
    }

    @Test func everyTableIsExchangedOrLeftOutOnPurpose() throws {
        let tables = Set(try Exchange.rows(try ResultsDatabase.inMemory()).keys)
        #expect(tables.subtracting(RecordShapes.ids.keys).subtracting(RecordShapes.left) == [])
    }

    @Test func aSecondImportChangesNothing() throws {
        let text = try Exchange.planted()
        let target = try ResultsDatabase.inMemory()
        try Exchange.take(text, into: target)
        let before = try target.reading { try Int.fetchOne($0, sql: "SELECT total_changes()") }
        let summary = try Exchange.take(text, into: target)
        #expect(summary.text == "runs: 0 new, 1 already there")
        #expect(try target.reading { try Int.fetchOne($0, sql: "SELECT total_changes()") } == before)
        #expect(try Exchange.export(.ndjson, target) == text)
    }

    @Test func twoMachinesMergeAlikeInEitherOrder() throws {
        let one = try Exchange.planted()
        // The same texts and positions as in the other run, and begun at the same moment.
        let two = try Exchange.planted(PlantedRecords(id: second))
        let first = try ResultsDatabase.inMemory()
        let other = try ResultsDatabase.inMemory()
        for text in [one, two] { try Exchange.take(text, into: first) }
        // Joined files are a file.
        #expect(try Exchange.take(two + one, into: other).new == 2)
        let merged = try Exchange.export(.ndjson, first)
        #expect(try Exchange.export(.ndjson, other) == merged)
        #expect(try first.runs().count == 2)
        #expect(try Exchange.export(.ndjson, other, run: second) == two)
        // Each leak is its own run's job's.
        let jobs = try first.reading {
            try Int.fetchOne($0, sql: "SELECT count(DISTINCT job) FROM leak_view JOIN job_view USING (run, job)")
        }
        #expect(jobs == 2)
    }

    @Test func aRunThatHadNotEndedIsCompleted() throws {
        let source = try ResultsDatabase.inMemory()
        var records = PlantedRecords()
        records.isWhole = false
        try records.plant(in: source)
        let half = try Exchange.export(.ndjson, source)
        let target = try ResultsDatabase.inMemory()
        #expect(try Exchange.take(half, into: target).jobs == 1)
        #expect(try Exchange.take(half, into: target).text == "runs: 0 new, 1 already there")

        try records.finish(in: source)
        let whole = try Exchange.export(.ndjson, source)
        let summary = try Exchange.take(whole, into: target)
        #expect(summary.completed == 1 && summary.new == 0 && summary.jobs == 2)
        #expect(try Exchange.export(.ndjson, target) == whole)
        // What is older does not take its place again.
        #expect(try Exchange.take(half, into: target).text == "runs: 0 new, 1 already there")
        #expect(try Exchange.export(.ndjson, target) == whole)
    }

    @Test func newVerdictsAndAnExclusionReachARunThatIsThere() throws {
        let source = try ResultsDatabase.inMemory()
        var records = PlantedRecords()
        records.verdicts.removeLast()
        try records.plant(in: source)
        let target = try ResultsDatabase.inMemory()
        try Exchange.take(try Exchange.export(.ndjson, source), into: target)
        try source.save(verdicts: PlantedRecords().verdicts, run: records.id)
        try source.exclude(run: records.id, reason: "the host was busy")
        let text = try Exchange.export(.ndjson, source)
        let summary = try Exchange.take(text, into: target)
        #expect(summary.text == "runs: 0 new, 1 already there; verdicts added: 1; newly excluded: 1")
        #expect(try Exchange.export(.ndjson, target) == text)
        #expect(try Exchange.take(text, into: target).text == "runs: 0 new, 1 already there")
    }

    /// Before schema 9 the name of a change stood in the revision alone, and factors in the configuration's name.
    @Test func namesOfChangesOfAnOlderVersionAreSeen() throws {
        let schema = "\"schema\":\(ResultsDatabase.schemaVersion)"
        let newer = try Exchange.planted()
        #expect(newer.contains("\"change_name\":null,") && newer.contains(schema))
        let older = newer.replacingOccurrences(of: "\"change_name\":null,", with: "")
            .replacingOccurrences(of: schema, with: "\"schema\":8")
        for (text, expected) in [(older, [PlantedRecords.odd]), (newer, [nil])] {
            let target = try ResultsDatabase.inMemory()
            try Exchange.take(text, into: target)
            let run = try #require(try target.runs().first)
            var jobs: [Job] = []
            try target.forEachJob(run: run.id) { jobs.append($0) }
            #expect(Set(jobs.map(\.change)) == Set(expected))
            #expect(jobs.allSatisfy { $0.cell.factors == Model.Configuration(builder: .buildkit) })
        }
    }

    /// Before schema 7 a failed cleanup stood in `failure` alone.
    @Test func aFailedCleanupOfAnOlderVersionIsOneHere() throws {
        let target = try ResultsDatabase.inMemory()
        let older = try Exchange.planted()
            .replacingOccurrences(of: "\"cleanup_failure\":null,", with: "")
            .replacingOccurrences(of: "\"failed_phase\":\"run\"", with: "\"failed_phase\":\"cleanup\"")
        #expect(!older.contains("cleanup_failure"))
        try Exchange.take(older, into: target)
        let failures = try target.reading {
            try Row.fetchAll($0, sql: "SELECT failure, cleanup_failure FROM job_view ORDER BY job")
        }
        #expect(failures.map { $0["cleanup_failure"] as String? } == [nil, PlantedRecords.odd])
        #expect(failures.map { $0["failure"] as String? } == [nil, PlantedRecords.odd])

        // One of this version, which says that no cleanup failed, is believed.
        let newer = try Exchange.planted(PlantedRecords(id: second))
            .replacingOccurrences(of: "\"failed_phase\":\"run\"", with: "\"failed_phase\":\"cleanup\"")
        try Exchange.take(newer, into: target)
        let count = try target.reading {
            try Int.fetchOne($0, sql: "SELECT count(*) FROM job_view WHERE cleanup_failure IS NOT NULL")
        }
        #expect(count == 1)
    }

    @Test func anEmptyDatabaseIsAHeader() throws {
        let text = try Exchange.export(.ndjson, try ResultsDatabase.inMemory())
        #expect(text.hasPrefix("{\"kind\":\"plimsoll\",\"format\":1,") && text.filter { $0 == "\n" }.count == 1)
        #expect(try Exchange.take(text, into: try ResultsDatabase.inMemory()).text == "runs: 0 new, 0 already there")
    }
}
