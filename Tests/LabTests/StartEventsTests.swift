import Engine
import Foundation
import Model
import StubEngine
import Synchronization
import Testing

@testable import Lab

/// A job whose command ended at 18:50:53.000000002, by the engine, and began 2.000000001 s before that.
@Suite struct StartEventsTests {
    private static let finished = 1_795_373_453_000_000_002

    private struct Outcome {
        var record: JobRecord
        var warnings: [String]
        /// Of the questions for events.
        var requests: [StubRequest]
    }

    /// Runs a job on an engine that answers the questions for events one after the other; the last answer stays.
    private func run(_ answers: StubAnswer..., observing: Bool = true) async throws -> Outcome {
        let asked = Mutex(0)
        let routes = StubEngine.jobRoutes().on("GET /events") { _ in
            let number = asked.withLock { count in
                count += 1
                return count
            }
            return answers[min(number, answers.count) - 1]
        }
        let warnings = Mutex<[String]>([])
        return try await StubJob.with(Configuration(builder: .buildkit), routes) { [warnings] job in
            let traits = try EngineTraits.ofDocker("28.5.2")
            let record = try await StartEvents.during(
                on: job.client, with: traits, owner: job.settings.owner,
                warn: { text in warnings.withLock { $0.append(text) } },
                { starts in try await job.run(job.settings) { $0.starts = observing ? starts : nil } })
            let requests = job.stub.requests.filter { $0.path == "/events" }
            return Outcome(record: record, warnings: warnings.withLock(\.self), requests: requests)
        }
    }

    private func start(before finish: Double) -> StubAnswer.Piece {
        start(of: StubEngine.containerID, at: Self.finished - Int(finish * 1e9))
    }

    private func start(of container: String, at nanoseconds: Int) -> StubAnswer.Piece {
        .line(
            """
            {"Type":"container","Action":"start","Actor":{"ID":"\(container)","Attributes":{}},"timeNano":\(nanoseconds)}
            """)
    }

    @Test func theCommandRunsFromItsStartEvent() async throws {
        let outcome = try await run(.stream([start(of: "another", at: 9), start(before: 1.5), .silence]))
        #expect(outcome.record.command == 1.5 && outcome.record.commandClock == .startEvent)
        #expect(outcome.warnings == [])
        let filters = try #require(outcome.requests.first?.value("filters"))
        #expect(filters.contains(#""event":["start"]"#) && filters.contains(#""type":["container"]"#))
        #expect(filters.contains("plimsoll.owner="))
    }

    /// The engine may note the end of a command that does nothing before it tells of its start.
    @Test func noCommandTakesLessThanNothing() async throws {
        let outcome = try await run(.stream([start(before: -0.001), .silence]))
        #expect(outcome.record.command == 0 && outcome.record.commandClock == .startEvent)
    }

    /// An event that never comes is waited for, but not in the job's time.
    @Test func withoutAnEventTheEnginesOwnStartTimeCounts() async throws {
        let outcome = try await run(.stream([.silence]))
        #expect(outcome.record.command == 2.000_000_001 && outcome.record.commandClock == .engineState)
        #expect(try #require(outcome.record.wall) < 0.9)
        #expect(outcome.warnings.count == 1 && outcome.warnings[0].contains("no start event"))
    }

    @Test func aStreamThatBreaksIsOpenedAgainWhereItEnded() async throws {
        let soon = Int(Date().timeIntervalSince1970) + 1000
        let outcome = try await run(
            .stream([start(of: "another", at: soon * 1_000_000_000), .cut]), .status(500),
            .stream([start(before: 1.5), .silence]))
        #expect(outcome.record.command == 1.5 && outcome.record.commandClock == .startEvent)
        #expect(outcome.requests.count == 3)
        let since = outcome.requests.compactMap { $0.value("since").flatMap(Double.init) }
        #expect(since.count == 3 && since[0] < Double(soon) && since[2] == Double(soon))
    }

    @Test func anEngineThatRefusesIsAskedOnceAndNotWaitedFor() async throws {
        let began = ContinuousClock.now
        let outcome = try await run(.error(403, "events are forbidden here"))
        #expect(outcome.record.commandClock == .engineState && outcome.requests.count == 1)
        #expect(outcome.warnings.first?.contains("events are forbidden here") == true)
        #expect(ContinuousClock.now - began < .seconds(1))
    }

    @Test func theStreamIsNoneOfTheJobsRequests() async throws {
        let answer = StubAnswer.stream([start(before: 1.5), .silence])
        let counts = try await [
            run(answer).record.own.requests, run(answer, observing: false).record.own.requests,
        ]
        #expect(counts[0] == counts[1])
    }

    @Test func anEngineWhoseStartTimesAreTrueIsNotObserved() async throws {
        try await StubJob.with(Configuration(builder: .buildkit)) { job in
            var traits = try EngineTraits.ofDocker("28.5.2")
            traits.commandClock = .engineState
            let isObserved = try await StartEvents.during(
                on: job.client, with: traits, owner: "o", warn: { _ in }, { $0 != nil })
            #expect(!isObserved && !job.stub.requestNames.contains("GET /events"))
        }
    }
}
