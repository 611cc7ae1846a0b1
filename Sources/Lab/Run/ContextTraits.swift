import Engine
import Fixtures
import Model

/// What an engine's version decides about build contexts; read once for each engine.
public struct ContextTraits: Sendable, Equatable {
    /// How the engine's own client reads ignore files.
    public let dialect: IgnoreDialect
    /// Whether BuildKit can be given the Dockerfile apart from the context, as its own client does. Podman's API takes
    /// archives only.
    public let hasSessions: Bool

    init(dialect: IgnoreDialect, hasSessions: Bool) {
        self.dialect = dialect
        self.hasSessions = hasSessions
    }

    /// Reads what an engine says of its version.
    public init(_ version: EngineVersion) {
        dialect = IgnoreDialect(engineVersion: version.version)
        hasSessions = !version.components.contains { $0.name.hasPrefix("Podman") }
    }

    /// Whose client decides what a context for a builder holds.
    func convention(of builder: Builder) -> ContextConvention {
        switch builder {
        case .buildkit: hasSessions ? .buildkit : .archive
        case .legacy: .legacy
        }
    }
}
