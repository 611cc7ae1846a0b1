import Engine
import Foundation
import StubEngine
import Synchronization
import Testing

@testable import Housekeeping

/// The ledger beside an engine that is played, and a disk that is.
@Suite(.timeLimit(.minutes(1))) struct LedgerTests {
    private static let limits = LedgerLimits(
        engine: .milliseconds(300), quiet: .milliseconds(400), interval: .milliseconds(1),
        longestInterval: .milliseconds(10))

    /// Answers that follow each other; the last stays.
    private final class Answers<Answer: Sendable>: Sendable {
        private let rest: Mutex<[Answer]>

        init(_ answers: [Answer]) { rest = Mutex(answers) }

        func next() -> Answer { rest.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] } }
    }

    private func withEngine<Value: Sendable>(
        _ answers: [StubAnswer], _ body: (EngineClient, StubEngine) async throws -> Value
    ) async throws -> Value {
        let answers = Answers(answers)
        let routes = StubRoutes().on("GET /info", .json("{}")).on("GET /system/df") { _ in answers.next() }
        return try await StubEngine.withServer(routes) { stub in
            try await EngineClient.withClient(.unix(path: stub.endpointPath)) { try await body($0, stub) }
        }
    }

    private func source(_ readings: [Int]) -> DiskSource {
        let readings = Answers(readings)
        return .filesystem(root: "/dev", dataRoot: "/dev") {
            let bytes = readings.next()
            return bytes < 0 ? nil : DiskReading(bytes: bytes, inodes: bytes / 1000, size: 1 << 30)
        }
    }

    private func usage(_ layers: Int, cache: Int = 0) -> StubAnswer {
        .json(DiskUsageText(layers: layers, cache: [(cache, false)]).json)
    }

    private func code(_ body: () async throws -> some Any) async -> LedgerError.Code? {
        do {
            _ = try await body()
            return nil
        } catch {
            return (error as? LedgerError)?.code
        }
    }

    @Test func theRemainderIsWhatGrewBesideTheEnginesWord() async throws {
        // The empty engine: 100 on disk, of which it knows nothing. Then 5000 more, of which it knows 4500.
        try await withEngine([usage(0), usage(4000, cache: 500)]) { client, stub in
            let ledger = try await Ledger.open(
                on: client, source: source([100, 100, 5100]), limits: Self.limits)
            #expect(ledger.opening.remainder == 0 && ledger.opening.baseline == 100)
            let sample = try await ledger.sample()
            #expect(sample.engine.total == 4500)
            #expect(sample.disk == DiskReading(bytes: 5100, inodes: 5, size: 1 << 30))
            #expect(sample.remainder == 500)
            #expect(sample.quiet)
            #expect(sample.seconds > 0 && sample.seconds < 5 && sample.waited <= sample.seconds)
            // A quiet engine is asked once a sample.
            #expect(stub.requestNames.filter { $0 == "GET /system/df" }.count == 2)
            #expect(stub.unexpected.isEmpty)
        }
    }

    @Test func aSampleWaitsUntilTheDiskIsQuiet() async throws {
        try await withEngine([usage(0), usage(9), usage(8), usage(7)]) { client, stub in
            let ledger = try await Ledger.open(
                on: client, source: source([0, 0, 900, 800, 700, 700]), limits: Self.limits)
            let sample = try await ledger.sample()
            #expect(sample.quiet && sample.disk?.bytes == 700 && sample.engine.images == 7)
            #expect(stub.requestNames.filter { $0 == "GET /system/df" }.count == 4)
        }
    }

    @Test func anEngineThatNeverRestsIsMeasuredAllTheSame() async throws {
        try await withEngine([usage(5)]) { client, _ in
            let ledger = try await Ledger.open(
                on: client, source: source(Array(0..<5000)), limits: Self.limits)
            let sample = try await ledger.sample()
            #expect(!sample.quiet)
            #expect(sample.seconds >= 0.4 && sample.seconds < 3)
        }
    }

    @Test func withoutADiskTheEngineMustSayTheSameTwice() async throws {
        try await withEngine([usage(1), usage(1), usage(3), usage(2), usage(2)]) { client, _ in
            let ledger = try await Ledger.open(on: client, source: .unseen("far away"), limits: Self.limits)
            let sample = try await ledger.sample()
            #expect(sample.engine.images == 2 && sample.quiet)
            #expect(sample.disk == nil && sample.remainder == nil && ledger.opening.baseline == nil)
            #expect(try await ledger.survey() == nil)
        }
    }

    @Test func anEngineThatHangsIsGivenUpInTime() async throws {
        try await withEngine([usage(0), .never]) { client, stub in
            let ledger = try await Ledger.open(on: client, source: source([0]), limits: Self.limits)
            let began = ContinuousClock.now
            #expect(await code { try await ledger.sample() } == .engineHung)
            #expect(ContinuousClock.now - began < .seconds(3))
            // Its connection is closed, so that the engine may stop as well.
            #expect(try await stub.seesClientClose())
        }
    }

    @Test(arguments: [
        StubAnswer.error(500, "layer store is broken"), .stream([.text(#"{"LayersSize":1,"Ima"#), .cut]),
        .json("[]"), .json(#"{"LayersSize":"much"}"#),
    ])
    func anEngineThatFailsIsNoSample(_ answer: StubAnswer) async throws {
        try await withEngine([usage(0), answer, usage(0)]) { client, _ in
            let ledger = try await Ledger.open(on: client, source: source([0]), limits: Self.limits)
            #expect(await code { try await ledger.sample() } == .engineFailed)
            // The next one is none the worse for it.
            #expect(try await ledger.sample().quiet)
        }
    }

    @Test func anEngineThatIsBusyWithTheSameQuestionIsAskedAgain() async throws {
        let busy = StubAnswer.error(500, "a disk usage operation is already running")
        try await withEngine([usage(0), busy, busy, usage(6)]) { client, _ in
            let ledger = try await Ledger.open(on: client, source: source([0]), limits: Self.limits)
            #expect(try await ledger.sample().engine.images == 6)
        }
        try await withEngine([usage(0), busy]) { client, _ in
            let ledger = try await Ledger.open(on: client, source: source([0]), limits: Self.limits)
            #expect(await code { try await ledger.sample() } == .engineHung)
        }
    }

    @Test func aDiskThatIsGoneIsNoSample() async throws {
        try await withEngine([usage(0)]) { client, _ in
            let ledger = try await Ledger.open(on: client, source: source([0, 0, -1]), limits: Self.limits)
            #expect(await code { try await ledger.sample() } == .unreadable)
        }
    }

    @Test func aCancelledSampleSaysSo() async throws {
        try await withEngine([usage(0), .never]) { client, _ in
            var limits = Self.limits
            limits.engine = .seconds(30)
            let ledger = try await Ledger.open(on: client, source: source([0]), limits: limits)
            let task = Task { try await ledger.sample() }
            try await Task.sleep(for: .milliseconds(50))
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }

    @Test func aDataRootThatIsTooLargeIsLeftOut() async throws {
        try await withEngine([usage(3)]) { client, _ in
            var limits = Self.limits
            limits.walk = WalkLimits(entries: 2)
            let ledger = try await Ledger.open(on: client, source: .walk(dataRoot: "/dev"), limits: limits)
            guard case .unseen(let reason) = ledger.source else {
                Issue.record("the walk was not given up")
                return
            }
            #expect(reason.contains("2 entries"))
            #expect(try await ledger.sample().engine.images == 3)
        }
    }
}
