import Engine

/// Which engine a run works on.
public enum EngineChoice: Sendable, Hashable {
    /// A private engine, brought up for the run and taken down after it; its disk's size in bytes.
    case embedded(diskBytes: Int)
    /// An engine that somebody else runs; only what carries Plimsoll's label is touched.
    case foreign(EngineEndpoint)

    /// The endpoint of a foreign engine, as it can be parsed again; nil for an embedded one.
    var foreignEndpoint: String? {
        guard case .foreign(let endpoint) = self else { return nil }
        return endpoint.description
    }
}
