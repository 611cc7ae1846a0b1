import Engine
import Foundation
import StubEngine
import Testing

@testable import Housekeeping

@Suite struct MutexPlaceTests {
    @Test func besideAnEmbeddedEnginesSocket() {
        let directory = MutexPlace.directory(besideSocketOf: .unix(path: "/run/plimsoll/test/docker.sock"))
        #expect(directory == "/run/plimsoll/test/mutex")
        #expect(MutexPlace.directory(besideSocketOf: .unix(path: "/run/docker.sock")) == nil)
        #expect(MutexPlace.directory(besideSocketOf: .tcp(host: "worker", port: 2376, tls: nil)) == nil)
    }

    @Test func elsewhereByTheEnginesIdentity() async throws {
        try await StubEngine.withServer(StubEngine.jobRoutes()) { stub in
            try await EngineClient.withClient(.unix(path: stub.endpointPath)) { client in
                let directory = try await MutexPlace.directory(of: client)
                #expect(directory.hasSuffix("/plimsoll/STUB"))
            }
        }
    }

    @Test func podmansIdentityIsNoneSoItsAddressMustDo() async throws {
        let routes = StubEngine.jobRoutes().on(
            "GET /version",
            .json(#"{"Version":"4.3.1","ApiVersion":"1.41","Components":[{"Name":"Podman Engine","Version":"4"}]}"#)
        )
        try await StubEngine.withServer(routes) { stub in
            try await EngineClient.withClient(.unix(path: stub.endpointPath)) { client in
                let key = try await MutexPlace.key(of: client)
                #expect(key == MutexPlace.name(for: stub.endpoint))
            }
        }
    }

    @Test func namesOfFilesHoldNothingOdd() {
        #expect(MutexPlace.name(for: "AB:CD/../é x") == "AB-CD------x")
    }
}
