import Engine
import Housekeeping
import Provision

extension TestEngine {
    /// Audits the tests' engine, of which everything is seen: it is embedded, and the test is alone on it.
    static func withAuditor<Value: Sendable>(_ body: (Auditor) async throws -> Value) async throws -> Value {
        let socket = try address().replacing("unix://", with: "")
        guard let engine = EmbeddedEngine.running(behind: socket) else { throw Missing() }
        return try await withClient { client in
            let host = EngineHost(
                process: engine.outermostProcessIdentifier, dataRoot: engine.innerDataRoot, cgroup: engine.controlGroup,
                directories: [engine.directory])
            return try await body(Auditor(embedded: host, on: client))
        }
    }

    /// What is there now.
    static func inventory() async throws -> Inventory {
        try await withAuditor { try await $0.take() }
    }

    /// Ids of the containers and images that carry Plimsoll's label. Other suites leave base images: hold it against what was there before.
    static func labelled(images: Bool = true) async throws -> Set<String> {
        try await withClient { client in
            let filters = PlimsollLabel.filters()
            let containers = try await client.containers(filters: filters).map(\.id)
            return Set(containers + (images ? try await client.images(filters: filters, all: false).map(\.id) : []))
        }
    }

    /// What is left since an earlier inventory: kind and name of each. BuildKit's cache may stay: its records carry no label.
    static func left(since earlier: Inventory) async throws -> [String] {
        try await withAuditor { auditor in
            try await auditor.settle(since: earlier, keeping: Retained(buildCache: true)).left.map(Planting.text)
        }
    }
}
