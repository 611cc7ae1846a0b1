import Engine
import Foundation
import Housekeeping
import Provision

/// One audit of an engine with many images.
struct AuditBenchmark {
    private static let images = FilledEngine.Images(name: "audit", count: 200, sharing: 1, alternating: false)

    let engine: String
    let directory: String
    let count: Int

    func figures() async throws -> [Figure] {
        try await FilledEngine.with(engine, Self.images, in: directory) { try await measure($0) }
    }

    private func measure(_ engine: FilledEngine) async throws -> [Figure] {
        let embedded = engine.embedded
        let host = EngineHost(
            process: embedded.outermostProcessIdentifier, dataRoot: embedded.innerDataRoot,
            cgroup: embedded.controlGroup, directories: [embedded.directory])
        let auditor = Auditor(embedded: host, on: engine.client)
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
                format: "audit of an engine with %d images, n = %d: median %.4f s", before.objects(.image).count, count,
                median(times)))
        return [Figure(name: "audit_200_images", value: median(times) * 1000, bound: 50, unit: " ms")]
    }
}
