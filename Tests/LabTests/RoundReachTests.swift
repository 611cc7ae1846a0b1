import Engine
import Fixtures
import Foundation
import Model
import Subprocess
import Testing

@testable import Lab

/// Before a night is measured it is told where the file of a round does not reach the builds.
@Suite(.timeLimit(.minutes(1))) struct RoundReachTests {
    /// What is told of a repository with these files, by builder where they differ.
    private func warnings(
        ignoring ignored: String? = nil, dockerfile: String = "FROM base:1\nCOPY . /src\nRUN make\n",
        builders: [Builder] = [.legacy, .buildkit], specific: String? = nil
    ) async throws -> [String] {
        let directory =
            FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path + "/plimsoll-lab-\(UUID())"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        var files = ["Dockerfile": dockerfile, "src/a": "0\n"]
        files[".dockerignore"] = ignored
        files["Dockerfile.dockerignore"] = specific
        let repository = try await BareRepository.create(at: directory + "/r")
        let first = try await repository.write([.init(subject: "one", time: 1, files: files)])
        let last = try await repository.write(
            [.init(subject: "two", time: 2, files: ["src/a": "1\n"])], after: first)
        let fixture = try await open(directory + "/r", [first, last])
        let trace = try fixture.trace(length: 1, seed: 1, minimumPerClass: 0).addingRounds(2)
        var reference = try await open(directory + "/r", [first])
        reference.roundFolder = fixture.roundFolder
        let start = try reference.trace(length: 0, seed: 1, minimumPerClass: 0).addingRounds(2)
        let text = """
            name: s
            fixtures: [{git: {name: app, repository: r, revisions: main, dockerfile: Dockerfile}}]
            factors: {builder: [\(builders.map(\.rawValue).joined(separator: ", "))]}
            profiles: {quick: {changes: 1}}

            """
        let scenario = try Scenario.parse(bytes: Array(text.utf8), file: "s.yaml", questions: [])
        let plan = try scenario.plan(profile: "quick", seed: 1, traces: [trace], recorded: nil, references: [start])
        let part = RunRequest.Part(
            plan: plan, fixtures: ["app": fixture], traces: ["app": trace],
            references: ["app": (fixture: reference, trace: start)])
        let reach = RoundReach(
            traits: try EngineTraits.ofDocker("20.10.24"), trees: directory + "/trees")
        let warnings = try await reach.warnings(of: part)
        let left = (try? FileManager.default.contentsOfDirectory(atPath: directory + "/trees")) ?? []
        #expect(left == [], "the tree is removed")
        return warnings
    }

    private func open(_ repository: String, _ commits: [String]) async throws -> Fixture {
        try await Fixture.git(
            name: "app", repository: repository, revisions: "main", commits: commits, dockerfile: "Dockerfile")
    }

    @Test func aRepositoryThatIsCopiedWholeIsFine() async throws {
        #expect(try await warnings() == [])
    }

    @Test func anIgnoredFileIsToldOfBothSidesByName() async throws {
        let told = try await warnings(ignoring: "**/*.txt\n")
        #expect(told.count == 2 && told.allSatisfy { $0.hasPrefix("app, ") })
        #expect(told.allSatisfy { $0.contains("leaves src/plimsoll-round.txt out, so rounds come from the cache") })
        #expect(told.allSatisfy { $0.contains("(buildkit, legacy)") && $0.contains("“!src/plimsoll-round.txt”") })
    }

    @Test func theLineThatIsAdvisedHelps() async throws {
        #expect(try await warnings(ignoring: "**/*.txt\n!src/plimsoll-round.txt\n") == [])
    }

    @Test func theDockerfilesOwnIgnoreFileIsReadForBuildKitOnly() async throws {
        let told = try await warnings(specific: "**/*.txt\n")
        #expect(told.count == 2 && told.allSatisfy { $0.contains("(buildkit)") })
    }

    @Test func copiesThatLeaveItOutAreTold() async throws {
        let told = try await warnings(dockerfile: "FROM base:1\nCOPY src/a /src/\nRUN make\n")
        #expect(told.count == 2 && told.allSatisfy { $0.contains("no COPY or ADD takes src/plimsoll-round.txt") })
    }

    @Test(arguments: ["COPY src /src", "ADD src/*.txt /src/", "ARG D=src\nCOPY ${D} /src", "COPY ${UNKNOWN} /src"])
    func copiesThatTakeItOrMayAreFine(_ line: String) async throws {
        #expect(try await warnings(dockerfile: "FROM base:1\n\(line)\nRUN make\n") == [])
    }
}
