import Engine
import Foundation
import Testing

extension IntegrationTests {
    /// One engine, somebody else on it, and a second Plimsoll at work: every verb that removes something is run, and nothing of theirs
    /// changes.
    @Suite(.serialized, .timeLimit(.minutes(10))) struct NeighbourTests {
        /// A trial whose Dockerfile stands on the base image of Plimsoll's, which is kept in the package's own state.
        private func trial<Value: Sendable>(
            command: String, revisions: Int, retention: String, _ body: (Trial) async throws -> Value
        ) async throws -> Value {
            try await Trial.with { trial in
                let kept = FileManager.default.currentDirectoryPath + "/.plimsoll/images"
                let state = trial.scratch.path("state")
                try await Shell.run("mkdir -p '\(kept)' \(state) && ln -s '\(kept)' \(state)/images")
                try await trial.commit([
                    "Dockerfile.ci":
                        "FROM plimsoll/base:bookworm\nRUN echo built > /built\nCOPY . /src\nCMD \(command)\n"
                ])
                for number in 0..<revisions { try await trial.commit(["f": "\(number)"]) }
                try trial.scratch.write(
                    """
                    name: trial
                    description: A test's own.
                    fixtures:
                      - git: {name: trial, repository: repository, revisions: HEAD, dockerfile: Dockerfile.ci, images: ["plimsoll/base:bookworm"]}
                    factors: {builder: [legacy, buildkit]}
                    workload: {timeout: 300s, retention: \(retention)}
                    profiles:
                      quick: {changes: \(revisions)}
                    """, to: "scenario.yaml")
                return try await body(trial)
            }
        }

        @Test func nothingOfTheirsChanges() async throws {
            try await trial(command: "[\"sleep\", \"2\"]", revisions: 4, retention: "latest") { second in
                try await trial(command: "[\"true\"]", revisions: 1, retention: "all") { first in
                    let ran = try await first.run()
                    #expect(ran.code == 0, "\(ran.messages)")
                    // A run that keeps its images left one that others built upon.
                    let job = try await TestEngine.withClient { client in
                        try await client.images().flatMap(\.tags).first { $0.hasPrefix("plimsoll/trial:") }
                    }
                    // The second Plimsoll is at work while everything else happens, and must come to its end unharmed.
                    let ended = try await PlimsollCommand.run(second.runArguments) { _ in
                        try await second.waitForJobs(2)
                        let neighbour = try await Neighbour.moveIn(beside: [
                            "plimsoll/base:bookworm", try #require(job),
                        ])
                        let before = try await neighbour.belongings()
                        #expect(before.containers.count == 8 && before.images.count == 10, "\(before)")
                        // On containerd's store an image that loses its name to BuildKit's next one is gone.
                        let store = try await TestEngine.withClient { try await $0.info().imageStore }
                        #expect(before.nameless.count == (store == .containerd ? 2 : 4), "\(before.nameless)")
                        #expect(before.volumes.count == 1 && before.networks.count == 1)
                        for verb in verbs(of: first) {
                            let ended = try await PlimsollCommand.run(verb)
                            // 1 where something of theirs holds what should go.
                            #expect([0, 1].contains(ended.code), "\(verb): \(ended.messages)")
                            #expect(try await neighbour.belongings() == before, "after \(verb): \(ended.output)")
                        }
                        try await neighbour.moveOut()
                    }
                    #expect(ended.code == 0, "\(ended.messages)")
                    #expect(ended.messages.contains("another run of Plimsoll is active") == false)
                    let outcomes = try await second.sql("select distinct outcome from job_view")
                    #expect(outcomes == ["succeeded"])
                    // Now nobody is at work, and all that is Plimsoll's goes.
                    let clean = try await PlimsollCommand.run([
                        "clean", "--engine", first.engine, "--state", first.state,
                    ])
                    #expect(clean.code == 0 && clean.output.contains("plimsoll/base:bookworm"), "\(clean.output)")
                }
            }
        }

        private func verbs(of trial: Trial) -> [[String]] {
            let place = ["--engine", trial.engine, "--state", trial.state]
            return [
                ["clean"] + place,
                ["gc"] + place + ["--policy", "prune-all", "--min-age", "0s"],
                ["gc"] + place + ["--policy", "dangling", "--min-age", "0s"],
                ["gc"] + place + ["--policy", "lru", "--high", "1MB", "--low", "1MB", "--min-age", "0s", "--dry-run"],
                ["run", trial.scenario, "--db", trial.scratch.plain("again.sqlite")] + place,
                ["clean", "--run", UUID().uuidString] + place,
                ["clean", "--json"] + place,
            ]
        }

        @Test(arguments: [BuilderKind.legacy, .buildkit])
        func anImageUponTheBaseThatHasItsNameStays(builder: BuilderKind) async throws {
            try await trial(command: "[\"true\"]", revisions: 1, retention: "latest") { trial in
                let ran = try await trial.run()
                #expect(ran.code == 0, "\(ran.messages)")
                let theirs = try await Neighbour.takeName("plimsoll/base:bookworm", by: builder)
                for verb in verbs(of: trial) {
                    // A run refuses to take the name from them.
                    let ended = try await PlimsollCommand.run(verb)
                    #expect([0, 1].contains(ended.code), "\(verb): \(ended.messages)")
                    let holder = try await TestEngine.withClient { try await $0.image("plimsoll/base:bookworm").id }
                    #expect(holder == theirs, "after \(verb): \(ended.output)")
                }
                _ = try await TestEngine.withClient { try await $0.removeImage("plimsoll/base:bookworm", force: true) }
            }
        }

        @Test func cleanOfAnotherStateDirectorySaysWhoIsAtWork() async throws {
            try await Trial.with { trial in
                try await trial.commit(["Dockerfile.ci": "FROM tiny:1\nCOPY . /src\nCMD [\"sleep\", \"1\"]\n"])
                for number in 0..<6 { try await trial.commit(["f": "\(number)"]) }
                try trial.writeScenario(changes: 6, builders: "buildkit")
                let ended = try await PlimsollCommand.run(trial.runArguments) { _ in
                    try await trial.waitForJobs(1)
                    let clean = try await PlimsollCommand.run([
                        "clean", "--engine", trial.engine, "--state", trial.scratch.plain("another"),
                    ])
                    #expect(clean.code == 0)
                    #expect(clean.messages.contains("is active: what it uses stays"), "\(clean.messages)")
                    #expect(clean.output.contains("nothing was left"), "\(clean.output)")
                }
                #expect(ended.code == 0, "\(ended.messages)")
                #expect(try await trial.sql("select distinct outcome from job_view") == ["succeeded"])
                // The marker is gone with the run.
                let left = try await TestEngine.withClient { try await $0.volumes(filters: PlimsollLabel.filters()) }
                #expect(left.isEmpty)
            }
        }
    }
}
