import Engine
import Model
import StubEngine
import Testing

@testable import Lab

@Suite struct LeakingRevisionTests {
    /// The names of the containers that a job of this revision made, where another may be the one that leaks.
    private func containers(of revision: String, leaking: String?) async throws -> [String] {
        try await StubJob.with(Configuration(builder: .legacy)) { stub in
            var surroundings = JobSurroundings(journal: stub.journal)
            surroundings.leakingRevision = leaking
            let planned = PlannedJob(
                position: 0, round: 0, fixture: "tiny",
                change: Change(index: 1, revision: revision, changeClass: .none),
                configuration: stub.stream.configuration)
            let settings = stub.settings
            let runner = JobRunner(
                client: stub.client, settings: settings, surroundings: surroundings,
                stages: [LeakingRevisionStage.self])
            let record = try await runner.run(
                StagedJob(planned: planned, stream: stub.stream, client: stub.client, settings: settings)
            ).record
            #expect(record.outcome == .succeeded)
            return stub.stub.requests.filter { $0.name == "POST /containers/create" }.compactMap { $0.value("name") }
        }
    }

    @Test func aJobOfTheRevisionLeavesAContainerBesideItsOwn() async throws {
        let names = try await containers(of: "START+1", leaking: "START+1")
        #expect(names.count == 2)
        #expect(names.last == names.first.map { $0 + PlantedStage.suffix })
    }

    @Test func aJobOfAnotherRevisionLeavesNone() async throws {
        #expect(try await containers(of: "START+1", leaking: "START").count == 1)
        #expect(try await containers(of: "START+1", leaking: nil).count == 1)
    }
}
