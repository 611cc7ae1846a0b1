import Engine
import Fixtures
import Foundation
import StubEngine
import Synchronization
import Testing

@testable import Housekeeping
@testable import Lab
@testable import Model

/// A plan's jobs on an engine that is played, whose ledger has good days and bad ones.
@Suite(.timeLimit(.minutes(1))) struct LedgerRunTests {
    private static let usage = #"{"LayersSize":1000,"Images":[],"Containers":[],"Volumes":[],"BuildCache":[]}"#
    private static let limits = LedgerLimits(
        engine: .milliseconds(100), quiet: .milliseconds(100), interval: .milliseconds(1))

    /// What a run told.
    private final class Told: Sendable {
        private let lines = Mutex<[String]>([])
        var warnings: [String] { lines.withLock { $0 } }

        func note(_ event: LabEvent) {
            if case .warning(let text) = event { lines.withLock { $0.append(text) } }
        }
    }

    /// Runs five jobs of the no-op fixture; the engine answers the ledger's nth question, from 0, as told.
    private func run(
        _ ledgerUse: Workload.LedgerUse = .always, answer: @escaping @Sendable (Int) -> StubAnswer
    ) async throws -> (journal: MemoryJournal, warnings: [String], questions: Int) {
        let asked = Told()
        let routes = StubEngine.jobRoutes().on("GET /system/df") { _ in
            let count = asked.warnings.count
            asked.note(.warning("asked"))
            return answer(count)
        }
        let told = Told()
        let journal = MemoryJournal()
        try await StubEngine.withServer(routes) { stub in
            try await EngineClient.withClient(.unix(path: stub.endpointPath)) { client in
                let part = try part(ledgerUse)
                let ledger =
                    ledgerUse == .never
                    ? nil
                    : await LedgerKeeper.open(on: client, embedded: nil, limits: Self.limits) {
                        told.note(.warning($0))
                    }
                let session = EngineSession(
                    client: client, embedded: nil, extraHosts: [], fingerprint: Fingerprint(),
                    traits: try await client.traits(), ledger: ledger)
                let request = RunRequest(
                    run: UUID(), parts: [part], engine: .foreign(.unix(path: stub.endpointPath)), stateDirectory: "",
                    packageLists: [])
                let state = FileManager.default.temporaryDirectory.appendingPathComponent("plimsoll-\(UUID())").path
                defer { try? FileManager.default.removeItem(atPath: state) }
                let end = try await RunDirectory.with(run: request.run, state: state, engine: nil) { directory in
                    let surroundings = JobSurroundings(journal: journal, events: { told.note($0) })
                    return try await PlanRunner(
                        request: request, part: part,
                        engines: [RunEngine(session: session, surroundings: surroundings)], directory: directory,
                        journal: journal, progress: RunProgress(request)
                    ).run()
                }
                #expect(end == .finished)
            }
            #expect(stub.unexpected.isEmpty)
        }
        let outcomes = await journal.jobs.map(\.outcome)
        #expect(outcomes == Array(repeating: .succeeded, count: 5))
        // The stub answers each build with steps from the cache, which is a warning of its own.
        let warnings = told.warnings.filter { !$0.hasPrefix("the cache was not cold") }
        return (journal, warnings, asked.warnings.count)
    }

    private func part(_ ledger: Workload.LedgerUse) throws -> RunRequest.Part {
        let fixture = try Fixture.bundled(name: "noop", description: "fixtures/noop.yaml")
        let trace = try fixture.trace(length: 0, seed: 1, minimumPerClass: 0)
        let plan = Plan(
            scenario: "s", scenarioHash: "h", questions: [], profile: "quick", seed: 1, fixtures: [],
            workload: Workload(retention: .none, ledger: ledger),
            jobs: (0..<5).map {
                PlannedJob(
                    position: $0, round: $0, fixture: fixture.name, change: trace.changes[0],
                    configuration: Configuration(builder: .buildkit))
            })
        return RunRequest.Part(plan: plan, fixtures: [fixture.name: fixture], traces: [fixture.name: trace])
    }

    @Test func everyJobHasASampleAndItsWallTimeDoesNotHaveIt() async throws {
        let (journal, warnings, _) = try await run { _ in
            StubAnswer(body: [.pause(.milliseconds(20)), .text(Self.usage)])
        }
        let jobs = await journal.jobs
        let disks = await journal.disks
        #expect(disks.keys.sorted() == jobs.indices.map { Int64($0 + 1) })
        // A played engine's disk cannot be seen, which is told once.
        #expect(warnings.count == 1 && warnings[0].contains("engine's own figures only"))
        for (id, job) in zip(Int64(1)..., jobs) {
            let disk = try #require(disks[id])
            #expect(disk.engine == 1000 && disk.filesystem == nil && disk.source == "none" && disk.quiet)
            // Two questions of 20 ms each, and the wait between them.
            #expect(disk.seconds >= 0.04)
            let wall = try #require(job.wall)
            let phases = job.phases.values.reduce(0, +)
            #expect(wall - phases < 0.035, "the sample is not part of the job: \(wall) s, its phases \(phases) s")
        }
    }

    @Test func anEngineThatHangsCostsItsSamplesAndNoJob() async throws {
        let (journal, warnings, questions) = try await run { $0 < 2 ? .json(Self.usage) : .never }
        #expect(await journal.jobs.count == 5)
        #expect(await journal.disks.isEmpty)
        // After three failures no more is tried.
        #expect(warnings.filter { $0.contains("did not report within") }.count == 3)
        #expect(warnings.last?.contains("no more samples") == true)
        #expect(questions == 5)
    }

    @Test func aFailureNowAndThenCostsThatSampleOnly() async throws {
        // Two questions open the ledger; the second job's first fails.
        let (journal, warnings, _) = try await run {
            $0 == 4 ? .error(500, "out of order") : .json(Self.usage)
        }
        #expect(await journal.disks.keys.sorted() == [1, 3, 4, 5])
        #expect(warnings.filter { $0.contains("out of order") }.count == 1)
    }

    @Test func anEngineThatFailsAtTheOpeningHasNoLedger() async throws {
        let (journal, warnings, questions) = try await run { _ in .error(500, "out of order") }
        #expect(await journal.disks.isEmpty)
        #expect(warnings.count == 1 && warnings[0].contains("no ledger is kept"))
        #expect(questions == 1)
    }

    @Test func aPlanWithoutALedgerAsksNothing() async throws {
        let (journal, warnings, questions) = try await run(.never) { _ in .error(500, "not asked") }
        #expect(await journal.disks.isEmpty)
        #expect(warnings.isEmpty && questions == 0)
    }
}
