import Engine
import Fixtures
import Foundation
import Model
import StubEngine
import Synchronization
import SystemPackage
import Testing

@testable import Lab

/// Levels on a stub engine that builds so many jobs at a time and no more.
struct BatchRunnerTests {
    private static let service = Duration.milliseconds(60)

    private func level(executors: Int, jobs: Int, load: Load? = nil, from position: Int = 0) -> [PlannedJob] {
        (0..<jobs).map { index in
            PlannedJob(
                position: position + index, round: 1, fixture: "tiny",
                change: Change(index: 0, revision: "START+0", changeClass: .none),
                configuration: Configuration(builder: .buildkit, executors: executors, load: load),
                arrival: load.map { _ in Double(index) })
        }
    }

    /// Runs levels one after the other, and returns their jobs.
    private func run(
        _ levels: [[PlannedJob]], on slots: Slots, stop: StopSignal = StopSignal()
    ) async throws -> (ends: [RunEnd], jobs: [JobRecord], points: [JobPoint]) {
        let usual = StubEngine.jobRoutes()
        let routes = usual.on("POST /build") { request in
            await slots.take()
            try? await Task.sleep(for: Self.service)
            await slots.give()
            return await usual.answer(request) ?? .status(500)
        }
        return try await StubJob.with(Configuration(builder: .buildkit), routes) { stub in
            var surroundings = JobSurroundings(journal: stub.journal, stop: stop)
            // The stub's stream stands in for those of all executors.
            for key in levels.flatMap({ StreamKey.all(of: $0) }) { surroundings.streams[key] = stub.stream }
            let jobRunner = JobRunner(client: stub.client, settings: stub.settings, surroundings: surroundings)
            let request = RunRequest(
                run: UUID(), parts: [], engine: .foreign(.unix(path: "/nowhere")), stateDirectory: "/nowhere",
                packageLists: [])
            let session = EngineSession(
                client: stub.client, embedded: nil, extraHosts: [], fingerprint: Fingerprint(),
                traits: stub.stream.traits)
            let engine = RunEngine(session: session, surroundings: surroundings)
            let runner = BatchRunner(
                dispatch: LocalDispatch(engines: [(engine, jobRunner)]), surroundings: surroundings, scenario: "s",
                progress: RunProgress(request))
            var ends: [RunEnd] = []
            for level in levels {
                let batch = JobBatch(jobs: level, isLevel: true)
                ends.append(try await runner.run(batch, sampledBy: HostSampler(engine: nil)))
            }
            return (ends, await stub.journal.jobs, await stub.journal.points.map(\.point))
        }
    }

    @Test func plantedSlotsBoundTheThroughput() async throws {
        let slots = Slots(2)
        let levels = [level(executors: 1, jobs: 8), level(executors: 2, jobs: 12), level(executors: 4, jobs: 16)]
        let (ends, jobs, _) = try await run(levels, on: slots)
        #expect(ends == [.finished, .finished, .finished] && jobs.count == 36)
        #expect(await slots.most == 2)
        #expect(jobs.allSatisfy { $0.outcome == .succeeded && $0.queued == 0 })
        for (executors, count) in [(1, 8), (2, 12), (4, 16)] {
            let own = jobs.filter { $0.configuration.name == "builder=buildkit,executors=\(executors)" }
            #expect(own.count == count && Set(own.map(\.executor)) == Set(0..<executors))
            #expect(Set(own.map(\.position)).count == count)
            let shortest = try #require(own.compactMap(\.wall).min())
            #expect(shortest >= 0.06)
        }
    }

    @Test func jobsThatArriveByThemselvesWaitFromTheirArrival() async throws {
        let slots = Slots(1)
        let closed = level(executors: 1, jobs: 6, load: .closed).map { job in
            var job = job
            job.arrival = nil
            return job
        }
        // Twice as fast as they can be worked off: each waits about half a service longer than the one before.
        let open = level(executors: 1, jobs: 8, load: .open(percent: 200), from: 6)
        let (ends, jobs, _) = try await run([closed, open], on: slots)
        #expect(ends == [.finished, .finished])
        let waits = jobs.filter { $0.configuration.name.hasSuffix("200%") }.map(\.queued)
        #expect(waits.count == 8 && waits == waits.sorted())
        let (first, last) = (try #require(waits.first), try #require(waits.last))
        #expect(first < 0.06 && last > 0.12)
    }

    @Test func withoutARateNoJobArrives() async throws {
        let (ends, jobs, _) = try await run([level(executors: 2, jobs: 4, load: .open(percent: 70))], on: Slots(2))
        #expect(ends == [.finished] && jobs.count == 4)
        #expect(
            jobs.allSatisfy { $0.outcome == .refused && $0.failure?.message.contains("the scenario again") == true })
    }

    @Test func aStopLetsNoMoreJobsBegin() async throws {
        let stop = StopSignal()
        stop.request()
        let (ends, jobs, _) = try await run([level(executors: 2, jobs: 4)], on: Slots(2), stop: stop)
        #expect(ends == [.interrupted] && jobs.isEmpty)
    }

    @Test func theHostIsLookedAt() async throws {
        let (_, _, points) = try await run([level(executors: 1, jobs: 20)], on: Slots(1))
        let levels = points.compactMap { LevelPoint.level(of: $0.name) }
        #expect(levels.contains { $0.point == .busyProcessors && $0.configuration == "builder=buildkit,executors=1" })
    }
}

/// So many at a time, the others in the order in which they came.
private actor Slots {
    private let count: Int
    private var taken = 0
    private var waiting: [CheckedContinuation<Void, Never>] = []
    /// The most that were taken at the same time.
    private(set) var most = 0

    init(_ count: Int) { self.count = count }

    func take() async {
        if taken == count { await withCheckedContinuation { waiting.append($0) } } else { taken += 1 }
        most = max(most, taken)
    }

    func give() {
        if waiting.isEmpty { taken -= 1 } else { waiting.removeFirst().resume() }
    }
}
