import Engine
import Foundation

/// What steps left on an engine when they were made. It tells later whether their results are still there.
struct MadeResults: Sendable {
    /// What one step left.
    struct Trace: Sendable {
        /// The legacy builder's images, by short ids.
        var images: Set<String> = []
        /// When BuildKit made it, by the engine's clock: the record of its result was made then.
        var spans: [ClosedRange<Date>] = []
        /// It was in the cache already: who made it, and when, is not known.
        var isForeign = false
    }

    private(set) var traces: [String: Trace] = [:]

    /// The keys of all steps that were made.
    var keys: Set<String> { Set(traces.keys) }

    /// Remembers a step by its key.
    mutating func note(_ step: BuildStep, key: String) {
        if let image = step.imageID { traces[key, default: Trace()].images.insert(image) }
        if step.vertexDigest != nil {
            if step.cached {
                if traces[key] == nil { traces[key] = Trace(isForeign: true) }
            } else if let span = step.span {
                traces[key, default: Trace()].spans.append(span)
            } else {
                traces[key, default: Trace()].isForeign = true
            }
        }
        if traces[key] == nil { traces[key] = Trace(isForeign: true) }
    }

    /// Whether an engine no longer has what a step left. False where that is not certain.
    ///
    /// - Parameter remade: the step as it was made once more just now.
    func isGone(_ key: String, remade: BuildStep, from client: EngineClient, records: [BuildCacheRecord]?) async -> Bool
    {
        guard let trace = traces[key], !trace.isForeign else { return false }
        if !trace.images.isEmpty {
            for image in trace.images where await isThere(image, on: client) { return false }
            return true
        }
        // BuildKit's records name no step, but tell when they were made. That this holds for the engine is seen by the record
        // that the step has now.
        guard let records, let span = remade.span, !trace.spans.isEmpty else { return false }
        let made = records.compactMap { $0.createdAt?.date }
        guard made.contains(where: span.contains) else { return false }
        return !trace.spans.contains { span in made.contains(where: span.contains) }
    }

    /// Whether an image is there; what cannot be asked counts as there.
    private func isThere(_ image: String, on client: EngineClient) async -> Bool {
        do {
            _ = try await client.image(image)
            return true
        } catch let error as EngineError where error.code == .notFound {
            return false
        } catch {
            return true
        }
    }
}

extension BuildStep {
    /// From its beginning to its end, a millisecond more on either side, since both are rounded.
    fileprivate var span: ClosedRange<Date>? {
        guard let startedAt, let duration else { return nil }
        return startedAt.addingTimeInterval(-0.001)...startedAt.addingTimeInterval(max(0, duration) + 0.001)
    }
}
