import Engine
import Fixtures
import Foundation
import Model
import StubEngine
import SystemPackage

@testable import Lab

extension EngineTraits {
    static func ofDocker(_ version: String) throws -> EngineTraits {
        func read<Answer: Decodable>(_ text: String) throws -> Answer {
            try JSONDecoder().decode(Answer.self, from: Data(text.utf8))
        }
        return EngineTraits(version: try read(#"{"Version":"\#(version)"}"#), info: try read("{}"))
    }
}

/// One job of a small fixture against the stub engine.
struct StubJob: Sendable {
    let stub: StubEngine
    let client: EngineClient
    let stream: JobStream
    let journal = MemoryJournal()
    let directory: String

    /// Opens a fixture of two files in a stream, and a client of a stub with these routes.
    static func with<Value: Sendable>(
        _ configuration: Configuration, _ routes: StubRoutes = StubEngine.jobRoutes(),
        dialect: IgnoreDialect = .docker20, hasSessions: Bool = true,
        dockerfile: String = "FROM base:1\nCOPY . .\nRUN make\n", images: [String] = [],
        _ body: @Sendable (StubJob) async throws -> Value
    ) async throws -> Value {
        let directory =
            FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path + "/plimsoll-lab-\(UUID())"
        try FileManager.default.createDirectory(atPath: directory + "/tiny", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try dockerfile.write(
            toFile: directory + "/tiny/Dockerfile.ci", atomically: true, encoding: .utf8)
        let listed = images.isEmpty ? "" : "images: [\(images.joined(separator: ", "))]\n"
        try "description: Tiny.\ndirectory: tiny\ndockerfile: Dockerfile.ci\n\(listed)".write(
            toFile: directory + "/tiny.yaml", atomically: true, encoding: .utf8)
        let fixture = try Fixture.bundled(name: "tiny", description: directory + "/tiny.yaml")
        var traits = try EngineTraits.ofDocker("20.10.24")
        (traits.ignoreDialect, traits.hasSessions) = (dialect, hasSessions)
        return try await with(fixture, changes: 2, in: directory, configuration, traits, routes, body)
    }

    /// The same of any fixture, whose trace has so many changes, in a directory for its tree.
    static func with<Value: Sendable>(
        _ fixture: Fixture, changes: Int, in directory: String, _ configuration: Configuration,
        _ traits: EngineTraits, _ routes: StubRoutes, _ body: @Sendable (StubJob) async throws -> Value
    ) async throws -> Value {
        let trace = try fixture.trace(length: changes, seed: 1, minimumPerClass: 0)
        return try await StubEngine.withServer(routes) { stub in
            try await EngineClient.withClient(.unix(path: stub.endpointPath)) { client in
                try await fixture.withWorkingTree(in: FilePath(directory + "/tree"), trace: trace, seed: 1) { tree in
                    let stream = JobStream(
                        fixture: fixture, configuration: configuration, trace: trace, tree: tree, traits: traits)
                    return try await body(StubJob(stub: stub, client: client, stream: stream, directory: directory))
                }
            }
        }
    }

    /// What the job is run with, unless a test changes it.
    var settings: JobSettings {
        JobSettings(
            run: UUID(), scenario: "s", workload: Workload(timeout: 30), extraHosts: [], artifacts: directory)
    }

    /// Runs the job of a change.
    ///
    /// - Parameter adjust: does to the job what a stage would.
    func run(
        _ settings: JobSettings, change: Int = 1, asking preparation: Change.Preparation? = nil,
        through stages: [any JobStage.Type] = JobStages.all, _ adjust: (inout StagedJob) -> Void = { _ in }
    ) async throws -> JobRecord {
        let job = PlannedJob(
            position: 0, round: 1, fixture: "tiny",
            change: Change(
                index: change, revision: "START+\(change)", changeClass: preparation == nil ? .none : .base,
                preparation: preparation), configuration: stream.configuration)
        // A stub is nobody's engine: what a change asks for may be done to it.
        let surroundings = JobSurroundings(journal: journal, preparation: EnginePreparation(isEmbedded: true))
        let runner = JobRunner(client: client, settings: settings, surroundings: surroundings, stages: stages)
        var staged = StagedJob(planned: job, stream: stream, client: client, settings: settings)
        adjust(&staged)
        return try await runner.run(staged).record
    }
}
