import Engine
import Fixtures
import Foundation
import Lab
import Model
import Provision
import SystemPackage

/// A cached no-op job: Plimsoll beside the shell job and beside the bare requests, in turn on one engine.
struct JobBenchmark {
    let engine: String
    let directory: String
    let count: Int

    /// - Returns: the figures, and Plimsoll's median job in seconds.
    func figures() async throws -> (figures: [Figure], jobSeconds: Double) {
        let endpoint = try EngineEndpoint(engine, environment: [:])
        let fixture = try Fixture.bundled(name: "noop", description: "fixtures/noop.yaml")
        let trace = try fixture.trace(length: 0, seed: 1, minimumPerClass: 0)
        return try await EngineClient.withClient(endpoint) { client in
            try await BaseImage(stateDirectory: ".plimsoll").ensure(on: client, announce: { note($0) })
            return try await fixture.withWorkingTree(in: FilePath(directory + "/tree"), trace: trace, seed: 1) { tree in
                try await measure(client, fixture, tree, trace)
            }
        }
    }

    private func measure(
        _ client: EngineClient, _ fixture: Fixture, _ tree: WorkingTree, _ trace: Trace
    ) async throws -> (figures: [Figure], jobSeconds: Double) {
        let configuration = Configuration(builder: .buildkit)
        let stream = JobStream(
            fixture: fixture, configuration: configuration, trace: trace, tree: tree,
            traits: try await client.traits())
        let journal = try BenchmarkJournal(path: directory + "/jobs.sqlite", scenario: "bench")
        let settings = JobSettings(
            run: journal.run, scenario: "bench", workload: Workload(retention: .none), extraHosts: [],
            artifacts: directory)
        let runner = JobRunner(client: client, journal: journal, settings: settings)
        func plimsoll(_ number: Int) async throws -> JobRecord {
            let job = PlannedJob(
                position: number, round: 0, fixture: fixture.name, change: trace.changes[0],
                configuration: configuration)
            let record = try await runner.run(job, in: stream).record
            guard record.outcome == .succeeded else {
                throw BareClient.Failed(description: "Plimsoll's job: \(record.failure?.message ?? "")")
            }
            return record
        }

        // One of each first: it fills the cache and starts what is started once.
        _ = try await plimsoll(0)
        let context = try BuildContext.scan(root: tree.root, dockerfile: fixture.dockerfile)
        var tar: [UInt8] = []
        for try await chunk in context.archive { tar += chunk }
        let bare = BareJob(
            client: BareClient(socketPath: String(engine.dropFirst("unix://".count))), context: tar)
        let shell = ShellJob(engine: engine, context: tree.root.string, output: directory + "/result.txt")
        try bare.run(0)
        try await shell.run(0)

        var times: (plimsoll: [Double], bare: [Double], shell: [Double]) = ([], [], [])
        var own: [Double] = []
        for number in 1...count {
            // The order turns, so that none always follows the same neighbour.
            for turn in 0..<3 {
                switch (turn + number) % 3 {
                case 0:
                    var record: JobRecord?
                    times.plimsoll.append(try await seconds { record = try await plimsoll(number) })
                    own.append(record?.own.processor ?? .nan)
                case 1: times.bare.append(try await seconds { try bare.run(number) })
                default: times.shell.append(try await seconds { try await shell.run(number) })
                }
            }
        }
        note(
            String(
                format: "cached no-op job, n = %d, medians: Plimsoll %.4f s, bare requests %.4f s, shell job %.4f s",
                count,
                median(times.plimsoll), median(times.bare), median(times.shell)))
        let figures = [
            Figure(
                name: "noop_job_over_shell_job", value: median(times.plimsoll) / median(times.shell), bound: 0.80,
                unit: ""),
            Figure(
                name: "noop_job_over_bare_requests", value: median(times.plimsoll) / median(times.bare), bound: 1.05,
                unit: ""),
            Figure(name: "own_processor_time_a_job", value: median(own) * 1000, bound: 15, unit: " ms"),
        ]
        return (figures, median(times.plimsoll))
    }
}
