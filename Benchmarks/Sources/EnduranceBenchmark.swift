import Engine
import Fixtures
import Foundation
import Lab
import Model
import StubEngine
import Subprocess
import SystemPackage

/// Memory over 2,000 recorded jobs, with a stub engine in a process of its own.
struct EnduranceBenchmark {
    let directory: String
    let executable: String

    func figures() async throws -> [Figure] {
        try await Subprocess.run(
            .path(FilePath(executable)), arguments: ["stub"], input: .none, output: .sequence, error: .discarded
        ) { execution in
            var lines = execution.standardOutput.strings().makeAsyncIterator()
            guard let socket = try await lines.next() else {
                throw BareClient.Failed(description: "the stub did not start")
            }
            let figures = try await endure(socket.trimmingCharacters(in: .whitespacesAndNewlines))
            try execution.send(signal: .terminate)
            return figures
        }.closureResult
    }

    private func endure(_ socket: String) async throws -> [Figure] {
        let fixture = try Fixture.bundled(name: "noop", description: "fixtures/noop.yaml")
        let trace = try fixture.trace(length: 0, seed: 1, minimumPerClass: 0)
        return try await EngineClient.withClient(.unix(path: socket)) { client in
            try await fixture.withWorkingTree(in: FilePath(directory + "/stub-tree"), trace: trace, seed: 1) { tree in
                let configuration = Configuration(builder: .buildkit)
                let stream = JobStream(
                    fixture: fixture, configuration: configuration, trace: trace, tree: tree,
                    traits: try await client.traits())
                let journal = try BenchmarkJournal(path: directory + "/stub.sqlite", scenario: "bench")
                let settings = JobSettings(
                    run: journal.run, scenario: "bench", workload: Workload(), extraHosts: [], artifacts: directory)
                let runner = JobRunner(client: client, journal: journal, settings: settings)
                var early = Double.nan
                for number in 0..<2000 {
                    let job = PlannedJob(
                        position: number, round: 0, fixture: fixture.name, change: trace.changes[0],
                        configuration: configuration)
                    let record = try await runner.run(job, in: stream).record
                    guard record.outcome == .succeeded else {
                        throw BareClient.Failed(
                            description: "job \(number) on the stub: \(record.failure?.message ?? "")")
                    }
                    if number == 199 { early = Memory.now }
                }
                note(String(format: "memory after 200 jobs %.1f MB, after 2,000 %.1f MB", early, Memory.now))
                return [
                    Figure(name: "memory_2000_jobs_over_200", value: Memory.now / early, bound: 1.10, unit: ""),
                    Figure(name: "memory_after_2000_jobs", value: Memory.now, bound: 80, unit: " MB"),
                ]
            }
        }
    }
}
