import Foundation
import Model
import Store

/// The engines of a run that varies them: what its fingerprint says of each, and their order.
struct RunEngines: Sendable {
    private static let versionFact = "version"

    private let facts: [String: String]

    init(_ run: RunSummary) { facts = run.record.fingerprint.engine }

    /// Docker before Podman, older versions first; empty where the run has one engine.
    var all: [EngineSource] {
        facts.keys.filter { $0.hasSuffix(" \(Self.versionFact)") }
            .compactMap { EngineSource(rawValue: String($0.dropLast(Self.versionFact.count + 1))) }
            .sorted { order($0) < order($1) }
    }

    /// As the engine reports it. The run's own fact lists the versions of all.
    func version(of engine: EngineSource) -> String? { facts["\(engine.rawValue) \(Self.versionFact)"] }

    /// Another fact; one that all engines have in common stands once, without an engine's name.
    func fact(_ name: String, of engine: EngineSource) -> String? { facts["\(engine.rawValue) \(name)"] ?? facts[name] }

    /// By engine, then by name; configurations without an engine first.
    func sorted(_ configurations: some Sequence<Configuration>) -> [Configuration] {
        configurations.map { (order: $0.engine.map(order), configuration: $0) }
            .sorted { left, right in
                guard let first = left.order, let second = right.order, first != second else {
                    return (left.order == nil ? 0 : 1, left.configuration.name)
                        < (right.order == nil ? 0 : 1, right.configuration.name)
                }
                return first < second
            }
            .map(\.configuration)
    }

    /// What a run's jobs ran on, in words: `Docker 28.5.2, Debian forky, containerd store`, `6 engines`; nil where it was not
    /// recorded.
    static func words(_ run: RunSummary) -> String? {
        let engines = RunEngines(run)
        let several = engines.all.count
        guard several < 2 else { return "\(several) engines" }
        guard let version = engines.facts[versionFact] else { return nil }
        let parts = [
            "\(engines.facts["product"] ?? "Docker") \(version)", engines.facts["suite"].map { "Debian \($0)" },
            engines.facts["image_store"] == "containerd" ? "containerd store" : nil,
        ]
        return Markdown.escaped(parts.compactMap(\.self).joined(separator: ", "))
    }

    private func order(_ engine: EngineSource) -> (Int, String, String) {
        let numbers = (version(of: engine) ?? "").split { !$0.isNumber }.compactMap { Int($0) }
        return (
            engine.product == .docker ? 0 : 1, numbers.map { String(format: "%08d", $0) }.joined(separator: "."),
            engine.rawValue
        )
    }
}

extension EngineSource {
    /// The host's own is always Docker.
    var product: SuiteEngine.Product { if case .suite(let engine) = self { engine.product } else { .docker } }
}
