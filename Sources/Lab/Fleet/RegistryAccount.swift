import Engine
import Model
import Provision

extension PlanRunner {
    /// What a fleet's registry holds at the end, and its own collection: figures of the run.
    func closeRegistry(of fleet: Fleet) async throws {
        let worker = fleet.workers[.delivery(.promote)]
        if worker != nil { try await journal.record(fleet.registry.sharing().points, of: nil) }
        guard try await collectGarbage(of: fleet.registry), let worker else { return }
        tell("pulling what the registry kept")
        let proof = CollectionProof(registry: fleet.registry, client: worker.engine.client) { [surroundings] in
            surroundings.warn($0)
        }
        if let points = try await proof.points() { try await journal.record(points, of: nil) }
    }

    /// The registry's own garbage collection, keeping the newest image of each repository. One that fails is reported,
    /// and does not invalidate the measurements; returns whether it succeeded.
    private func collectGarbage(of registry: EmbeddedRegistry) async throws -> Bool {
        tell("collecting the registry's garbage")
        do {
            let collection = try await registry.collect(keeping: 1)
            let points = [
                CachePoint.collectionSeconds.point(collection.collecting),
                CachePoint.collectionBlockedSeconds.point(collection.blocked),
                CachePoint.collectionBeforeBytes.point(collection.before.bytes),
                CachePoint.collectionAfterBytes.point(collection.after.bytes),
            ]
            try await journal.record(points, of: nil)
            return true
        } catch let error as EmbeddedEngineError {
            surroundings.warn("the registry's garbage collection was not measured: \(error)")
            return false
        }
    }
}

extension RegistrySharing {
    var points: [JobPoint] {
        [RegistryPoint.togetherBytes.point(together)]
            + repositories.flatMap { repository in
                [
                    RegistryRepositoryPoint(.bytes, of: repository.name).point(repository.bytes),
                    RegistryRepositoryPoint(.ownBytes, of: repository.name).point(repository.ownBytes),
                ]
            }
    }
}

/// Whether what a registry's collection kept can still be pulled: by an engine that has nothing of it.
struct CollectionProof: Sendable {
    /// How long emptying the engine may take, and each pull.
    private static let patience = Duration.seconds(600)

    let registry: EmbeddedRegistry
    /// An engine that is not needed any more: it is emptied first.
    let client: EngineClient
    let warn: @Sendable (String) -> Void

    /// How many images the registry names, and how many of them came; nil where the engine could not be emptied.
    func points() async throws -> [JobPoint]? {
        do {
            try await withDeadline(.now + Self.patience) { try await ColdEngine(client: client, kept: []).make() }
        } catch {
            try Task.checkCancellation()
            warn("what the registry kept was not pulled: \(error)")
            return nil
        }
        let images = registry.images()
        var pulled = 0
        for image in images {
            do {
                try await withDeadline(.now + Self.patience) { _ = try await client.pullImage(image) }
                pulled += 1
            } catch {
                try Task.checkCancellation()
                warn("the registry's collection kept \(image), which cannot be pulled: \(error)")
            }
        }
        return [RegistryPoint.keptImages.point(images.count), RegistryPoint.pulledImages.point(pulled)]
    }
}
