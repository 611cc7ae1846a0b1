import Engine
import Fixtures
import Foundation
import Lab
import Model
import Provision
import SystemPackage

/// A cached no-op job: Plimsoll beside the shell job and beside the bare requests, in turn on one engine; where the engine has
/// buildx, Plimsoll's job by it beside buildx by shell.
struct JobBenchmark {
    private static let fixture = "noop"

    let engine: String
    let directory: String
    let count: Int

    func figures() async throws -> [Figure] {
        let endpoint = try EngineEndpoint(engine, environment: [:])
        let fixture = try Fixture.bundled(name: Self.fixture, description: "fixtures/noop.yaml")
        let trace = try fixture.trace(length: 0, seed: 1, minimumPerClass: 0)
        return try await EngineClient.withClient(endpoint) { client in
            try await BaseImage(stateDirectory: ".plimsoll").ensure(on: client, announce: { note($0) })
            return try await fixture.withWorkingTree(in: FilePath(directory + "/tree"), trace: trace, seed: 1) { tree in
                let traits = try await client.traits()
                let runner = try BenchmarkRunner(client, fixture, tree, trace, traits, directory: directory)
                var figures = try await usual(runner, tree, traits)
                if traits.builders.contains(.buildx), let program = await buildx() {
                    figures += try await buildx(program, runner, tree)
                }
                return figures
            }
        }
    }

    /// The buildx of the engine's suite, or the host's.
    private func buildx() async -> BuildxProgram? {
        if let own = EmbeddedEngine.running(behind: String(engine.dropFirst("unix://".count)))?.buildx,
            let program = try? await BuildxProgram.at(own)
        {
            return program
        }
        return try? await BuildxProgram.find()
    }

    /// By the builder that the engine's API has.
    private func usual(_ runner: BenchmarkRunner, _ tree: WorkingTree, _ traits: EngineTraits) async throws -> [Figure]
    {
        let builder = Builder.allCases.first { $0.kind == traits.usualBuilder } ?? .buildkit
        // One of each first: it fills the cache and starts what is started once. Plimsoll's also brings the tree to its revision.
        _ = try await runner.run(0, by: builder)
        let context = try BuildContext.scan(root: tree.root, dockerfile: "Dockerfile.ci")
        var tar: [UInt8] = []
        for try await chunk in context.archive { tar += chunk }
        let bare = BareJob(
            client: BareClient(socketPath: String(engine.dropFirst("unix://".count))), context: tar,
            isBuildKit: builder == .buildkit)
        let shell = ShellJob(
            engine: engine, context: tree.root.string, output: directory + "/result.txt",
            builder: builder == .buildkit ? .buildkit : .classic)
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
                    times.plimsoll.append(try await seconds { record = try await runner.run(number, by: builder) })
                    own.append(record?.own.processor ?? .nan)
                case 1: times.bare.append(try await seconds { try bare.run(number) })
                default: times.shell.append(try await seconds { try await shell.run(number) })
                }
            }
        }
        note(
            String(
                format:
                    "%@, cached no-op job, n = %d, medians: Plimsoll %.4f s, bare requests %.4f s, shell job %.4f s",
                traits.name, count, median(times.plimsoll), median(times.bare), median(times.shell)))
        return [
            Figure(
                name: "noop_job_over_shell_job", value: median(times.plimsoll) / median(times.shell), bound: 0.75,
                unit: ""),
            Figure(
                name: "noop_job_over_bare_requests", value: median(times.plimsoll) / median(times.bare), bound: 1.02,
                unit: ""),
            Figure(name: "own_processor_time_a_job", value: median(own) * 1000, bound: 15, unit: " ms"),
        ]
    }

    private func buildx(
        _ program: BuildxProgram, _ runner: BenchmarkRunner, _ tree: WorkingTree
    ) async throws -> [Figure] {
        let runner = runner.building(by: Buildx(program, directory: directory + "/buildx"))
        let shell = ShellJob(
            engine: engine, context: tree.root.string, output: directory + "/result.txt", builder: .buildx(program))
        _ = try await runner.run(count + 1, by: .buildx)
        try await shell.run(0)
        var times: (plimsoll: [Double], shell: [Double]) = ([], [])
        for number in 1...count {
            for turn in 0..<2 {
                if (turn + number) % 2 == 0 {
                    times.plimsoll.append(
                        try await seconds { _ = try await runner.run(count + 1 + number, by: .buildx) })
                } else {
                    times.shell.append(try await seconds { try await shell.run(number) })
                }
            }
        }
        note(
            String(
                format: "by buildx %@, n = %d, medians: Plimsoll %.4f s, shell job %.4f s", program.version, count,
                median(times.plimsoll), median(times.shell)))
        return [
            Figure(
                name: "buildx_job_over_shell_job", value: median(times.plimsoll) / median(times.shell), bound: 0.95,
                unit: "")
        ]
    }
}

/// Runs jobs of Plimsoll's, one at a time.
private struct BenchmarkRunner {
    private let client: EngineClient
    private let journal: BenchmarkJournal
    private var settings: JobSettings
    private let stream: @Sendable (Configuration) -> JobStream
    private let change: Change
    private let fixture: String

    init(
        _ client: EngineClient, _ fixture: Fixture, _ tree: WorkingTree, _ trace: Trace, _ traits: EngineTraits,
        directory: String
    ) throws {
        (self.client, self.fixture, change) = (client, fixture.name, trace.changes[0])
        journal = try BenchmarkJournal(path: directory + "/jobs.sqlite", scenario: "bench")
        settings = JobSettings(
            run: journal.run, scenario: "bench", workload: Workload(retention: .none), extraHosts: [],
            artifacts: directory)
        stream = {
            JobStream(fixture: fixture, configuration: $0, trace: trace, tree: tree, traits: traits)
        }
    }

    func building(by buildx: Buildx) -> BenchmarkRunner {
        var runner = self
        runner.settings.buildx = buildx
        return runner
    }

    func run(_ number: Int, by builder: Builder) async throws -> JobRecord {
        let configuration = Configuration(builder: builder)
        let job = PlannedJob(
            position: number, round: 0, fixture: fixture, change: change, configuration: configuration)
        let record = try await JobRunner(client: client, journal: journal, settings: settings)
            .run(job, in: stream(configuration)).record
        guard record.outcome == .succeeded else {
            throw BareClient.Failed(description: "Plimsoll's job: \(record.failure?.message ?? "")")
        }
        return record
    }
}
