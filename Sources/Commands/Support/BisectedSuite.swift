import Fixtures
import Foundation
import Model
import Questions
import Tracking

/// A repository's commits, and how each is built beside the base.
struct BisectedSuite: Sendable {
    let history: LinearHistory
    let source: GitSource
    /// With the fixture and the configurations that are built.
    private let scenario: Scenario
    private let text: String
    private let profile: String
    private let seed: UInt64
    /// Where each round puts its file: the same in all commits.
    private let roundFolder: String

    /// - Parameters:
    ///   - range: the base and the head, as git takes them.
    ///   - announce: is told what was assumed of a repository.
    /// - Throws: `ScenarioInvalid`, `UsageError`, `FixtureError`.
    static func open(
        _ range: CommitRange, _ options: BisectedOptions, _ metric: BisectedMetric, seed: UInt64,
        announce: (String) -> Void, runtimes: () async throws -> Set<String>
    ) async throws -> BisectedSuite {
        let (bytes, path) = try await options.text(announce: announce)
        var scenario = try Scenario.parse(bytes: bytes, file: path, questions: OpenQuestions.all.map(\.id))
        if scenario.variesRuntime { scenario = scenario.keeping(runtimes: try await runtimes()).scenario }
        let source = try options.source(in: scenario)
        scenario.sources = scenario.sources.filter { $0.name == source.name }
        scenario.configurations = try options.configurations(of: scenario)
        (scenario.questions, scenario.mix, scenario.arrivals) = ([], nil, nil)
        // What the metric is read from.
        if metric.leakKind != nil { scenario.workload.audit = .job }
        if metric.metric.id == "engine_grown_bytes" { scenario.workload.ledger = .always }
        let history = try await LinearHistory.read(from: range.base, to: range.head, repository: source.repository)
        let all = try await source.open(commits: [history.base.id] + history.commits.map(\.id))
        return BisectedSuite(
            history: history, source: source, scenario: scenario, text: String(decoding: bytes, as: UTF8.self),
            profile: scenario.profiles.first?.name ?? "quick", seed: seed, roundFolder: all.roundFolder)
    }

    /// The commit at a position; the base is 0.
    func commit(_ position: Int) -> LinearHistory.Commit {
        position == 0 ? history.base : history.commits[position - 1]
    }

    /// The plan of a probe with its fixtures: both states in turn.
    /// - Parameter number: how many were made before, so that each has orders of its own.
    func loaded(_ probe: Bisection.Probe, number: Int) async throws -> LoadedScenario {
        var scenario = scenario
        if let kept = probe.configurations {
            scenario.configurations = scenario.configurations.filter { kept.contains($0.name) }
        }
        let candidate = try await state(probe.position, rounds: probe.rounds)
        let reference = try await state(0, rounds: probe.rounds)
        let plan = try scenario.plan(
            ofRounds: candidate.trace, against: reference.trace, profile: profile, seed: seed &+ UInt64(number))
        guard !plan.jobs.isEmpty else {
            throw UsageError(
                description:
                    "no configuration of \(scenario.name) can be built in turn: executors, policies, caches and "
                    + "faults need engines of their own")
        }
        return LoadedScenario(
            text: text, plan: plan, fixtures: [source.name: candidate.fixture],
            traces: [source.name: candidate.trace], packageList: nil, providedImages: nil, missingRuntimes: [],
            references: [source.name: reference], sources: [try candidate.fixture.resolved(candidate.trace)])
    }

    private func state(_ position: Int, rounds: Int) async throws -> (fixture: Fixture, trace: Trace) {
        var fixture = try await source.open(commits: [commit(position).id])
        fixture.roundFolder = roundFolder
        let trace = try fixture.trace(length: 0, seed: seed, minimumPerClass: 0)
        return (fixture, trace.addingRounds(rounds))
    }
}

/// Two commits as the command line names them: `BASE..HEAD`.
struct CommitRange: Equatable {
    let base, head: String

    /// Nil where it is not two revisions with two dots between them; a side without a name is `HEAD`.
    init?(_ text: String) {
        guard !text.contains("..."), let dots = text.range(of: ".."), !text.hasPrefix("-") else { return nil }
        let (first, second) = (text[..<dots.lowerBound], text[dots.upperBound...])
        guard !second.contains(".."), !(first.isEmpty && second.isEmpty), !second.hasPrefix("-") else { return nil }
        (base, head) = (first.isEmpty ? "HEAD" : String(first), second.isEmpty ? "HEAD" : String(second))
    }
}
