import Engine
import Fixtures
import Foundation
import Model
import StubEngine
import Subprocess
import Testing

@testable import Lab

/// A repository with a commit that fails, replayed on an engine that is played.
@Suite(.timeLimit(.minutes(1))) struct ExpectedFailureStageTests {
    /// Of each of three revisions, how its job ended, and whether that was expected.
    private func ends(
        expecting entries: [String]?, failing answer: StubAnswer = .lines([#"{"error":"planted words"}"#])
    ) async throws -> [String] {
        let directory =
            FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path + "/plimsoll-lab-\(UUID())"
        try FileManager.default.createDirectory(atPath: directory + "/r", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try await commit(in: directory + "/r")
        let fixture = try await Fixture.git(
            name: "tiny", repository: directory + "/r", revisions: "main", dockerfile: "Dockerfile.ci",
            expectedFailures: entries)
        let revisions = try fixture.trace(length: 2, seed: 1, minimumPerClass: 0).changes.map(\.revision)
        let usual = StubEngine.jobRoutes()
        let routes = usual.on("POST /build") { request in
            // The commit's own file, in the context that was sent.
            if String(decoding: request.bodyStart, as: UTF8.self).contains("planted fault") { return answer }
            return await usual.answer(request) ?? .status(500)
        }
        let traits = try EngineTraits.ofDocker("20.10.24")
        return try await StubJob.with(
            fixture, changes: 2, in: directory, Configuration(builder: .legacy), traits, routes
        ) { stub in
            var ends: [String] = []
            for (index, revision) in revisions.enumerated() {
                let record = try await stub.run(stub.settings, change: index) { $0.planned.change.revision = revision }
                let isExpected = await stub.journal.points.contains {
                    $0.job == Int64(index + 1) && $0.point.name == "failure_expected" && $0.point.value == 1
                }
                ends.append(record.outcome.rawValue + (isExpected ? " as expected" : ""))
            }
            return ends
        }
    }

    private func commit(in repository: String) async throws {
        let script = """
            set -e; cd '\(repository)'; export GIT_CONFIG_GLOBAL=/dev/null
            export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b
            commit() { git add --all; git commit --quiet --message "$1"; }
            git init --quiet --initial-branch=main
            printf 'FROM base:1\\nCOPY . .\\nRUN make\\n' > Dockerfile.ci; echo 1 > a; commit first
            echo 'planted fault' > a; commit 'WIP: not yet'
            echo 2 > a; commit 'Mend it'
            """
        let result = try await Subprocess.run(
            .path("/bin/sh"), arguments: ["-c", script], output: .discarded, error: .string(limit: 1 << 16))
        try #require(result.terminationStatus.isSuccess, "\(result.standardError)")
    }

    @Test func aFailureOfAnExpectedRevisionIsMarked() async throws {
        #expect(try await ends(expecting: ["WIP*"]) == ["succeeded", "build_failed as expected", "succeeded"])
    }

    @Test func aFailureThatNobodyExpectsIsNotMarked() async throws {
        #expect(try await ends(expecting: nil) == ["succeeded", "build_failed", "succeeded"])
        #expect(try await ends(expecting: ["first", "Mend it"]) == ["succeeded", "build_failed", "succeeded"])
    }

    @Test func aLostEngineIsNeverExpected() async throws {
        let ends = try await ends(expecting: ["*"], failing: .stream([.cut]))
        #expect(ends == ["succeeded", "engine_lost", "succeeded"])
    }
}
