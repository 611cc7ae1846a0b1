import Engine
import Foundation

/// Removes one image, or one name of it, after one more look: who used it since the plan was made has it spared.
///
/// Nothing is ever forced. Between the look and the removal the engine itself keeps what a container uses or an image needs.
struct ImageRemoval: Sendable {
    let client: EngineClient

    /// - Throws: `EngineError` when the engine cannot be asked; that it refuses is a result.
    func remove(_ planned: PlannedRemoval) async throws -> RemovalResult {
        do {
            if let words = try await changes(since: planned) { return .spared(words) }
            switch planned.kind {
            case .name: try await removeNames(planned.names, of: planned.id)
            case .image, .cacheRecord: try await removeWhole(planned)
            }
            return .removed
        } catch let error as EngineError where error.code == .notFound {
            return .gone
        } catch let error as EngineError where [.conflict, .refused, .failed].contains(error.code) {
            return .spared("the engine refused: \(error.message)")
        }
    }

    /// What speaks against the removal now; nil where nothing does.
    private func changes(since planned: PlannedRemoval) async throws -> String? {
        let image = try await client.image(planned.id)
        if planned.kind == .image {
            if let name = image.tags.first(where: { !planned.names.contains($0) && $0 != "<none>:<none>" }) {
                return "it was given the name \(name) meanwhile"
            }
            if image.lastTaggedAt?.date != planned.lastTaggedAt { return "a build used it meanwhile" }
        }
        let users = try await client.containers(filters: ["ancestor": [planned.id]], all: true)
        guard let user = users.first else { return nil }
        let name = user.names.first ?? user.id
        return "container \(name.hasPrefix("/") ? String(name.dropFirst()) : name) uses it"
    }

    private func removeWhole(_ planned: PlannedRemoval) async throws {
        let tags = planned.names.filter { !$0.contains("@") }
        // The last name goes with the image, by its id: a name that was moved to a newer image must not take that along.
        try await removeNames(Array(tags.dropLast()), of: planned.id)
        try await client.removeImage(planned.id, pruneParents: planned.steps == nil)
        for step in planned.steps ?? [] {
            // One on which another build stands ends it: those below stand under that build, too.
            do { try await client.removeImage(step, pruneParents: false) } catch let error as EngineError
                where [.conflict, .notFound].contains(error.code)
            { return }
        }
    }

    private func removeNames(_ names: [String], of id: String) async throws {
        for name in names {
            do {
                guard try await client.image(name).id == id else { continue }
                try await client.removeImage(name)
            } catch let error as EngineError where error.code == .notFound { continue }
        }
    }
}
