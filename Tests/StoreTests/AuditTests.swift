import Foundation
import GRDB
import Model
import Testing

@testable import Store

@Suite struct AuditTests {
    private static let at = Date(timeIntervalSince1970: 1_700_000_000.5)

    private func audit(
        _ stage: AuditRecord.Stage, leaks: [LeakRecord] = [], remaining: [LeakRecord]? = nil
    ) -> AuditRecord {
        AuditRecord(
            scenario: "overhead", stage: stage, at: Self.at, seconds: 0.03, waited: 0.25,
            kinds: [
                AuditRecord.Kind(name: "container", sight: "seen", count: 2),
                AuditRecord.Kind(name: "mount", sight: "hidden", reason: "far away", count: 0),
            ], leaks: leaks, remaining: remaining)
    }

    private func rows(_ sql: String, _ database: ResultsDatabase) throws -> [Row] {
        try database.reading { try Row.fetchAll($0, sql: sql) }
    }

    @Test func leakViewHasTheContractsColumnsFirst() throws {
        let database = try ResultsDatabase.inMemory()
        let run = Samples.run()
        try database.begin(run)
        let job = try database.save(Samples.job(position: 0, outcome: .buildFailed), run: run.id)
        let leak = LeakRecord(kind: "container", object: "left", bytes: 4096, job: job, attribution: .audit)
        try database.record(audit(.before), after: nil, run: run.id)
        try database.record(audit(.job, leaks: [leak]), after: job, run: run.id)
        let row = try #require(try rows("SELECT * FROM leak_view", database).first)
        #expect(Array(row.columnNames.prefix(5)) == ["run", "job", "kind", "object", "bytes"])
        let expected: [String: (any DatabaseValueConvertible)?] = [
            "run": run.id.uuidString, "job": job, "kind": "container", "object": "left", "bytes": 4096,
            "at": "2023-11-14T22:13:20.500Z", "scenario": "overhead", "attribution": "audit", "stage": "job",
            "remained": nil, "outcome": "build_failed",
        ]
        #expect(Set(row.columnNames) == Set(expected.keys))
        for (column, value) in expected {
            #expect(row[column] as DatabaseValue == value?.databaseValue ?? .null, "\(column)")
        }
        let seen = try rows(
            "SELECT stage, kind, sight, reason, objects, leaks, job FROM audit_view ORDER BY at, stage, kind", database)
        #expect(seen.map { $0["stage"] as String } == ["before", "before", "job", "job"])
        #expect(seen.map { $0["leaks"] as Int } == [0, 0, 1, 0])
        #expect(seen[1]["reason"] as String? == "far away" && seen[0]["reason"] as String? == nil)
    }

    @Test func theLastAuditSaysWhatRemained() throws {
        let database = try ResultsDatabase.inMemory()
        let run = Samples.run(scenarios: ["overhead", "other"])
        try database.begin(run)
        let job = try database.save(Samples.job(position: 0), run: run.id)
        func leak(_ object: String) -> LeakRecord { LeakRecord(kind: "file", object: object, bytes: nil, job: job) }
        try database.record(audit(.job, leaks: [leak("goes"), leak("stays")]), after: job, run: run.id)
        var other = audit(.job, leaks: [leak("goes")])
        other.scenario = "other"
        try database.record(other, after: job, run: run.id)
        #expect(try database.leaks(run: run.id).map(\.remained) == [nil, nil, nil])
        try database.record(audit(.series, leaks: [leak("late")], remaining: [leak("stays")]), after: nil, run: run.id)
        let leaks = try database.leaks(run: run.id)
        #expect(leaks.map(\.leak.object) == ["goes", "stays", "goes", "late"])
        // Another series of the run is not touched.
        #expect(leaks.map(\.remained) == [false, true, nil, true])
        #expect(leaks.map(\.stage) == [.job, .job, .job, .series])
        #expect(leaks[0].leak == leak("goes") && leaks[0].at == Self.at)
    }

    @Test func auditsComeBackInOrder() throws {
        let database = try ResultsDatabase.inMemory()
        let run = Samples.run()
        try database.begin(run)
        #expect(try database.audits(run: run.id).isEmpty)
        let job = try database.save(Samples.job(position: 0), run: run.id)
        let stages: [AuditRecord.Stage] = [.before, .job, .series]
        for stage in stages { try database.record(audit(stage), after: stage == .job ? job : nil, run: run.id) }
        let audits = try database.audits(run: run.id)
        #expect(audits == stages.map { StoredAudit(job: $0 == .job ? job : nil, record: audit($0)) })
    }

    @Test func anAuditOfAScenarioThatIsNotTheRunsIsRefused() throws {
        let database = try ResultsDatabase.inMemory()
        let run = Samples.run(scenarios: ["other"])
        try database.begin(run)
        #expect(throws: ResultsError.self) { try database.record(audit(.before), after: nil, run: run.id) }
        #expect(try database.audits(run: run.id).isEmpty)
        #expect(throws: ResultsError.self) { try database.record(audit(.before), after: nil, run: UUID()) }
    }
}
