import Engine
import Foundation
import Model
import Provision

/// One of a run's engines, and what surrounds the jobs there.
struct RunEngine: Sendable {
    let session: EngineSession
    var surroundings: JobSurroundings

    /// Whether the jobs of a configuration run here.
    func serves(_ configuration: Configuration) -> Bool { session.source == configuration.engine }
}

extension RunRequest {
    /// The embedded engines that its plans name; nil stands for the run's own.
    var sources: [EngineSource?] {
        var seen: Set<EngineSource?> = []
        let named = parts.flatMap(\.plan.jobs).map(\.configuration.engine).filter { seen.insert($0).inserted }
        return named.isEmpty ? [nil] : named
    }
}

extension EngineSession {
    /// Prepares all engines of a request, so that jobs keep their balanced order across them, and restores them
    /// afterwards. They are in the order in which the plans name them.
    /// - Throws: `LabError` where plans name engines and the request does too.
    static func withAll<Value: Sendable>(
        _ request: RunRequest, events: @escaping @Sendable (LabEvent) -> Void,
        _ body: @escaping @Sendable ([EngineSession]) async throws -> Value
    ) async throws -> Value {
        try await withAll(request, request.sources[...], [], events, body)
    }

    private static func withAll<Value: Sendable>(
        _ request: RunRequest, _ sources: ArraySlice<EngineSource?>, _ ready: [EngineSession],
        _ events: @escaping @Sendable (LabEvent) -> Void,
        _ body: @escaping @Sendable ([EngineSession]) async throws -> Value
    ) async throws -> Value {
        guard let source = sources.first else { return try await body(ready) }
        return try await with(try request.on(source), source: source, events: events) { session in
            try await withAll(request, sources.dropFirst(), ready + [session], events, body)
        }
    }
}

extension RunRequest {
    /// The same request for one of its engines.
    fileprivate func on(_ source: EngineSource?) throws -> RunRequest {
        guard let source else { return self }
        guard case .embedded(.host, let diskBytes) = engine else {
            throw LabError("the scenario names its engines itself (factor engine): leave out --engine")
        }
        var request = self
        request.engine = .embedded(source, diskBytes: diskBytes)
        return request
    }
}

extension [EngineSession] {
    /// The fingerprint of a run on all of them: what they have in common, and which they are.
    var fingerprint: Fingerprint {
        guard count > 1, var all = first?.fingerprint else { return first?.fingerprint ?? Fingerprint() }
        all.engine = all.engine.filter { key, value in allSatisfy { $0.fingerprint.engine[key] == value } }
        all.engine["version"] = map(\.label).joined(separator: ", ")
        for session in self {
            let name = session.source?.rawValue ?? EngineSource.hostWord
            for (key, value) in session.fingerprint.engine where all.engine[key] != value {
                all.engine["\(name) \(key)"] = value
            }
        }
        return all
    }
}

extension EngineSession {
    /// As in a run's fingerprint, e.g. `docker:forky 28.5.2+dfsg3`.
    fileprivate var label: String {
        "\(source?.rawValue ?? EngineSource.hostWord) \(fingerprint.engine["version"] ?? "")"
    }
}
