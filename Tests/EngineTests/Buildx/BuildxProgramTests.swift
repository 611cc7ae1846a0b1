import StubEngine
import Testing

@testable import Engine

@Suite struct BuildxProgramTests {
    private func code<Value>(of body: () async throws -> Value) async -> BuildxProblem? {
        do { _ = try await body() } catch { return (error as? BuildxError)?.code }
        return nil
    }

    @Test(
        arguments: [
            ("github.com/docker/buildx v0.29.1 28f6e8d", "0.29.1"),
            ("github.com/docker/buildx 0.13.1+ds1 x", "0.13.1+ds1"),
            ("Docker version 20.10.24", nil), ("", nil),
        ] as [(String, String?)])
    func theVersionIsTheSecondWord(_ output: String, _ version: String?) {
        #expect(BuildxProgram.version(in: output) == version)
    }

    @Test func usersPluginsComeBeforeThoseOfPackages() {
        let places = BuildxProgram.places(["HOME": "/home/u", "PATH": "/a:/b"])
        #expect(places.first == "/home/u/.docker/cli-plugins/docker-buildx")
        #expect(places.contains("/usr/libexec/docker/cli-plugins/docker-buildx"))
        #expect(places.suffix(2) == ["/a/docker-buildx", "/b/docker-buildx"])
        #expect(BuildxProgram.places(["PLIMSOLL_BUILDX": "/x", "HOME": "/h"]) == ["/x"])
    }

    @Test func theNamedProgramIsUsed() async throws {
        try await StubBuildx.with(version: "v1.0.0") { stub in
            let found = try await BuildxProgram.find(environment: [BuildxProgram.variable: stub.path])
            #expect(found == BuildxProgram(path: stub.path, version: "1.0.0"))
        }
    }

    @Test(arguments: ["v0.12.1", "0.9", "v0.x"]) func anOldOneIsRefused(_ version: String) async throws {
        try await StubBuildx.with(version: version) { stub in
            #expect(await code { try await BuildxProgram.at(stub.path) } == .tooOld)
        }
    }

    @Test func whatIsNotThereOrNoBuildxIsRefused() async {
        #expect(await code { try await BuildxProgram.find(environment: ["PLIMSOLL_BUILDX": "/none"]) } == .missing)
        #expect(await code { try await BuildxProgram.at("/bin/true") } == .failed)
        #expect(await code { try await BuildxProgram.at("/bin/false") } == .failed)
    }
}
