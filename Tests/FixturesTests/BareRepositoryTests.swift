import Foundation
import Model
import Testing

@testable import Fixtures

@Suite struct BareRepositoryTests {
    private func commit(_ subject: String, _ time: Int, _ files: [String: String]) -> BareRepository.Commit {
        BareRepository.Commit(subject: subject, time: time, files: files)
    }

    private var two: [BareRepository.Commit] {
        [
            commit("Start", 100, ["Dockerfile": "FROM x\n", "src/größe.txt": "1"]),
            commit("Go on", 200, ["src/größe.txt": "2\n"]),
        ]
    }

    @Test func itsCommitsAreReplayedAsAnyOthers() async throws {
        try await Scratch.with { scratch in
            let path = scratch.path("bare").string
            let last = try await BareRepository.create(at: path).write(two)
            let fixture = try await Fixture.git(
                name: "app", repository: path, revisions: "main", dockerfile: "Dockerfile")
            let trace = try fixture.trace(length: 1, seed: 1, minimumPerClass: 0)
            #expect(trace.changes.map(\.changeClass) == [.none, .source])
            #expect(trace.changes.last?.revision == last)
            #expect(try fixture.resolved(trace).revisions.map(\.subject) == ["Start", "Go on"])
            try await fixture.withWorkingTree(in: scratch.path("tree"), trace: trace, seed: 1) { tree in
                try await tree.advance(to: trace.changes[1])
                #expect(try String(contentsOfFile: "\(tree.root)/src/größe.txt", encoding: .utf8) == "2\n")
                #expect(try String(contentsOfFile: "\(tree.root)/Dockerfile", encoding: .utf8) == "FROM x\n")
            }
        }
    }

    @Test func aBranchMovesFromOneCommitToAnotherUponTheSameParent() async throws {
        try await Scratch.with { scratch in
            let repository = try await BareRepository.create(at: scratch.path("bare").string)
            let base = try await repository.write(two)
            let first = try await repository.write([commit("One", 300, ["a": "1\n"])], after: base)
            let second = try await repository.write([commit("Other", 300, ["a": "2\n"])], after: base)
            #expect(first != second)
            let history = try await PinnedHistory.of(repository: repository.path, range: "main", last: base)
            #expect(history == .continued(new: [second]))
        }
    }

    @Test func theSameCommitsHaveTheSameIds() async throws {
        try await Scratch.with { scratch in
            let first = try await BareRepository.create(at: scratch.path("a").string).write(two)
            let second = try await BareRepository.create(at: scratch.path("b").string).write(two)
            #expect(first == second)
        }
    }

    @Test func whatGitRefusesIsToldWithThePath() async throws {
        try await Scratch.with { scratch in
            let repository = try await BareRepository.create(at: scratch.path("bare").string)
            let error = await #expect(throws: FixtureError.self) {
                try await repository.write(two, after: "0123456789012345678901234567890123456789")
            }
            #expect(error?.code == .gitFailed && error?.message.contains(repository.path) == true)
        }
    }
}
