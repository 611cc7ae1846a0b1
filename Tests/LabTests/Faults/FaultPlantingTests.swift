import Engine
import Foundation
import Model
import StubEngine
import Testing

@testable import Lab

/// Faults planted in a job on an engine that is played, in time and too late.
@Suite(.timeLimit(.minutes(1))) struct FaultPlantingTests {
    /// Runs a job with a fault; the figures are those that the journal was told beside it.
    private func run(
        _ fault: Fault, buildTakes length: Duration, stoppedByUser: Bool = false
    ) async throws -> (JobRecord, [String: Double]) {
        let usual = StubEngine.jobRoutes()
        let routes = usual.on("POST /build") { request in
            try? await Task.sleep(for: length)
            return await usual.answer(request) ?? .status(500)
        }
        let configuration = Configuration(builder: .buildkit, fault: fault)
        return try await StubJob.with(configuration, routes) { stub in
            let planting = FaultPlanting(engine: nil, journal: stub.journal, seed: 1) { _ in }
            var settings = stub.settings
            settings.isCancelledByPlan = { planting.cancellation.isDone }
            let job = PlannedJob(
                position: 0, round: 1, fixture: "tiny",
                change: Change(index: 1, revision: "START+1", changeClass: .none), configuration: configuration)
            let ended = try await withThrowingTaskGroup(of: FaultPlanting.Ended.self) { [settings] group in
                group.addTask {
                    try await planting.run(job) { onPhase in
                        try await JobRunner(
                            client: stub.client, journal: stub.journal, settings: settings, onPhase: onPhase
                        ).run(job, in: stub.stream)
                    }
                }
                while stoppedByUser, !stub.stub.requests.contains(where: { $0.name == "POST /build" }) {
                    try await Task.sleep(for: .milliseconds(5))
                }
                if stoppedByUser { group.cancelAll() }
                guard let ended = try await group.next() else { throw CancellationError() }
                return ended
            }
            var figures: [String: Double] = [:]
            for point in await stub.journal.points.map(\.point) where point.name.hasPrefix("fault_") {
                figures[point.name] = point.value
            }
            return (ended.record, figures)
        }
    }

    @Test func aClientThatGoesInMidBuildStrikes() async throws {
        let (record, figures) = try await run(.clientGone, buildTakes: .seconds(3))
        #expect(record.outcome == .cancelled && record.failure?.phase == .build && record.isCancelledByPlan)
        #expect(figures["fault_struck"] == 1 && figures["fault_not_succeeded"] == 1)
        #expect((0.05...FaultMoment.longest).contains(figures["fault_delay_s"] ?? 0))
    }

    /// The user's second Ctrl-C, before the fault: the job is no result, and `--resume` does it again.
    @Test func aJobThatTheUserStopsIsNotCancelledByPlan() async throws {
        let (record, figures) = try await run(.clientGone, buildTakes: .seconds(3), stoppedByUser: true)
        #expect(record.outcome == .cancelled && !record.isCancelledByPlan && figures["fault_struck"] == 0)
    }

    @Test func aFaultWhoseBuildIsOverIsNotPlanted() async throws {
        let (record, figures) = try await run(.clientGone, buildTakes: .zero)
        #expect(record.outcome == .succeeded)
        #expect(figures == ["fault_struck": 0])
    }

    @Test func anEngineThatIsNotPlimsollsOwnIsNeverEnded() async throws {
        let (record, figures) = try await run(.engineKill, buildTakes: .zero)
        // Its obstacle, which the plan's runner hands to the job, is not at work here.
        #expect(record.outcome == .succeeded && figures == ["fault_struck": 0])
    }
}
