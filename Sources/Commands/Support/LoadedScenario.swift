import Engine
import Fixtures
import Foundation
import Lab
import Model
import Questions

/// A scenario with its file read, its fixtures opened and its plan resolved.
struct LoadedScenario: Sendable {
    let text: String
    private(set) var plan: Plan
    let fixtures: [String: Fixture]
    let traces: [String: Trace]
    /// The list of packages beside the bundled fixtures; nil when the scenario has none of them.
    let packageList: String?
    /// The folder of provided images' Dockerfiles beside the bundled fixtures; nil when there is none.
    let providedImages: String?
    let missingRuntimes: [String]
    /// The states of a baseline that rounds build, by the fixture's name.
    let references: [String: (fixture: Fixture, trace: Trace)]
    /// What its fixtures were resolved to.
    let sources: [ResolvedSource]
    /// What its Dockerfiles ask their client for, and builders of the plan do not give.
    var sessionNotes: [String] = []

    /// - Parameters:
    ///   - argument: the scenario's file or name.
    ///   - suite: what the run is held against.
    ///   - tell: is told what is replayed.
    ///   - runtimes: the runtimes that the engine has; asked for only where the scenario varies them.
    ///   - buildx: finds buildx; asked for only where the scenario builds by it.
    /// - Throws: `ScenarioInvalid` with every problem of the file; the fixtures' errors; `BuildxError`.
    static func load(
        _ argument: String, profile: String, seed: UInt64, suite: PinnedSuite? = nil, tell: (String) -> Void = { _ in },
        runtimes: () async throws -> Set<String>,
        buildx: () async throws -> Void = { _ = try await BuildxProgram.find() }
    ) async throws -> LoadedScenario {
        let path = try ScenarioFile.standard.path(of: argument)
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw UsageError(description: "\(path): the scenario cannot be read; check its permissions")
        }
        return try await load(
            Array(bytes), file: path, profile: profile, seed: seed, suite: suite, tell: tell, runtimes: runtimes,
            buildx: buildx)
    }

    /// The same of a text.
    /// - Parameter path: named in every problem; relative paths in the text are resolved against its folder.
    static func load(
        _ bytes: [UInt8], file path: String, profile: String, seed: UInt64, suite: PinnedSuite? = nil,
        tell: (String) -> Void = { _ in }, runtimes: () async throws -> Set<String>,
        buildx: () async throws -> Void = { _ = try await BuildxProgram.find() }
    ) async throws -> LoadedScenario {
        var scenario = try Scenario.parse(bytes: bytes, file: path, questions: OpenQuestions.all.map(\.id))
        var missingRuntimes: [String] = []
        if scenario.variesRuntime {
            (scenario, missingRuntimes) = scenario.keeping(runtimes: try await runtimes())
            guard !scenario.configurations.isEmpty else {
                let names = missingRuntimes.joined(separator: ", ")
                throw UsageError(description: "\(path): the engine has none of the runtimes \(names)")
            }
        }
        let request = try scenario.traceRequest(profile: profile)
        var fixtures: [String: Fixture] = [:]
        var traces: [Trace] = []
        var references: [String: (fixture: Fixture, trace: Trace)] = [:]
        for source in scenario.fixtures {
            let pinned = try await pinned(source, by: suite, of: scenario, profile: profile, tell: tell)
            let fixture = if let pinned { pinned.fixture } else { try await open(source) }
            for configuration in scenario.configurations {
                _ = try fixture.dockerfile(variant: configuration.dockerfileVariant)
            }
            fixtures[fixture.name] = fixture
            references[fixture.name] = pinned?.reference
            if let trace = pinned?.trace {
                traces.append(trace)
                continue
            }
            traces.append(
                try fixture.trace(
                    length: request.length, seed: seed, minimumPerClass: request.minimumPerClass,
                    classes: request.classes))
        }
        let recorded = try scenario.arrivalsPath.map { try RecordedTimes(path: $0) }
        var plan = try scenario.plan(
            profile: profile, seed: seed, traces: traces, recorded: recorded,
            references: references.values.map(\.trace).sorted { $0.fixture < $1.fixture })
        if plan.jobs.contains(where: {
            $0.configuration.builder == .buildx && ($0.configuration.engine ?? .host) == .host
        }) {
            try await buildx()
        }
        for secret in plan.secrets ?? [] where secret.value == nil {
            throw BuildxError(
                .secretMissing,
                "\(path): the secret '\(secret.id)' cannot be read: \(secret.place) is not there; provide it, "
                    + "or leave the secret out")
        }
        // What jobs leave behind is one of the figures that are held against the baseline.
        if !references.isEmpty { plan.workload.audit = plan.workload.audit ?? .job }
        let resolved = try traces.compactMap { try fixtures[$0.fixture]?.resolved($0) }
        return LoadedScenario(
            text: String(decoding: bytes, as: UTF8.self), plan: plan, fixtures: fixtures,
            traces: Dictionary(traces.map { ($0.fixture, $0) }, uniquingKeysWith: { first, _ in first }),
            packageList: file("packages.yaml", beside: scenario.fixtures),
            providedImages: file("images", beside: scenario.fixtures), missingRuntimes: missingRuntimes,
            references: references, sources: resolved,
            sessionNotes: await sessionNotes(of: plan, fixtures, traces))
    }

    private static func pinned(
        _ source: FixtureSource, by suite: PinnedSuite?, of scenario: Scenario, profile: String,
        tell: (String) -> Void
    ) async throws -> PinnedSuite.Pinned? {
        guard case .git(let git) = source, let suite else { return nil }
        return try await suite.pin(git, of: scenario.name, try scenario.profile(named: profile), tell: tell)
    }

    private static func open(_ source: FixtureSource) async throws -> Fixture {
        switch source {
        case .bundled(let name, let description): return try Fixture.bundled(name: name, description: description)
        case .git(let git):
            return try await git.open()
        }
    }

    private static func file(_ name: String, beside sources: [FixtureSource]) -> String? {
        for source in sources {
            guard case .bundled(_, let description) = source else { continue }
            let path = ((description as NSString).deletingLastPathComponent as NSString).appendingPathComponent(name)
            if FileManager.default.fileExists(atPath: path) { return path }
        }
        return nil
    }
}

extension LoadedScenario {
    /// The same with only one job of its plan.
    /// - Parameter position: nil: the last job that replays a change.
    /// - Throws: `UsageError` where the plan has no such job.
    func keeping(job position: Int?) throws -> LoadedScenario {
        let found = plan.jobs.last { job in position.map { job.position == $0 } ?? (job.purpose == .trace) }
        guard let found else {
            throw UsageError(
                description: (position.map { "--job \($0)" } ?? "no job replays a change: name one by --job")
                    + ": scenario \(plan.scenario) has jobs 0 to \(plan.jobs.count - 1); `plimsoll plan` lists them")
        }
        var scenario = self
        scenario.plan.jobs = [found]
        return scenario
    }
}
