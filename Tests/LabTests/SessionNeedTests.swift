import EngineAPI
import Records
import Scenarios
import StubEngine
import Testing

@testable import Lab

/// What BuildKit needs a session for is refused before the build, at its place.
@Suite struct SessionNeedTests {
    private static let buildKit = Configuration(builder: .buildkit)
    private static let noImages = StubEngine.jobRoutes().on("GET /images/**/json", .error(404, "No such image"))

    @Test(
        arguments: [
            (
                "# syntax=docker/dockerfile:1\nFROM base:1\nRUN make\n",
                "Dockerfile.ci:1:10: “# syntax=docker/dockerfile:1” makes"
            ),
            ("#escape=\\\n# SYNTAX = a \nFROM base:1\nRUN make\n", "Dockerfile.ci:2:12: "),
            ("FROM base:1\nRUN a \\\r\n  --mount=type=secret,id=x b\n", nil),
            ("FROM base:1\nRUN \\\r\n  --mount=type=secret,id=x b\n", "Dockerfile.ci:3:3: the secret “x” is mounted"),
            (
                "FROM base:1\nRUN --mount=type=secret,required=true,id=x b\n",
                "Dockerfile.ci:2:5: the secret “x” is mounted"
            ),
            ("FROM base:1\nRUN --network=none --mount=type=ssh b\n", "Dockerfile.ci:2:20: the ssh agent is mounted"),
            ("# a comment\n# syntax=late\nFROM base:1\nRUN make\n", nil),
            ("\n# syntax=late\nFROM base:1\nRUN make\n", nil),
            ("FROM base:1 AS unused\nRUN --mount=type=ssh b\nFROM base:1\nRUN make\n", nil),
            (
                "FROM base:1 AS used\nRUN --mount=type=ssh b\nFROM base:1\nCOPY --from=used /a /a\n",
                "Dockerfile.ci:2:5: "
            ),
            ("FROM base:1\nRUN --mount=type=cache,target=/c --mount=type=tmpfs,target=/t make\n", nil),
        ] as [(String, String?)])
    func isRefusedBeforeTheBuild(_ dockerfile: String, _ wanted: String?) async throws {
        for configuration in [Self.buildKit, Configuration(builder: .legacy)] {
            try await StubJob.with(configuration, dockerfile: dockerfile) { job in
                let record = try await job.run(job.settings)
                let wanted = configuration.builder == .legacy ? nil : wanted
                #expect(builds(job) == (wanted == nil ? 1 : 0))
                #expect(record.outcome == (wanted == nil ? .succeeded : .refused))
                #expect(record.failure?.message.hasPrefix(wanted ?? "") ?? (wanted == nil))
                #expect(record.failure?.phase == (wanted == nil ? nil : .build))
            }
        }
    }

    @Test(
        arguments: [
            ("FROM debian:13\nRUN make\n", "Dockerfile.ci:1:6: the engine does not have debian:13"),
            (
                "ARG V=13\nFROM --platform=linux/amd64 library/debian:${V}\n",
                "Dockerfile.ci:2:29: the engine does not have library/debian:13"
            ),
            ("FROM scratch\nCOPY --from=docker.io/library/debian /a /a\n", "Dockerfile.ci:2:1: "),
            ("FROM localhost:5000/debian\nRUN make\n", nil), ("FROM registry.example.org/debian\nRUN make\n", nil),
            ("FROM scratch AS one\nFROM one\nCOPY --from=0 /a /a\n", nil),
        ] as [(String, String?)])
    func anImageOfDockerHubMustBeThere(_ dockerfile: String, _ wanted: String?) async throws {
        try await StubJob.with(Self.buildKit, Self.noImages, dockerfile: dockerfile) { job in
            let record = try await job.run(job.settings)
            #expect(builds(job) == (wanted == nil ? 1 : 0))
            #expect(record.failure?.message.hasPrefix(wanted ?? "") ?? (wanted == nil))
        }
        try await StubJob.with(Self.buildKit, dockerfile: dockerfile) { job in
            let record = try await job.run(job.settings)
            #expect(record.outcome == .succeeded)
        }
    }

    /// Podman's builder asks nobody back.
    @Test func podmanIsNotRefused() async throws {
        let version = #"""
            {"Version":"4.3.1","ApiVersion":"1.41","MinAPIVersion":"1.24","Os":"linux","Arch":"amd64","KernelVersion":"6",
            "Components":[{"Name":"Podman Engine","Version":"4.3.1"}]}
            """#
        let routes = StubEngine.jobRoutes().on("GET /version", .json(version))
        try await StubJob.with(Self.buildKit, routes, dockerfile: "# syntax=a\nFROM base:1\nRUN make\n") { job in
            let record = try await job.run(job.settings)
            #expect(record.outcome == .succeeded)
        }
    }

    private func builds(_ job: StubJob) -> Int {
        job.stub.requests.count { $0.name == "POST /build" }
    }
}
