import Engine
import Model

/// BuildKit's cache mounts, which survive a build that was told to use no cache.
extension EnginePreparation {
    /// Empties what a cold job would find in its cache mount; a stream's first job is cold too.
    ///
    /// Throws `EngineError`; `Refused` where it is not empty afterwards, or the engine is somebody else's: records of a cache
    /// carry no labels by which ours could be told.
    func emptyCacheMount(for job: PlannedJob, in stream: JobStream, on client: EngineClient) async throws {
        guard job.configuration.strategy == .cacheMount, let cache = stream.fixture.dependencies?.cache else { return }
        let begins = job.warmup ? await stream.image == nil : false
        guard job.cold || begins else { return }
        let mounts = try await Self.mounts(at: cache, on: client)
        guard !mounts.isEmpty else { return }
        guard isEmbedded else {
            throw Refused(
                description: "a cold job needs an empty cache mount, and this engine's cache is not Plimsoll's: run it "
                    + "with --engine embedded")
        }
        _ = try await client.removeBuildCache(mounts.map(\.id))
        guard try await Self.mounts(at: cache, on: client).isEmpty else {
            throw Refused(description: "the cache mount at \(cache) could not be emptied")
        }
    }

    /// The records of cache mounts at a path: BuildKit names the path in their description.
    static func mounts(at path: String, on client: EngineClient) async throws -> [BuildCacheRecord] {
        try await client.buildCache().filter {
            $0.type == "exec.cachemount" && $0.description.hasPrefix("cached mount \(path) ")
        }
    }
}
