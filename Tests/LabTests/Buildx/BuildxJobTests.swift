import Engine
import Foundation
import Model
import StubEngine
import Testing

@testable import Lab

/// A job whose image is built by a program in buildx's place; all else is the engine's.
@Suite struct BuildxJobTests {
    private static let configuration = Configuration(builder: .buildx)
    /// Progress as buildx prints it: a step that was made, and what was sent for it.
    private static let progress = #"""
        cat >&2 <<'END'
        {"vertexes":[{"digest":"sha256:a","name":"[1/3] FROM docker.io/library/base:1","started":"2026-11-30T12:00:00Z","completed":"2026-11-30T12:00:00.5Z"}]}
        {"vertexes":[{"digest":"sha256:b","name":"[2/3] COPY . .","started":"2026-11-30T12:00:01Z","completed":"2026-11-30T12:00:01.25Z"}],"statuses":[{"id":"transferring context:","vertex":"sha256:i","current":700}]}
        {"vertexes":[{"digest":"sha256:c","name":"[3/3] RUN make","started":"2026-11-30T12:00:02Z","completed":"2026-11-30T12:00:02Z","cached":true}],"statuses":[{"id":"transferring context:","vertex":"sha256:i","current":1234}]}
        END
        printf sha256:1a2b > "$image"
        """#

    private func run(
        _ job: StubJob, _ stub: StubBuildx, secrets: [BuildSecret] = []
    ) async throws -> JobRecord {
        var settings = job.settings
        settings.buildx = Buildx(try await BuildxProgram.at(stub.path), directory: stub.directory + "/config")
        settings.secrets = secrets
        return try await job.run(settings)
    }

    /// A file that has a secret, beside the program.
    private func secret(_ value: String, _ stub: StubBuildx) throws -> BuildSecret {
        let file = stub.directory + "/secret"
        try value.write(toFile: file, atomically: true, encoding: .utf8)
        return BuildSecret(id: "token", source: .file(file))
    }

    @Test func theImageIsBuiltByItAndTheRestIsTheJobsOwn() async throws {
        try await StubBuildx.with(Self.progress) { stub in
            try await StubJob.with(Self.configuration) { job in
                let record = try await run(job, stub)
                #expect(record.outcome == .succeeded, "\(record.failure?.message ?? "")")
                #expect(record.steps.map(\.instruction) == ["FROM base:1", "COPY . .", "RUN make"])
                #expect(record.steps.map(\.cached) == [false, false, true])
                #expect(record.steps[1].duration == 0.25)
                #expect(record.contextBytes == 1234 && record.contextEntries > 0)
                #expect(!job.stub.requestNames.contains("POST /build"))
                #expect(job.stub.requestNames.contains("POST /containers/create"))
            }
            let tree = try #require(stub.arguments.last)
            #expect(tree.hasSuffix("/tree/tree") && stub.value("--file") == tree + "/Dockerfile.ci")
            #expect(stub.value("--tag")?.contains("tiny") == true)
            #expect(stub.value("--label")?.hasPrefix("plimsoll") == true)
        }
    }

    @Test func whatItCannotGiveIsRefusedAtItsPlace() async throws {
        let dockerfile = "FROM base:1\nRUN --mount=type=secret,id=token,required make\n"
        try await StubBuildx.with { stub in
            try await StubJob.with(Self.configuration, dockerfile: dockerfile) { job in
                let record = try await run(job, stub)
                #expect(record.outcome == .refused)
                #expect(record.failure?.message.hasPrefix("Dockerfile.ci:2:5: the secret “token” is required") == true)
                #expect(stub.arguments.isEmpty)
                let given = try await run(job, stub, secrets: [try secret("hush", stub)])
                #expect(given.outcome == .succeeded)
                #expect(stub.value("--secret") == "id=token,src=\(stub.directory)/secret")
            }
        }
    }

    @Test func whatAStepPrintsOfASecretIsMasked() async throws {
        let log = Data("got hush-4711\n".utf8).base64EncodedString()
        let script = """
            echo '{"logs":[{"vertex":"sha256:c","stream":1,"data":"\(log)"}]}' >&2
            echo 'ERROR: failed to solve: process "hush-4711" failed' >&2
            exit 1
            """
        try await StubBuildx.with(script) { stub in
            try await StubJob.with(Self.configuration) { job in
                let record = try await run(job, stub, secrets: [try secret("hush-4711\n", stub)])
                #expect(record.outcome == .buildFailed)
                #expect(record.failure?.message == "process \"*****\" failed")
                #expect(record.failure?.outputTail == ["got *****"])
            }
        }
    }

    @Test func withoutTheProgramTheJobSaysSo() async throws {
        try await StubJob.with(Self.configuration) { job in
            let record = try await job.run(job.settings)
            #expect(record.outcome == .buildFailed && record.failure?.message.contains("buildx") == true)
        }
    }
}
