import Engine
import Foundation
import Model
import StubEngine
import Synchronization
import Testing

@testable import Lab

/// A job that is stopped while the engine is at something: what the engine brings to its end all the same is removed too.
@Suite(.timeLimit(.minutes(1))) struct StoppedJobTests {
    /// Runs a job, and stops it as soon as the engine was asked for this.
    private func stop(
        _ job: StubJob, at request: String, asking preparation: Change.Preparation? = nil
    ) async throws -> JobRecord {
        let settings = job.settings
        return try await withThrowingTaskGroup(of: JobRecord.self) { group in
            group.addTask { try await job.run(settings, asking: preparation) }
            while !job.stub.requests.contains(where: { $0.name == request }) {
                try await Task.sleep(for: .milliseconds(5))
            }
            group.cancelAll()
            guard let record = try await group.next() else { throw CancellationError() }
            return record
        }
    }

    /// `cancelled` is what `--resume` does again; a refusal would stay for good.
    @Test func aJobStoppedWhileItsEngineIsMadeReadyIsCancelled() async throws {
        let routes = StubEngine.jobRoutes().on("POST /build/prune") { _ in
            try? await Task.sleep(for: .seconds(2))
            return .status(500)
        }
        try await StubJob.with(Configuration(builder: .buildkit), routes) { job in
            let record = try await stop(job, at: "POST /build/prune", asking: .evict)
            #expect(record.outcome == .cancelled && record.failure?.phase == .context)
            #expect(!job.stub.requests.contains { $0.name == "POST /build" })
            #expect(await job.journal.jobs.map(\.outcome) == [.cancelled])
        }
    }

    @Test func whatTheEngineLacksStillRefusesTheJob() async throws {
        let routes = StubEngine.jobRoutes().on("POST /build/prune", .error(500, "no pruning here"))
        try await StubJob.with(Configuration(builder: .buildkit), routes) { job in
            let record = try await job.run(job.settings, asking: .evict)
            #expect(record.outcome == .refused && record.failure?.message.contains("no pruning here") == true)
        }
    }

    @Test func anEngineLostWhileItIsMadeReadyIsLostAndNotARefusal() async throws {
        let routes = StubEngine.jobRoutes().on("POST /build/prune", .stream([.cut]))
        try await StubJob.with(Configuration(builder: .buildkit), routes) { job in
            let record = try await job.run(job.settings, asking: .evict)
            #expect(record.outcome == .engineLost)
        }
    }

    /// As a registry's seeding that was broken off: its own words do not make a refusal of it.
    @Test func anObstacleMetByAStoppedRunIsACancellation() async throws {
        let obstacle = await withTaskGroup(of: JobObstacle.self) { group in
            group.addTask {
                while !Task.isCancelled { await Task.yield() }
                return JobObstacle(FleetError(.registryLost, "the registry was ended"), timeout: 1)
            }
            group.cancelAll()
            return await group.next()
        }
        #expect(obstacle?.outcome == .cancelled)
        #expect(JobObstacle(FleetError(.registryLost, "gone"), timeout: 1).outcome == .refused)
    }

    @Test func theImageOfABuildThatWasNotAwaitedIsRemoved() async throws {
        let routes = StubEngine.jobRoutes().on("POST /build") { _ in
            try? await Task.sleep(for: .seconds(2))
            return .status(500)
        }
        try await StubJob.with(Configuration(builder: .buildkit), routes) { job in
            let record = try await stop(job, at: "POST /build")
            #expect(record.outcome == .cancelled && record.failure?.phase == .build)
            #expect(record.phases[.cleanup] != nil)
            #expect(job.stub.requests.contains { $0.name.hasPrefix("DELETE /images/") })
            #expect(!job.stub.requests.contains { $0.name.hasPrefix("DELETE /containers/") })
        }
    }

    @Test func aContainerThatIsMadeAfterwardsIsRemoved() async throws {
        let asked = Mutex(0)
        let routes = StubEngine.jobRoutes()
            .on("POST /containers/create") { _ in
                try? await Task.sleep(for: .seconds(2))
                return .status(500)
            }
            .on("DELETE /containers/*") { _ in
                let count = asked.withLock { asked in
                    asked += 1
                    return asked
                }
                return count < 3 ? .error(404, "no such container") : .status(204)
            }
        try await StubJob.with(Configuration(builder: .buildkit), routes) { job in
            let record = try await stop(job, at: "POST /containers/create")
            #expect(record.outcome == .cancelled && record.failure?.phase == .run)
            #expect(record.phases[.cleanup] != nil)
        }
        #expect(asked.withLock { $0 } == 3)
    }
}
