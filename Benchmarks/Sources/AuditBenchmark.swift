import EngineAPI
import Foundation
import Housekeeping
import Provision

/// One audit of an engine with many images, beside the same engine's own `docker system df`, in turn.
struct AuditBenchmark {
    /// How many images are built first.
    private static let images = 200

    let engine: String
    let count: Int

    func figures() async throws -> [Figure] {
        let endpoint = try EngineEndpoint(engine, environment: [:])
        guard case .unix(let socket) = endpoint, let embedded = EmbeddedEngine.running(behind: socket) else {
            throw BareClient.Failed(description: "\(engine) is no embedded engine: start this by `make bench`")
        }
        return try await EngineClient.withClient(endpoint) { client in
            try await BaseImage(stateDirectory: ".plimsoll").ensure(on: client, announce: { note($0) })
            for number in 0..<Self.images { try await build(number, on: client) }
            let host = EngineHost(
                process: embedded.outermostProcessIdentifier, dataRoot: embedded.innerDataRoot,
                cgroup: embedded.controlGroup,
                directories: [embedded.directory])
            let auditor = Auditor(embedded: host, on: client)
            let before = try await auditor.take()
            var times: [Double] = []
            for _ in 0..<count {
                let spent = try await seconds {
                    let left = try await auditor.settle(since: before).left
                    guard left.isEmpty else {
                        throw BareClient.Failed(description: "an audit found what nobody left: \(left)")
                    }
                }
                times.append(spent)
            }
            note(
                String(
                    format: "audit of an engine with %d images, n = %d: median %.4f s", before.objects(.image).count,
                    count, median(times)))
            return [Figure(name: "audit_200_images", value: median(times) * 1000, bound: 50, unit: " ms")]
        }
    }

    /// An image with two layers of its own.
    private func build(_ number: Int, on client: EngineClient) async throws {
        let text = """
            FROM \(BaseImage.reference)
            RUN echo \(number) > /number
            RUN echo \(number) > /other
            """
        let upload = AsyncStream<[UInt8]> { continuation in
            continuation.yield(Array(text.utf8))
            continuation.finish()
        }
        let request = BuildRequest(builder: .buildkit, tags: ["audit:\(number)"])
        let result = try await client.build(request, context: upload)
        guard result.error == nil else {
            throw BareClient.Failed(description: "building for the audit: \(result.error ?? "")")
        }
    }
}
