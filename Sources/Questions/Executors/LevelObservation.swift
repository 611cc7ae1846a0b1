import Foundation
import Model

/// One job of a level of executors, reduced to what the analysis looks at. Times are in seconds.
struct LevelObservation: Sendable, Equatable {
    /// The fixture.
    var fixture: String
    /// The level's configuration.
    var configuration: String
    /// The time through all levels that it belongs to, from 1.
    var round: Int
    /// The executor that ran it, from 0.
    var executor: Int
    /// When it began, in seconds since 1970.
    var began: Double
    /// How long it waited for an executor.
    var queued: Double
    /// From its start to the end of its cleanup; nil where that is unknown.
    var wall: Double?
    /// Whether it succeeded.
    var succeeded: Bool

    /// What a job's record holds; nil where it belongs to no level.
    init?(_ job: JobRecord) {
        guard !job.warmup, Series(fixture: job.fixture, configuration: job.configuration).factor("executors") != nil
        else {
            return nil
        }
        self.init(
            fixture: job.fixture, configuration: job.configuration, round: job.round, executor: job.executor,
            began: job.startedAt.timeIntervalSince1970, queued: job.queued, wall: job.wall,
            succeeded: job.outcome == .succeeded)
    }

    /// A value of these parts.
    init(
        fixture: String, configuration: String, round: Int, executor: Int, began: Double, queued: Double = 0,
        wall: Double?,
        succeeded: Bool = true
    ) {
        self.fixture = fixture
        self.configuration = configuration
        self.round = round
        self.executor = executor
        self.began = began
        self.queued = queued
        self.wall = wall
        self.succeeded = succeeded
    }

    /// From when it was to begin to its end; nil where that is unknown.
    var response: Double? { wall.map { queued + $0 } }

    var span: BusyRate.Span? { wall.map { BusyRate.Span(executor: executor, began: began, ended: began + $0) } }
}
