import Engine
import Foundation
import Model
import StubEngine
import Testing

@testable import Lab

/// A factor that somebody adds: a stage of its own, and nothing else is touched.
private struct DelayStage: JobStage {
    private let journal: any JobJournal

    init?(_ job: StagedJob, _ run: JobSurroundings) {
        guard job.planned.configuration.builder == .buildkit else { return nil }
        journal = run.journal
    }

    func before(_ job: inout StagedJob) async throws {
        try await Task.sleep(for: .milliseconds(150))
        job.planned.change.arguments = ["DELAYED": "1"]
    }

    func begin(_ phase: Phase, of job: StagedJob, _ work: inout JobWork) async throws {
        guard phase == .run else { return }
        try await Task.sleep(for: .milliseconds(200))
        work.points.append(JobPoint(name: "planted_delay_s", unit: "s", value: 0.2))
    }

    func shape(_ container: inout ContainerSpec, of job: StagedJob) {
        container.environment["DELAYED"] = "yes"
    }

    func after(_ job: StagedJob, _ ended: EndedJob) async throws {
        try await journal.record([JobPoint(name: "delays", unit: "delay", value: 1)], of: ended.id)
    }
}

/// Notes what it is asked for, by the order of the journal's figures.
private protocol NotingStage: JobStage {
    static var name: String { get }
    var journal: any JobJournal { get }
}

extension NotingStage {
    private func note(_ what: String) async throws {
        try await journal.record([JobPoint(name: "\(Self.name) \(what)", unit: "", value: 1)], of: nil)
    }

    func before(_ job: inout StagedJob) async throws { try await note("before") }

    func around(_ job: StagedJob, _ run: @escaping RunJob) async throws -> EndedJob {
        try await note("around")
        let ended = try await run(job)
        try await note("ended")
        return ended
    }

    func after(_ job: StagedJob, _ ended: EndedJob) async throws { try await note("after") }

    func begin(_ phase: Phase, of job: StagedJob, _ work: inout JobWork) async throws {
        if phase == .build { try await note("build") }
    }
}

private struct OuterStage: NotingStage {
    static let name = "outer"
    let journal: any JobJournal
    init?(_ job: StagedJob, _ run: JobSurroundings) { journal = run.journal }
}

private struct InnerStage: NotingStage {
    static let name = "inner"
    let journal: any JobJournal
    init?(_ job: StagedJob, _ run: JobSurroundings) { journal = run.journal }
}

private struct RefusingStage: JobStage {
    init?(_ job: StagedJob, _ run: JobSurroundings) {}

    func prepare(_ phase: Phase, of job: StagedJob, _ work: inout JobWork) async throws {
        if phase == .run { throw JobObstacle(.refused, Failure(phase: .run, message: "planted")) }
    }
}

@Suite(.timeLimit(.minutes(1))) struct JobStageTests {
    @Test func aFactorIsOneStage() async throws {
        try await StubJob.with(Configuration(builder: .buildkit)) { job in
            let began = ContinuousClock.now
            let record = try await job.run(job.settings, through: JobStages.all + [DelayStage.self])
            let spent = (ContinuousClock.now - began).seconds
            #expect(record.outcome == .succeeded)
            // What is done in a phase is the job's time; what is done before the job is not.
            let wall = try #require(record.wall)
            #expect((record.phases[.run] ?? 0) >= 0.2 && wall >= 0.2 && spent - wall >= 0.15)
            let points = await job.journal.points.filter { $0.point.name.contains("delay") }
            #expect(points.map(\.point.name) == ["planted_delay_s", "delays"] && points.allSatisfy { $0.job == 1 })
            let build = try #require(job.stub.requests.first { $0.name == "POST /build" })
            #expect(build.value("buildargs")?.contains("DELAYED") == true)
            let created = try #require(job.stub.requests.first { $0.path == "/containers/create" })
            #expect(String(decoding: created.bodyStart, as: UTF8.self).contains("DELAYED=yes"))
        }
    }

    @Test func aJobWithoutTheFactorHasNothingOfIt() async throws {
        try await StubJob.with(Configuration(builder: .legacy)) { job in
            let record = try await job.run(job.settings, through: JobStages.all + [DelayStage.self])
            #expect(record.outcome == .succeeded && (record.phases[.run] ?? 1) < 0.2)
            #expect(await job.journal.points.allSatisfy { !$0.point.name.contains("delay") })
        }
    }

    @Test func theFirstStageIsTheOutermost() async throws {
        try await StubJob.with(Configuration(builder: .buildkit)) { job in
            _ = try await job.run(job.settings, through: [OuterStage.self, InnerStage.self])
            #expect(
                await job.journal.points.map(\.point.name) == [
                    "outer before", "outer around", "inner before", "inner around", "outer build", "inner build",
                    "inner ended", "inner after", "outer ended", "outer after",
                ])
        }
    }

    @Test func aPhaseThatAStageRefusesIsNotBegunAndTheJobIsCleanedUp() async throws {
        try await StubJob.with(Configuration(builder: .buildkit)) { job in
            let record = try await job.run(job.settings, through: JobStages.all + [RefusingStage.self])
            #expect(record.outcome == .refused && record.failure == Failure(phase: .run, message: "planted"))
            #expect(!job.stub.requests.contains { $0.path == "/containers/create" })
            #expect(record.phases[.cleanup] != nil && record.wall != nil)
        }
    }
}
