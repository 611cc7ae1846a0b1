import Engine
import Provision

/// One engine of a fleet that shares a central cache.
struct FleetEngine: Sendable {
    let client: EngineClient
    let engine: EmbeddedEngine
    /// `name:address` entries that its builds and containers get.
    let extraHosts: [String]
}
