import Engine
import Fixtures
import Foundation
import Housekeeping
import StubEngine
import Synchronization
import Testing

@testable import Lab
@testable import Model

/// A plan's audits on an engine that is played, of which somebody else's objects are hidden.
@Suite(.timeLimit(.minutes(1))) struct AuditRunTests {
    private static let run = UUID()
    private static let labels = #"{"plimsoll":"1","plimsoll.owner":"\#(run.uuidString.lowercased())"}"#

    /// The name of something of the run's that is no job's.
    private static let stray = RunNames(owner: run.uuidString.lowercased()).name("stray")

    private static let wasThere = RunNames(owner: run.uuidString.lowercased()).name("before")

    private static func container(_ name: String) -> String {
        #"""
        {"Id":"id of \#(name)","Names":["/\#(name)"],"Image":"i","ImageID":"i","Command":"","Created":1,"State":"exited",
        "Status":"","Labels":\#(labels)}
        """#
    }

    /// Runs jobs of the no-op fixture; the engine lists its containers as told, by how many jobs were saved.
    private func run(
        _ moment: Workload.AuditMoment?, jobs: Int = 3, executors: Int? = nil,
        meanwhile: @escaping @Sendable (Int, String) -> Void = { _, _ in },
        containers: @escaping @Sendable (Int) -> [String]
    ) async throws -> MemoryJournal {
        let journal = MemoryJournal()
        let routes = StubEngine.jobRoutes()
            .on("GET /images/json", .json("[]"))
            .on("GET /containers/json") { _ in
                .json("[\(containers(await journal.jobs.count).map(Self.container).joined(separator: ","))]")
            }
        try await StubEngine.withServer(routes) { stub in
            try await EngineClient.withClient(.unix(path: stub.endpointPath)) { client in
                let part = try part(moment, jobs: jobs, executors: executors)
                let session = EngineSession(
                    client: client, embedded: nil, extraHosts: [], fingerprint: Fingerprint(),
                    traits: try await client.traits())
                let request = RunRequest(
                    run: Self.run, parts: [part], engine: .foreign(.unix(path: stub.endpointPath)), stateDirectory: "",
                    packageLists: [])
                let state = FileManager.default.temporaryDirectory.appendingPathComponent("plimsoll-\(UUID())").path
                defer { try? FileManager.default.removeItem(atPath: state) }
                let end = try await RunDirectory.with(run: request.run, state: state, engine: nil) { directory in
                    let done = Mutex(0)
                    let surroundings = JobSurroundings(journal: journal) { event in
                        guard case .phaseBegan(_, .cleanup) = event else { return }
                        let count = done.withLock { done in
                            done += 1
                            return done
                        }
                        meanwhile(count, directory.path)
                    }
                    return try await PlanRunner(
                        request: request, part: part,
                        engines: [RunEngine(session: session, surroundings: surroundings)], directory: directory,
                        journal: journal, progress: RunProgress(request),
                        auditLimits: AuditLimits(patience: .milliseconds(50), interval: .milliseconds(5))
                    ).run()
                }
                #expect(end == .finished)
            }
        }
        return journal
    }

    private func part(_ moment: Workload.AuditMoment?, jobs: Int, executors: Int?) throws -> RunRequest.Part {
        let fixture = try Fixture.bundled(name: "noop", description: "fixtures/noop.yaml")
        let trace = try fixture.trace(length: 0, seed: 1, minimumPerClass: 0)
        let plan = Plan(
            scenario: "s", scenarioHash: "h", questions: [], profile: "quick", seed: 1, fixtures: [],
            workload: Workload(ledger: .never, audit: moment),
            jobs: (0..<jobs).map {
                PlannedJob(
                    position: $0, round: executors == nil ? $0 : 0, fixture: fixture.name, change: trace.changes[0],
                    configuration: Configuration(builder: .buildkit, executors: executors))
            })
        return RunRequest.Part(plan: plan, fixtures: [fixture.name: fixture], traces: [fixture.name: trace])
    }

    @Test func aCleanSeriesHasItsAuditsAndNoLeak() async throws {
        let audits = try await run(.job) { _ in [] }.audits
        #expect(audits.map(\.audit.stage) == [.before, .job, .job, .job, .series])
        #expect(audits.map(\.job) == [nil, 1, 2, 3, nil])
        #expect(audits.allSatisfy { $0.audit.leaks.isEmpty && $0.audit.kinds.count == 13 })
        #expect(audits.last?.audit.remaining == [])
        #expect(audits[0].audit.kinds.filter { $0.sight != "seen" }.allSatisfy { $0.reason != nil })
    }

    @Test func aLeakBelongsToItsJobAndIsToldOnce() async throws {
        let audits = try await run(.job) { $0 >= 2 ? [Self.stray, "theirs", Self.wasThere] : [Self.wasThere] }.audits
        #expect(audits.map(\.audit.leaks.count) == [0, 0, 1, 0, 0])
        #expect(
            audits[2].audit.leaks == [
                LeakRecord(kind: "container", object: Self.stray, bytes: nil, job: 2, attribution: .audit)
            ])
        #expect(audits[4].audit.remaining?.map(\.object) == [Self.stray])
    }

    @Test func aLeakThatGoesAwayDoesNotRemain() async throws {
        let audits = try await run(.job) { $0 == 2 ? [Self.stray] : [] }.audits
        #expect(audits.map(\.audit.leaks.count) == [0, 0, 1, 0, 0])
        #expect(audits[4].audit.remaining == [])
    }

    @Test func anAuditOfTheSeriesKnowsAJobByItsName() async throws {
        let name = "plimsoll-\(Self.run.uuidString.lowercased().prefix(8))-1"
        let audits = try await run(.series) { $0 == 3 ? [name, Self.stray] : [] }.audits
        #expect(audits.map(\.audit.stage) == [.before, .series])
        let leaks = try #require(audits.last?.audit.leaks)
        #expect(leaks.map(\.object) == [name, Self.stray])
        #expect(leaks.map(\.job) == [2, nil])
        #expect(leaks.map(\.attribution) == [.name, .unknown])
    }

    private static func name(ofJob position: Int) -> String {
        "plimsoll-\(run.uuidString.lowercased().prefix(8))-\(position)"
    }

    /// The ids under which jobs were saved, by their place in the plan: those of a level end in any order.
    private func ids(in journal: MemoryJournal) async -> [Int: Int64] {
        Dictionary(
            uniqueKeysWithValues: await journal.jobs.enumerated().map { ($1.position, Int64($0 + 1)) })
    }

    @Test(arguments: [Workload.AuditMoment.job, .series])
    func jobsThatRunBesideEachOtherAreKnownByTheirNames(moment: Workload.AuditMoment) async throws {
        let left = [Self.name(ofJob: 3), Self.stray, Self.name(ofJob: 0)]
        let journal = try await run(moment, jobs: 5, executors: 2) { $0 == 5 ? left : [] }
        let ids = await ids(in: journal)
        #expect(Set(await journal.jobs.map(\.executor)) == [0, 1] && ids.count == 5)
        let audits = await journal.audits
        // One audit for all of a level, which belongs to no job.
        #expect(audits.map(\.audit.stage) == (moment == .job ? [.before, .job, .series] : [.before, .series]))
        #expect(audits.allSatisfy { $0.job == nil })
        let leaks: [String: LeakRecord] = audits[1].audit.leaks.reduce(into: [:]) { $0[$1.object] = $1 }
        #expect(Set(leaks.keys) == Set(left))
        for position in [0, 3] {
            let leak = leaks[Self.name(ofJob: position)]
            #expect(leak?.job == ids[position] && leak?.attribution == .name)
        }
        // Two ran at any time: nothing but a name tells them apart.
        #expect(leaks[Self.stray]?.job == nil && leaks[Self.stray]?.attribution == .unknown)
        if moment == .job { #expect(audits[2].audit.leaks == [] && audits[2].audit.remaining?.count == 3) }
    }

    @Test func aFileInTheWorkspaceIsFoundAndTheRunsOwnAreNot() async throws {
        let journal = try await run(
            .job,
            meanwhile: { count, directory in
                guard count == 2 else { return }
                let place = directory + "/trees/s-noop-builder=buildkit"
                _ = FileManager.default.createFile(atPath: place + "/tree/left", contents: Data("x".utf8))
                try? FileManager.default.createDirectory(
                    atPath: directory + "/stray/deep", withIntermediateDirectories: true)
            }
        ) { _ in [] }
        let leaks = await journal.audits.flatMap(\.audit.leaks)
        #expect(leaks.map(\.kind) == ["file", "file"])
        #expect(leaks.map(\.object) == ["stray", "trees/s-noop-builder=buildkit/tree/left"])
        #expect(leaks.allSatisfy { $0.job == 2 && ($0.bytes ?? 0) >= 0 })
    }

    @Test func aPlanThatWantsNoAuditsHasNone() async throws {
        #expect(try await run(nil) { _ in ["left"] }.audits.isEmpty)
    }
}
