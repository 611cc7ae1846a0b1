import Engine
import Foundation
import Model
import StubEngine
import Testing

@testable import Lab

/// Jobs with a cache in a registry, against the stub engine.
@Suite struct JobCacheTests {
    private static let reference = "127.0.0.1:5000/plimsoll/tiny:cache-0"
    private static let legacy = Configuration(builder: .legacy, cache: .registry)
    private static let buildkit = Configuration(builder: .buildkit, cache: .registry)

    private func run(
        _ job: StubJob, complaint: String? = nil, _ adjust: (inout StagedJob) -> Void = { _ in }
    ) async throws -> JobRecord {
        try await job.run(job.settings) { staged in
            staged.cache = JobCache(reference: Self.reference) { complaint }
            adjust(&staged)
        }
    }

    private func cacheFrom(_ job: StubJob) throws -> [String]? {
        try job.stub.requests.last { $0.name == "POST /build" }?.value("cachefrom").map {
            try JSONDecoder().decode([String].self, from: Data($0.utf8))
        }
    }

    @Test func theLegacyBuildersCacheIsPulledFirstAndItsTimeRecorded() async throws {
        try await StubJob.with(Self.legacy) { job in
            let record = try await run(job)
            #expect(record.outcome == .succeeded)
            let names = job.stub.requestNames
            let pull = try #require(names.firstIndex(of: "POST /images/create"))
            let build = try #require(names.firstIndex(of: "POST /build"))
            #expect(pull < build)
            let caches = try cacheFrom(job)
            #expect(caches == [Self.reference])
            let points = await job.journal.points.filter { $0.point.name != BuiltPoint.bytes.rawValue }
            #expect(points.map(\.point.name) == ["cache_pull_s"] && points.first?.job == 1)
            #expect((record.phases[.build] ?? 0) >= (points.first?.point.value ?? 1))
        }
    }

    @Test func buildKitReadsItsCacheItself() async throws {
        try await StubJob.with(Self.buildkit) { job in
            let outcome = try await run(job).outcome
            #expect(outcome == .succeeded)
            #expect(!job.stub.requestNames.contains("POST /images/create"))
            let caches = try cacheFrom(job)
            #expect(caches == [Self.reference])
            #expect(await job.journal.points.map(\.point.name) == [BuiltPoint.bytes.rawValue])
        }
    }

    @Test func withoutACacheNothingIsPulledOrNamed() async throws {
        try await StubJob.with(Configuration(builder: .legacy)) { job in
            let outcome = try await job.run(job.settings).outcome
            #expect(outcome == .succeeded)
            #expect(!job.stub.requestNames.contains("POST /images/create"))
            let caches = try cacheFrom(job)
            #expect(caches == nil)
        }
    }

    @Test func aCacheThatDoesNotExistIsNoneAndTheJobGoesOn() async throws {
        let routes = StubEngine.jobRoutes().on("POST /images/create", .error(404, "manifest unknown: manifest unknown"))
        try await StubJob.with(Self.legacy, routes) { job in
            let outcome = try await run(job).outcome
            #expect(outcome == .succeeded)
            let caches = try cacheFrom(job)
            #expect(caches == nil)
        }
    }

    @Test func aRegistryThatIsDownIsARowWithTheEnginesWords() async throws {
        let words = "Get http://127.0.0.1:5000/v2/: dial tcp 127.0.0.1:5000: connect: connection refused"
        let routes = StubEngine.jobRoutes().on("POST /images/create", .error(500, words))
        try await StubJob.with(Self.legacy, routes) { job in
            let record = try await run(job)
            #expect(record.outcome == .refused)
            #expect(record.failure?.phase == .build && record.failure?.message.contains(words) == true)
            #expect(!job.stub.requestNames.contains("POST /build"))
            #expect(await job.journal.jobs.count == 1)
        }
    }

    @Test func aRegistryThatEndedDuringABuildSpoilsTheJob() async throws {
        try await StubJob.with(Self.buildkit) { job in
            let record = try await run(job, complaint: "the registry r has ended")
            #expect(record.outcome == .refused)
            #expect(record.failure?.message.contains("the registry r has ended") == true)
            #expect(record.steps.count == 3 && record.command == nil)
        }
    }

    @Test func anObstacleIsARowAndTheEngineIsLeftAlone() async throws {
        try await StubJob.with(Self.buildkit) { job in
            let record = try await run(job) {
                $0.obstacle = JobObstacle(FleetError(.notCold, "planted"), timeout: 30)
            }
            #expect(record.outcome == .refused && record.failure?.phase == nil)
            #expect(record.failure?.message == "the job could not be prepared: planted")
            #expect(job.stub.requestNames == ["GET /_ping"])
        }
    }

    @Test func obstaclesKeepTheKindOfWhatWasThrown() {
        let lost = EngineError(code: .unreachable, message: "gone", endpoint: "unix:///x")
        #expect(JobObstacle(lost, timeout: 1).outcome == .engineLost)
        #expect(JobObstacle(CancellationError(), timeout: 1).outcome == .cancelled)
        #expect(JobObstacle(DeadlinePassed(), timeout: 1).outcome == .timedOut)
    }

    @Test func countsAreRecordedByTheirDifference() async throws {
        try await StubJob.with(Self.buildkit) { job in
            let stub = job.stub
            _ = try await run(job) {
                $0.counts = { [CachePoint.registryBytes.point(Double(1000 * stub.requests.count))] }
                $0.points = [SetUpAction.pushImage.point]
            }
            let points = await job.journal.points.map(\.point).filter { $0.name != BuiltPoint.bytes.rawValue }
            #expect(points.map(\.name) == ["set_up_action_push_image", "registry_bytes"])
            // The ping came before the job.
            #expect(points.last?.value == Double(1000 * (stub.requests.count - 1)))
        }
    }

    @Test func countsThatBeganAnewSayNothing() {
        func count(_ value: Double) -> [JobPoint] { [CachePoint.registryBytes.point(value)] }
        #expect(JobPoint.differences(from: count(5), to: count(7)).map(\.value) == [2])
        #expect(JobPoint.differences(from: count(5), to: count(3)).isEmpty)
        #expect(JobPoint.differences(from: [], to: count(3)).isEmpty)
        #expect(JobPoint.differences(from: count(3), to: []).isEmpty)
    }
}
