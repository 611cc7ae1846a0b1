import Engine
import Foundation
import Model
import StubEngine
import Testing

@testable import Lab

/// Counts what was begun, what ended, and who went on before.
private actor Tally {
    private(set) var begun = 0
    private(set) var ended = 0
    private(set) var early = 0

    func begin() -> Int {
        begun += 1
        return begun
    }

    func end() { ended += 1 }

    func goOn() { if ended != 1 { early += 1 } }
}

/// An update of a base image is done when it is done, not when it was begun.
@Suite struct EnginePreparationTests {
    private static func job(_ stream: JobStream, _ preparation: Change.Preparation) -> PlannedJob {
        PlannedJob(
            position: 0, round: 3, fixture: "tiny",
            change: Change(index: 1, revision: "START+1", changeClass: .none, preparation: preparation),
            configuration: stream.configuration)
    }

    @Test func anUpdateThatFailedIsNotDone() async throws {
        let attempts = Tally()
        let routes = StubEngine.jobRoutes().on("POST /build") { _ in
            await attempts.begin() == 1
                ? .lines([#"{"error":"no network"}"#]) : .lines([BuildKitTrace.image("sha256:1")])
        }
        try await StubJob.with(Configuration(builder: .buildkit), routes, images: ["base:1"]) { stub in
            let preparation = EnginePreparation(isEmbedded: true)
            let job = Self.job(stub.stream, .newBaseLayer)
            await #expect(throws: LabError.self) {
                try await preparation.prepare(job, in: stub.stream, on: stub.client)
            }
            // The next stream makes it, and the one after finds it made.
            for _ in 0..<2 { _ = try await preparation.prepare(job, in: stub.stream, on: stub.client) }
            let begun = await attempts.begun
            #expect(begun == 2)
        }
    }

    /// The second builder's job finds the cache as the first left it, with what the first then built.
    @Test func buildersThatShareACacheEmptyItOnceARound() async throws {
        let preparation = EnginePreparation(isEmbedded: true)
        let routes = StubEngine.jobRoutes().on(
            "GET /system/df", .json(#"{"LayersSize":0,"Images":[],"Containers":[],"Volumes":[],"BuildCache":[]}"#))
        var asked: [Int] = []
        for builder in [Builder.buildkit, .buildx] {
            asked.append(
                try await StubJob.with(Configuration(builder: builder), routes) { stub in
                    let job = Self.job(stub.stream, .evict)
                    _ = try await preparation.prepare(job, in: stub.stream, on: stub.client)
                    return stub.stub.requestNames.count { $0 == "POST /build/prune" || $0 == "GET /system/df" }
                })
        }
        #expect(asked[0] > 0 && asked[1] == 0)
    }

    @Test func nobodyGoesOnBeforeItIsDone() async throws {
        let once = OnceEach()
        let tally = Tally()
        await withThrowingTaskGroup(of: Int?.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    let value = try await once.run("a") {
                        let begun = await tally.begin()
                        try await Task.sleep(for: .milliseconds(50))
                        if begun == 1 { throw CancellationError() }
                        await tally.end()
                        return begun
                    }
                    await tally.goOn()
                    return value
                }
            }
            var values: [Int?] = []
            var failures = 0
            while let result = await group.nextResult() {
                switch result {
                case .success(let value): values.append(value)
                case .failure: failures += 1
                }
            }
            #expect(failures == 1 && values.compactMap { $0 } == [2] && values.count == 7)
            let (begun, ended, early) = await (tally.begun, tally.ended, tally.early)
            #expect(begun == 2 && ended == 1 && early == 0)
        }
    }

    /// The image that could not be removed stays known.
    @Test func whatWasNotEvictedStaysTheStreams() async throws {
        let routes = StubEngine.jobRoutes().on("DELETE /images/**", .error(409, "in use"))
        try await StubJob.with(Configuration(builder: .legacy), routes) { stub in
            _ = await stub.stream.replaceImage(with: "plimsoll/tiny:1")
            let preparation = EnginePreparation(isEmbedded: true)
            await #expect(throws: EngineError.self) {
                try await preparation.prepare(Self.job(stub.stream, .evict), in: stub.stream, on: stub.client)
            }
            #expect(await stub.stream.image == "plimsoll/tiny:1")
        }
    }
}
