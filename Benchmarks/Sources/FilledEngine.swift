import Engine
import Fixtures
import Foundation
import Provision
import SystemPackage

/// The benchmarks' embedded engine with images on it, so that there is something to look at.
struct FilledEngine {
    let client: EngineClient
    let embedded: EmbeddedEngine

    /// Which images are built.
    struct Images {
        /// Their name; their tags are numbers from 0.
        let name: String
        let count: Int
        /// So many, one after the other, have one of their two layers in common.
        let sharing: Int
        /// Whether every second one is built by the legacy builder; else all by BuildKit.
        let alternating: Bool
    }

    /// Opens the engine and builds the images, in a directory of the benchmarks' own.
    ///
    /// - Throws: `BareClient.Failed` where the engine is none of Plimsoll's, or a build fails; `EngineError`.
    static func with<Value: Sendable>(
        _ engine: String, _ images: Images, in directory: String, _ body: (FilledEngine) async throws -> Value
    ) async throws -> Value {
        let endpoint = try EngineEndpoint(engine, environment: [:])
        guard case .unix(let socket) = endpoint, let embedded = EmbeddedEngine.running(behind: socket) else {
            throw BareClient.Failed(description: "\(engine) is no embedded engine: start this by `make bench`")
        }
        return try await EngineClient.withClient(endpoint) { client in
            try await BaseImage(stateDirectory: ".plimsoll").ensure(on: client, announce: { note($0) })
            let filled = FilledEngine(client: client, embedded: embedded)
            for number in 0..<images.count { try await filled.build(number, of: images, in: directory) }
            return try await body(filled)
        }
    }

    private func build(_ number: Int, of images: Images, in directory: String) async throws {
        let context = "\(directory)/\(images.name)-\(number)"
        try FileManager.default.createDirectory(atPath: context, withIntermediateDirectories: true)
        let files = [
            "Dockerfile": "FROM \(BaseImage.reference)\nCOPY shared /shared\nCOPY own /own\n",
            "shared": String(repeating: "\(images.name) \(number / images.sharing)", count: 50_000),
            "own": String(repeating: "\(images.name) \(number)", count: 10_000),
        ]
        for (name, text) in files { try text.write(toFile: "\(context)/\(name)", atomically: true, encoding: .utf8) }
        let request = BuildRequest(
            builder: images.alternating && number.isMultiple(of: 2) ? .legacy : .buildkit,
            tags: ["\(images.name):\(number)"])
        let scanned = try BuildContext.scan(root: FilePath(context), dockerfile: "Dockerfile")
        let result = try await client.build(request, context: scanned.archive)
        guard result.error == nil else {
            throw BareClient.Failed(description: "building for \(images.name): \(result.error ?? "")")
        }
    }
}
