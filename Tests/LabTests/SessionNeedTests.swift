import Engine
import Model
import StubEngine
import Testing

@testable import Lab

/// A BuildKit build has a session where it needs one, and is refused at its place where it requires what no session of ours has.
@Suite struct SessionNeedTests {
    /// What comes of a Dockerfile.
    enum Wanted: Sendable, Equatable {
        /// An archive, and nothing beside it.
        case archive
        /// An archive, and a session.
        case session
        /// No build; how the message begins.
        case refused(String)
    }

    private static let buildKit = Configuration(builder: .buildkit)
    private static let noImages = StubEngine.jobRoutes().on("GET /images/**/json", .error(404, "No such image"))

    @Test(
        arguments: [
            ("FROM base:1\nRUN make\n", .archive),
            ("FROM base:1\nRUN a \\\r\n  --mount=type=secret,id=x b\n", .archive),
            ("FROM base:1\nRUN \\\r\n  --mount=type=secret,id=x b\n", .session),
            ("FROM base:1\nRUN --mount=type=secret,id=x,required=false b\n", .session),
            ("FROM base:1\nRUN --network=none --mount=type=ssh b\n", .session),
            ("FROM base:1 AS unused\nRUN --mount=type=ssh,required b\nFROM base:1\nRUN make\n", .archive),
            ("FROM base:1\nRUN --mount=type=cache,target=/c --mount=type=tmpfs,target=/t make\n", .archive),
            (
                "FROM base:1\nRUN --mount=type=secret,required=true,id=x b\n",
                .refused("Dockerfile.ci:2:5: the secret “x” is required, and Plimsoll has no secrets to give")
            ),
            (
                "FROM base:1\nRUN \\\r\n  --mount=type=secret,required b\n",
                .refused("Dockerfile.ci:3:3: the secret is required")
            ),
            (
                "FROM base:1\nRUN --network=none --mount=type=ssh,required=1 b\n",
                .refused("Dockerfile.ci:2:20: an ssh agent is required, and Plimsoll has no ssh agent to give")
            ),
            (
                "FROM base:1 AS used\nRUN --mount=type=ssh b\nRUN --mount=type=ssh,required=True b\n"
                    + "FROM base:1\nCOPY --from=used /a /a\n", .refused("Dockerfile.ci:3:5: ")
            ),
        ] as [(String, Wanted)])
    func mountsDecide(_ dockerfile: String, _ wanted: Wanted) async throws {
        try await expect(wanted, of: dockerfile, Self.buildKit)
        try await expect(.archive, of: dockerfile, Configuration(builder: .legacy))
    }

    /// The engine itself has what it was seen to have; for all else it asks a registry, and its client for a login.
    @Test(
        arguments: [
            ("# syntax=docker/dockerfile:1\nFROM scratch\nCOPY a /\n", .session),
            ("#escape=\\\n# SYNTAX = a \nFROM scratch\nCOPY a /\n", .session),
            ("# a comment\n# syntax=late\nFROM scratch\nCOPY a /\n", .archive),
            ("\n# syntax=late\nFROM scratch\nCOPY a /\n", .archive),
            ("FROM debian:13\nRUN make\n", .session), ("FROM registry.example.org/debian\nRUN make\n", .session),
            ("FROM scratch\nCOPY --from=docker.io/library/debian /a /a\n", .session),
            ("FROM scratch AS one\nFROM one\nCOPY --from=0 /a /a\n", .archive),
            (
                "FROM debian:13\nRUN --mount=type=secret,id=x,required make\n",
                .refused("Dockerfile.ci:2:5: the secret “x” is required")
            ),
        ] as [(String, Wanted)])
    func imagesThatTheEngineDoesNotHaveDecide(_ dockerfile: String, _ wanted: Wanted) async throws {
        try await expect(wanted, of: dockerfile, Self.buildKit, Self.noImages)
        if case .refused = wanted { return }
        try await expect(.archive, of: dockerfile, Self.buildKit)
    }

    /// What is looked up before the build: a variable is filled in, and a frontend's other words are none of its name.
    @Test func theLookedUpNamesAreTheImages() async throws {
        let dockerfile = "# syntax=front:1 a=b\nARG V=13\nFROM --platform=linux/amd64 library/debian:${V}\n"
        try await StubJob.with(Self.buildKit, dockerfile: dockerfile) { job in
            _ = try await job.run(job.settings)
            let names = job.stub.requests.map(\.name)
            #expect(names.contains("GET /images/front:1/json"))
            #expect(names.contains("GET /images/library/debian:13/json"))
        }
    }

    /// Podman's builder asks nobody back, and knows by itself what it cannot do.
    @Test func podmanHasNeitherSessionNorRefusal() async throws {
        let dockerfile = "FROM base:1\nRUN --mount=type=secret,id=x,required make\n"
        try await expect(.archive, of: dockerfile, Self.buildKit, hasSessions: false)
    }

    @Test(
        arguments: [
            ("exit code: 1", nil), ("failed: no active sessions", "Plimsoll gave it no session"),
            (
                "gateway.v0: pulling from host a failed with status code [manifests 1]: 401 Unauthorized",
                "Plimsoll has no login for a registry. Pull the frontend that “# syntax=” names"
            ),
            (
                "pulling from host a failed with status code [manifests 1]: 401 Unauthorized",
                "Plimsoll has no login for a registry. Pull the image onto the engine before the run)"
            ),
            ("gateway.v0: failed to do request: Head \"http://localhost:1/v2/\"", "(Pull the frontend that"),
        ] as [(String, String?)])
    func whatARegistryRefusesIsExplained(_ error: String, _ wanted: String?) {
        let explained = BuildKitError.explained(error)
        #expect(explained.hasPrefix(error))
        #expect(wanted == nil ? explained == error : explained.contains(wanted ?? ""))
    }

    /// What goes over the session is Plimsoll's own, and none of the job's requests.
    @Test func aSessionIsNoRequestOfTheJobs() async throws {
        var requests: [Int] = []
        for mount in ["tmpfs,target=/t", "secret,id=x"] {
            let dockerfile = "FROM base:1\nRUN --mount=type=\(mount) make\n"
            requests += try await StubJob.with(Self.buildKit, dockerfile: dockerfile) { job in
                [try await job.run(job.settings).own.requests]
            }
        }
        #expect(requests[0] > 0 && requests[0] == requests[1])
    }

    private func expect(
        _ wanted: Wanted, of dockerfile: String, _ configuration: Configuration,
        _ routes: StubRoutes = StubEngine.jobRoutes(), hasSessions: Bool = true
    ) async throws {
        try await StubJob.with(configuration, routes, hasSessions: hasSessions, dockerfile: dockerfile) { job in
            let record = try await job.run(job.settings)
            let builds = job.stub.requests.filter { $0.name == "POST /build" }
            let sessions = job.stub.requests.filter { $0.name == "POST /session" }
            if case .refused(let words) = wanted {
                #expect(record.outcome == .refused && record.failure?.phase == .build)
                #expect(record.failure?.message.hasPrefix(words) == true, "\(record.failure?.message ?? "")")
                #expect(builds.isEmpty && sessions.isEmpty)
                return
            }
            #expect(record.outcome == .succeeded, "\(record.failure?.message ?? "")")
            let build = try #require(builds.first)
            #expect(build.bodyLength > 1024 && build.value("remote") == nil)
            #expect(record.contextBytes == build.bodyLength)
            let id = sessions.first?.header("X-Docker-Expose-Session-Uuid")
            #expect(build.value("session") == id)
            #expect(sessions.count == (wanted == .session ? 1 : 0))
            let methods = sessions.first?.headers.filter { $0.name == "X-Docker-Expose-Session-Grpc-Method" }
            #expect(methods?.map(\.value) ?? [] == (wanted == .session ? ["/grpc.health.v1.Health/Check"] : []))
        }
    }
}
