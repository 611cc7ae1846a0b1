import Engine
import Foundation
import Model
import StubEngine
import Testing

@testable import Lab

/// Jobs whose image is pulled in place of a build, against the stub engine.
@Suite struct DeliveredJobTests {
    private static let digest = "sha256:" + String(repeating: "ab", count: 32)
    private static let image = "127.0.0.1:5000/releases/tiny-legacy@\(digest)"
    private static let promoted = Configuration(builder: .legacy, delivery: .promote)

    private func run(_ job: StubJob, _ adjust: (inout StagedJob) -> Void = { _ in }) async throws -> JobRecord {
        try await job.run(job.settings) { staged in
            staged.delivered = Self.image
            adjust(&staged)
        }
    }

    @Test func theImageIsPulledByItsDigestAndNothingIsBuilt() async throws {
        try await StubJob.with(Self.promoted) { job in
            let record = try await run(job)
            #expect(record.outcome == .succeeded)
            let names = job.stub.requestNames
            #expect(!names.contains("POST /build"))
            let pull = try #require(job.stub.requests.first { $0.name == "POST /images/create" })
            #expect(pull.value("fromImage") == "127.0.0.1:5000/releases/tiny-legacy")
            #expect(pull.value("tag") == Self.digest)
            let create = try #require(job.stub.requests.first { $0.name == "POST /containers/create" })
            #expect(String(decoding: create.bodyStart, as: UTF8.self).replacing("\\/", with: "/").contains(Self.image))
        }
    }

    @Test func itHasNoContextAndItsBuildPhaseIsThePull() async throws {
        try await StubJob.with(Self.promoted) { job in
            let record = try await run(job)
            #expect(record.phases[.context] == nil && record.contextBytes == 0 && record.steps.isEmpty)
            let pull = try #require(await job.journal.points.first { $0.point.name == "cache_pull_s" })
            #expect((record.phases[.build] ?? -1) >= pull.point.value)
            #expect((record.wall ?? 0) > (record.phases[.build] ?? 1))
        }
    }

    @Test func aRegistryThatIsDownIsARowWithTheEnginesWords() async throws {
        let words = "Get http://127.0.0.1:5000/v2/: dial tcp 127.0.0.1:5000: connect: connection refused"
        let routes = StubEngine.jobRoutes().on("POST /images/create", .error(500, words))
        try await StubJob.with(Self.promoted, routes) { job in
            let record = try await run(job)
            #expect(record.outcome == .refused && record.failure?.phase == .build)
            #expect(record.failure?.message.contains(words) == true)
            #expect(!job.stub.requestNames.contains("POST /containers/create"))
        }
    }

    @Test func anImageThatTheRegistryLacksFailsTheBuildPhase() async throws {
        let routes = StubEngine.jobRoutes().on("POST /images/create", .error(404, "manifest unknown: manifest unknown"))
        try await StubJob.with(Self.promoted, routes) { job in
            let record = try await run(job)
            #expect(record.outcome == .buildFailed && record.failure?.phase == .build)
        }
    }

    @Test func anObstacleIsARowAndTheEngineIsLeftAlone() async throws {
        try await StubJob.with(Self.promoted) { job in
            let record = try await run(job) {
                $0.obstacle = JobObstacle(FleetError(.registryLost, "planted"), timeout: 30)
            }
            #expect(record.outcome == .refused)
            #expect(record.failure?.message == "the job could not be prepared: planted")
            #expect(job.stub.requestNames == ["GET /_ping"])
        }
    }

    /// A change that the image has nothing of is delivered under the same digest: the image is not superseded by itself.
    @Test func theSameDigestAgainIsKept() async throws {
        try await StubJob.with(Self.promoted) { job in
            _ = try await run(job)
            _ = try await run(job)
            #expect(!job.stub.requestNames.contains { $0.hasPrefix("DELETE /images/") })
            _ = try await run(job) { $0.delivered = Self.image.replacing("ab", with: "cd") }
            #expect(job.stub.requestNames.contains { $0.hasPrefix("DELETE /images/") })
        }
    }
}
