import Engine
import Foundation

/// The engine that `Tests/Scripts/with-engine` started for the tests.
enum TestEngine {
    /// The tests were not started by `make test`.
    struct Missing: Error, CustomStringConvertible {
        let description = "no PLIMSOLL_TEST_ENGINE: start these tests by `make test` or `make integration`"
    }

    /// The image that the tests' own fixtures build upon: busybox and nothing else.
    static let tinyImage = "tiny:1"

    /// Its address.
    static func address() throws -> String {
        guard let address = ProcessInfo.processInfo.environment["PLIMSOLL_TEST_ENGINE"] else { throw Missing() }
        return address
    }

    /// Talks to it.
    static func withClient<Value: Sendable>(_ body: (EngineClient) async throws -> Value) async throws -> Value {
        try await withClient(of: try address(), body)
    }

    /// Talks to an engine.
    static func withClient<Value: Sendable>(
        of address: String, _ body: (EngineClient) async throws -> Value
    ) async throws -> Value {
        try await EngineClient.withClient(try EngineEndpoint(address, environment: [:]), body)
    }

    /// Sees to it that the tiny image is on an engine.
    static func provideTinyImage(on client: EngineClient) async throws {
        guard try await client.images(filters: ["reference": [tinyImage]]).isEmpty else { return }
        try await Scratch.with { scratch in
            let root = scratch.path("root")
            try await Shell.run(
                "mkdir -p \(root)/bin \(root)/tmp && cp /bin/busybox \(root)/bin/ && \(root)/bin/busybox --install -s \(root)/bin"
            )
            // The links are absolute paths of the scratch directory; in the image busybox stands in /bin.
            try await Shell.run("find \(root)/bin -type l -exec ln -sf busybox {} ';'")
            try await Shell.run("tar -C \(root) -cf \(scratch.path("tiny.tar")) .")
            let name = tinyImage.split(separator: ":")
            try await client.importImage(
                from: scratch.plain("tiny.tar"), repository: String(name[0]), tag: String(name[1]),
                changes: ["ENV PATH=/bin"])
        }
    }
}
