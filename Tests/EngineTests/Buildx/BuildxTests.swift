import Foundation
import Model
import StubEngine
import Testing

@testable import Engine

/// Builds by a program in buildx's place.
@Suite struct BuildxTests {
    private static let context = BuildxContext(directory: "/tree", dockerfile: "/tree/Dockerfile")

    private static func buildx(_ stub: StubBuildx) async throws -> Buildx {
        Buildx(try await BuildxProgram.at(stub.path), directory: stub.directory + "/config")
    }

    private func build(
        _ script: String, _ routes: StubRoutes = StubEngine.jobRoutes(),
        _ request: BuildRequest = BuildRequest(builder: .buildx)
    ) async throws -> BuildResult {
        try await StubBuildx.with(script) { stub in
            let buildx = try await Self.buildx(stub)
            return try await withStubClient(routes) { client, _ in
                try await buildx.build(request, of: Self.context, on: client)
            }
        }
    }

    @Test func theImageIsTheOneThatItNames() async throws {
        let result = try await build("printf 'sha256:1a2b' > \"$image\"")
        #expect(result == BuildResult(imageID: "sha256:1a2b", sentBytes: 0))
    }

    @Test func aFailedBuildIsAResultInBuildxsWords() async throws {
        let result = try await build("echo x >&2; echo 'ERROR: failed to build: failed to solve: no luck' >&2; exit 1")
        #expect(result.imageID == nil && result.error == "no luck")
    }

    @Test func anEngineThatIsGoneIsAnError() async {
        for words in [
            "ERROR: Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running?",
            "ERROR: failed to receive status: rpc error: code = Unavailable desc = error reading from server: EOF",
        ] {
            let code = await code { try await build("echo '\(words)' >&2; exit 1") }
            #expect(code == .streamBroken)
        }
    }

    @Test func withoutAnImageNothingWasBuilt() async {
        await #expect(throws: BuildxError.self) { try await build("true") }
    }

    @Test func aBuildIsOneRequestOfTheMeters() async throws {
        try await StubBuildx.with("sleep 0.2; printf x > \"$image\"") { stub in
            let buildx = try await Self.buildx(stub)
            try await withStubClient(StubEngine.jobRoutes()) { client, _ in
                let meter = RequestMeter()
                _ = try await buildx.build(
                    BuildRequest(builder: .buildx), of: Self.context, on: client.counting(in: meter))
                let spent = meter.snapshot()
                #expect(spent.requests == 1 && spent.open == 0 && spent.openSeconds >= 0.2)
            }
        }
    }

    @Test func cancellingEndsItAndWhatItStarted() async throws {
        try await StubBuildx.with("sleep 97.531 & wait") { stub in
            let buildx = try await Self.buildx(stub)
            try await withStubClient(StubEngine.jobRoutes()) { client, _ in
                let began = ContinuousClock.now
                await #expect(throws: DeadlinePassed.self) {
                    try await withDeadline(began + .seconds(1)) {
                        try await buildx.build(BuildRequest(builder: .buildx), of: Self.context, on: client)
                    }
                }
                #expect(ContinuousClock.now - began < .seconds(5))
                #expect(await LiveEngine.haveEnded(running: "sleep 97.531"))
            }
        }
    }

    @Test func secretsValuesAreNotAmongTheArguments() async throws {
        // Whoever runs the tests has one.
        let value = try #require(ProcessInfo.processInfo.environment["PATH"])
        var request = BuildRequest(builder: .buildx)
        request.secrets = [BuildSecret(id: "token", source: .environment("PATH"))]
        try await StubBuildx.with("printf \"$PATH\" > \"$image\"") { [request] stub in
            let buildx = try await Self.buildx(stub)
            try await withStubClient(StubEngine.jobRoutes()) { client, _ in
                let result = try await buildx.build(request, of: Self.context, on: client)
                // Its environment has it, and its arguments have not.
                #expect(result.imageID == value)
            }
            #expect(stub.arguments.contains("id=token,env=PATH"))
            #expect(!stub.arguments.contains { $0.contains(value) })
        }
    }
}
