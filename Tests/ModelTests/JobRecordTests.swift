import Foundation
import Model
import Testing

@Suite("Job record")
struct JobRecordTests {
    private let record = JobRecord(
        scenario: "overhead", configuration: Configuration(builder: .buildkit), fixture: "noop", revision: "noop",
        changeClass: .none,
        position: 0, startedAt: Date(timeIntervalSince1970: 1_480_000_000))

    @Test("overhead is wall less command")
    func overhead() {
        var record = record
        record.wall = 2.75
        record.command = 2
        #expect(record.overhead == 0.75)
    }

    @Test("overhead is unknown where either is")
    func unknown() {
        var (noWall, noCommand) = (record, record)
        noWall.command = 2
        noCommand.wall = 2
        #expect(record.overhead == nil)
        #expect(noWall.overhead == nil)
        #expect(noCommand.overhead == nil)
    }

    @Test("goes through JSON unchanged")
    func json() throws {
        var record = record
        record.wall = 2.5
        record.phases = [.build: 1.25, .run: 0.5]
        record.direct = DirectRecord(order: .after, seconds: 2, exitStatus: 0)
        record.failure = Failure(phase: .run, message: "exit status 1", outputTail: ["one", "two"])
        record.steps = [StepRecord(ordinal: 0, instruction: "FROM base", cacheable: false, cached: false)]
        #expect(try JSONDecoder().decode(JobRecord.self, from: JSONEncoder().encode(record)) == record)
    }
}
