import Foundation
import Model
import Store

/// Records to save, with every field set to something that its neighbours are not.
enum Samples {
    static let start = Date(timeIntervalSince1970: 1_700_000_000.125)

    static func run(
        id: UUID = UUID(), planHash: String = "plan", startedAt: Date = start, scenarios: [String] = ["overhead"]
    ) -> RunRecord {
        RunRecord(
            id: id, toolVersion: "0.1.0", toolCommit: "abc123", commandLine: ["plimsoll", "run", "a b.yaml"],
            profile: "quick", seed: .max, planHash: planHash, plannedJobs: 12, startedAt: startedAt,
            scenarios: scenarios.map {
                RunRecord.ScenarioEntry(
                    name: $0, hash: "hash of \($0)", questions: ["build-overhead"], text: "name: \($0)\n")
            },
            fingerprint: Fingerprint(engine: ["version": "20.10.24"], host: ["cores": "2", "kernel": "6.1 \"é\""]))
    }

    /// A job as it is saved: before its cleanup.
    static func job(
        position: Int, scenario: String = "overhead", fixture: String = "scap", outcome: Outcome = .succeeded,
        warmup: Bool = false, steps: Int = 2
    ) -> JobRecord {
        var job = JobRecord(
            scenario: scenario, configuration: Configuration(builder: .buildkit), fixture: fixture,
            revision: "START+\(position)",
            changeClass: .dependency, weight: 2.5, executor: 3, position: position, round: 4, warmup: warmup,
            cold: true,
            outcome: outcome, startedAt: start.addingTimeInterval(60))
        job.queued = 0.25
        job.phases = [.context: 0.5, .build: 4, .run: 6, .artifacts: 0.75]
        (job.command, job.commandClock) = (5.5, .startEvent)
        job.exitStatus = 0
        job.contextBytes = 773_000
        job.contextEntries = 101
        job.artifactBytes = 4096
        job.own = OwnCost(processor: 0.01, outsideRequests: 0.02, requests: 7)
        job.steps = (0..<steps).map {
            StepRecord(
                ordinal: $0, instruction: "RUN step \($0)", cacheable: true, cached: $0 == 0,
                startedAt: start.addingTimeInterval(61), duration: 1.5, missReason: $0 == 0 ? nil : .cold)
        }
        return job
    }
}

extension Job {
    /// Whether it is what a record holds, as far as jobs are read back without their parts.
    func holds(_ record: JobRecord) -> Bool {
        var direct = record.direct
        direct?.message = nil
        direct?.outputTail = []
        var failure = record.failure
        failure?.outputTail = []
        let names = [cell.scenario, cell.configuration, cell.fixture]
        guard names == [record.scenario, record.configuration.name, record.fixture] else { return false }
        guard cell.changeClass == record.changeClass, outcome == record.outcome else { return false }
        guard [executor, position, round] == [record.executor, record.position, record.round] else { return false }
        guard [warmup, cold] == [record.warmup, record.cold], weight == record.weight else { return false }
        guard startedAt == record.startedAt, queued == record.queued, own == record.own else { return false }
        guard wall == record.wall, command == record.command else { return false }
        guard commandClock == record.commandClock ?? .engineState else { return false }
        for phase in Phase.allCases where self[phase] != record.phases[phase] { return false }
        guard self.direct == direct, self.failure == failure else { return false }
        return rarities.cleanupFailure == record.cleanupFailure?.message
    }
}

/// A database file in a folder of its own, removed when the closure ends.
func withDatabaseFile<Value>(_ body: (String) throws -> Value) throws -> Value {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("plimsoll-results-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder.appendingPathComponent("results.sqlite").path)
}
