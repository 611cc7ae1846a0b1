import Fixtures
import Foundation
import Model
import Testing

@testable import Commands
@testable import SyntheticRuns

/// What a run that is held against another replays, on a real repository.
@Suite struct PinnedSuiteTests {
    /// A repository with four commits on `main`, and the records of two runs: to the second commit, and to the third.
    private struct Repository {
        let path: String
        let state: String
        let ids: [String]
        let repository: BareRepository

        init(in folder: String) async throws {
            (path, state) = (folder + "/repository", folder + "/state")
            repository = try await BareRepository.create(at: path)
            var ids: [String] = []
            for number in 0..<4 {
                ids.append(
                    try await repository.write(
                        [
                            .init(
                                subject: "change \(number)", time: 100 + number,
                                files: ["Dockerfile": "FROM x\n", "src/a": "\(number)\n"])
                        ], after: ids.last))
            }
            self.ids = ids
        }

        /// A run that replayed the commits up to one of them.
        func run(to last: Int, _ change: (inout ResolvedSource) -> Void = { _ in }) -> RunRecord {
            var record = SyntheticRun().record
            record.id = UUID()
            var source = ResolvedSource(
                fixture: "app",
                revisions: (last - 1...last).map { .init(id: ids[$0], subject: "change \($0)", time: 1) },
                dockerfile: "Dockerfile")
            change(&source)
            record.scenarios = [.init(name: "ci", hash: "", questions: [], text: "", sources: [source])]
            return record
        }

        func pin(_ base: RunRecord, _ candidate: RunRecord? = nil) async throws -> PinnedSuite.Pinned? {
            let suite = PinnedSuite(
                base: ("baseline:main", base), candidate: candidate.map { ("tonight", $0) }, isFollowing: false,
                rounds: 2, state: state)
            let text = """
                name: ci
                fixtures: [{git: {name: app, repository: \(path), revisions: main, dockerfile: Dockerfile}}]
                factors: {builder: [legacy]}
                profiles: {quick: {changes: 1}}

                """
            let scenario = try Scenario.parse(bytes: Array(text.utf8), file: "ci.yaml", questions: [])
            guard case .git(let source)? = scenario.fixtures.first else { return nil }
            return try await suite.pin(source, of: "ci", scenario.profile(named: "quick")) { _ in }
        }
    }

    private func with(_ body: (Repository) async throws -> Void) async throws {
        try await CommandLines.withFolder { try await body(try await Repository(in: $0)) }
    }

    private func rounds(_ trace: Trace) -> Set<String> {
        Set(trace.changes.filter { $0.repetition != nil }.map(\.revision))
    }

    @Test func todaysLastCommitIsBuiltInRounds() async throws {
        try await with { repository in
            let pinned = try #require(try await repository.pin(repository.run(to: 1)))
            #expect(pinned.trace.changes.filter { $0.repetition == nil }.map(\.revision) == repository.ids)
            #expect(rounds(pinned.trace) == [repository.ids[3]])
            #expect(rounds(pinned.reference.trace) == [repository.ids[1]])
        }
    }

    /// The branch has moved on since: what is measured again is what was measured.
    @Test func aRecordedCandidateIsBuiltAsItWasThoughTheBranchMoved() async throws {
        try await with { repository in
            let tonight = repository.run(to: 2) { source in
                source.command = ["make", "slow"]
                source.externalDockerfile = "FROM recorded\n"
                source.externalIgnoreFile = "docs\n"
            }
            let pinned = try #require(try await repository.pin(repository.run(to: 1), tonight))
            #expect(rounds(pinned.trace) == [repository.ids[2]])
            #expect(pinned.trace.changes.contains { $0.revision == repository.ids[3] } == false)
            #expect(rounds(pinned.reference.trace) == [repository.ids[1]])
            #expect(pinned.fixture.command == ["make", "slow"] && pinned.reference.fixture.command == nil)
            let dockerfile = try #require(pinned.fixture.externalDockerfile).string
            #expect(try String(contentsOfFile: dockerfile, encoding: .utf8) == "FROM recorded\n")
            #expect(try String(contentsOfFile: dockerfile + ".dockerignore", encoding: .utf8) == "docs\n")
        }
    }

    /// Of two states with one Dockerfile only one has an ignore file beside it.
    @Test func dockerfilesWithOtherIgnoreFilesAreKeptApart() async throws {
        try await with { repository in
            let base = repository.run(to: 1) { $0.externalDockerfile = "FROM x\n" }
            let tonight = repository.run(to: 2) { source in
                (source.externalDockerfile, source.externalIgnoreFile) = ("FROM x\n", "docs\n")
            }
            let pinned = try #require(try await repository.pin(base, tonight))
            let old = try #require(pinned.reference.fixture.externalDockerfile).string
            #expect(!FileManager.default.fileExists(atPath: old + ".dockerignore"))
            #expect(old != pinned.fixture.externalDockerfile?.string)
        }
    }

    @Test(arguments: [true, false])
    func aCommitThatTheRepositoryLacksIsNamedWithItsRun(ofCandidate: Bool) async throws {
        try await with { repository in
            let gone = String(repeating: "d", count: 40)
            func losing(_ source: inout ResolvedSource) { source.revisions[1] = .init(id: gone, subject: "lost") }
            let error = await #expect(throws: FixtureError.self) {
                try await repository.pin(
                    repository.run(to: 1) { if !ofCandidate { losing(&$0) } },
                    repository.run(to: 2) { if ofCandidate { losing(&$0) } })
            }
            let name = ofCandidate ? "tonight" : "baseline:main"
            #expect(error?.code == .revisionUnknown)
            #expect(error?.message.contains("has no commit dddddddddddd “lost”, which \(name) built") == true)
        }
    }

    @Test func aCandidateThatDoesNotSayWhatItReplayedIsRefused() async throws {
        try await with { repository in
            let unknown = repository.run(to: 2) { $0.revisions = [] }
            let error = await #expect(throws: UsageError.self) {
                try await repository.pin(repository.run(to: 1), unknown)
            }
            #expect(error?.description.contains("tonight does not say which revisions of app") == true)
        }
    }

    @Test func recordedAndTodaysRangeExcludeEachOther() {
        for words in [["--candidate", "a.sqlite"], ["--against", "b.sqlite", "--candidate", "a.sqlite", "--follow"]] {
            CommandLines.expectRefusal(naming: "--candidate") {
                try CommandLines.parsed(["run", "overhead"] + words) as RunCommand
            }
        }
    }
}
