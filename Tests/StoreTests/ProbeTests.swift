import Foundation
import GRDB
import Model
import Testing

@testable import Store

@Suite struct ProbeTests {
    private static func probe(
        _ name: String, _ place: ProbeRecord.Place, _ passed: Bool?, seen: String = "s"
    ) -> ProbeRecord {
        ProbeRecord(
            probe: name, place: place, tries: "t \(name)", expected: "e \(name)", matters: "m \(name)", seen: seen,
            passed: passed)
    }

    @Test func comeBackWithTheirJob() throws {
        let database = try ResultsDatabase.inMemory()
        let run = Samples.run()
        try database.begin(run)
        var job = Samples.job(position: 0)
        job.probes = [
            Self.probe("a", .build, true), Self.probe("a", .job, false, seen: "other"), Self.probe("b", .job, nil),
        ]
        let first = try database.save(job, run: run.id)
        var other = Samples.job(position: 1)
        other.probes = [Self.probe("a", .job, true)]
        let second = try database.save(other, run: run.id)
        _ = try database.save(Samples.job(position: 2), run: run.id)

        let probes = try database.probes(run: run.id)
        #expect(probes.map(\.job) == [first, first, first, second])
        #expect(probes.map(\.record) == job.probes + other.probes)
        // The same texts are kept once.
        let kinds = try database.reading { try Int.fetchOne($0, sql: "SELECT count(*) FROM probe_kind") }
        #expect(kinds == 2)
    }

    @Test func theViewHasTheContractsColumnsFirst() throws {
        let database = try ResultsDatabase.inMemory()
        let run = Samples.run()
        try database.begin(run)
        var job = Samples.job(position: 0)
        job.probes = [Self.probe("a", .job, false, seen: "seen")]
        let id = try database.save(job, run: run.id)
        let row = try #require(try database.reading { try Row.fetchOne($0, sql: "SELECT * FROM probe_view") })
        #expect(
            Array(row.columnNames.prefix(7)) == ["run", "job", "probe", "place", "expected", "seen", "passed"])
        let expected: [String: any DatabaseValueConvertible] = [
            "run": run.id.uuidString, "job": id, "probe": "a", "place": "job", "expected": "e a", "seen": "seen",
            "passed": 0, "tries": "t a", "matters": "m a",
        ]
        for (column, value) in expected {
            #expect(row[column] as DatabaseValue == value.databaseValue, "\(column)")
        }
    }

    @Test func aProbeIsToldOnceAJobAndPlace() throws {
        let database = try ResultsDatabase.inMemory()
        let run = Samples.run()
        try database.begin(run)
        var job = Samples.job(position: 0)
        job.probes = [Self.probe("a", .job, true), Self.probe("a", .job, false)]
        #expect(throws: ResultsError.self) { try database.save(job, run: run.id) }
        // One transaction a job: nothing of it is there.
        #expect(try database.jobs(run: run.id).isEmpty)
    }
}
