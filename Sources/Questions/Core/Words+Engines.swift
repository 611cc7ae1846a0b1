import Model
import Store

extension Words {
    /// An engine for people: `Docker, Debian forky, containerd store`.
    package static func engine(_ source: EngineSource) -> String {
        guard case .suite(let engine) = source else { return "Docker, the host's own" }
        let store = engine.store == .containerd ? ", containerd store" : ""
        return "\(product(engine.product)), Debian \(engine.suite)\(store)"
    }

    /// The same for a chart's rows, which have less room: `Docker forky (containerd)`.
    static func shortEngine(_ source: EngineSource) -> String {
        guard case .suite(let engine) = source else { return "Docker, the host's own" }
        let store = engine.store == .containerd ? " (containerd)" : ""
        return "\(product(engine.product)) \(engine.suite)\(store)"
    }

    private static func product(_ product: SuiteEngine.Product) -> String {
        switch product {
        case .docker: "Docker"
        case .podman: "Podman"
        }
    }

    /// The engine of a factor in a configuration's name, as `engine=docker:trixie`; nil for other factors.
    static func engine(factor: Substring) -> EngineSource? {
        let prefix = "engine="
        return factor.hasPrefix(prefix) ? EngineSource(rawValue: String(factor.dropFirst(prefix.count))) : nil
    }

    /// A configuration by its engine first: `Docker, Debian forky, BuildKit`.
    static func byEngine(_ configuration: Configuration) -> String {
        byEngine(configuration, engine: Words.engine)
    }

    /// The same for a chart's rows.
    static func shortByEngine(_ configuration: Configuration) -> String {
        byEngine(configuration, engine: shortEngine)
    }

    private static func byEngine(_ configuration: Configuration, engine: (EngineSource) -> String) -> String {
        let names = [configuration.engine.map(engine), Words.configuration(configuration.name(without: "engine"))]
        return names.compactMap { $0 }.joined(separator: ", ")
    }
}
