import Engine
import Foundation
import Model
import StubEngine
import Testing

@testable import Lab

/// Faults planted in a job on an engine that is played, in time and too late.
@Suite(.timeLimit(.minutes(1))) struct FaultStageTests {
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
            let settings = stub.settings
            let record = try await withThrowingTaskGroup(of: JobRecord.self) { group in
                group.addTask { try await stub.run(settings) }
                while stoppedByUser, !stub.stub.requests.contains(where: { $0.name == "POST /build" }) {
                    try await Task.sleep(for: .milliseconds(5))
                }
                if stoppedByUser { group.cancelAll() }
                guard let record = try await group.next() else { throw CancellationError() }
                return record
            }
            var figures: [String: Double] = [:]
            for point in await stub.journal.points.map(\.point) where point.name.hasPrefix("fault_") {
                figures[point.name] = point.value
            }
            return (record, figures)
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
        #expect(record.outcome == .refused && record.failure?.message.contains("not Plimsoll's own") == true)
        #expect(figures == ["fault_struck": 0])
    }

    @Test func aFaultOfTheRegistryNeedsOne() async throws {
        let (record, figures) = try await run(.registryLost, buildTakes: .zero)
        #expect(record.outcome == .refused && record.failure?.message.contains("delivery: promote") == true)
        #expect(figures == ["fault_struck": 0])
    }
}
