import Engine
import Fixtures
import Foundation
import Model
import Provision

/// Makes the engine ready for the job's change.
struct PreparationStage: JobStage {
    private let preparation: EnginePreparation

    init?(_ job: StagedJob, _ run: JobSurroundings) { preparation = run.preparation }

    func before(_ job: inout StagedJob) async throws {
        do {
            job.points += try await preparation.prepare(job.planned, in: job.stream, on: job.client)
        } catch {
            job.obstacle = JobObstacle(preparingEngine: error)
        }
    }
}

/// Prepares an embedded engine as a change requires before it is built: another base image under the same name, or an
/// empty cache. Refuses to do so on a foreign engine.
actor EnginePreparation {
    let isEmbedded: Bool
    private let provided: ProvidedImages?
    private let mark: @Sendable () async throws -> Void
    /// The updates, each with its round. The first fixture and configuration that needs one makes it for all, before
    /// any builds.
    private let updates = OnceEach()
    var seenImages: Set<String> = []
    /// Whether the engine is Podman; nil: not asked yet.
    var engineIsPodman: Bool?

    /// - Parameters:
    ///   - isEmbedded: whether the engine is Plimsoll's own.
    ///   - provided: the provided images on it, which are rebuilt when their base is updated.
    ///   - mark: shows other users of the engine that the run is active; called before each job.
    init(
        isEmbedded: Bool, provided: ProvidedImages? = nil, mark: @escaping @Sendable () async throws -> Void = {}
    ) {
        self.mark = mark
        self.isEmbedded = isEmbedded
        self.provided = provided
    }

    /// Does what a job's change requires; returns the measurements of it. Throws `EngineError`, `PreparationError`;
    /// `LabError` on an engine that is not Plimsoll's own.
    func prepare(_ job: PlannedJob, in stream: JobStream, on client: EngineClient) async throws -> [JobPoint] {
        // Another user may have pruned it. A marker that cannot be placed says nothing about the job.
        try? await mark()
        try await emptyCacheMount(for: job, in: stream, on: client)
        guard let preparation = job.change.preparation else { return [] }
        guard isEmbedded else {
            throw LabError(
                "the change asks for “\(preparation.rawValue)”, which would touch what others have on this "
                    + "engine: run it with --engine embedded")
        }
        switch preparation {
        case .newBaseLayer:
            return try await updateBases(
                of: job, in: stream, by: "RUN echo \(job.round) > /etc/plimsoll-base", on: client)
        case .newBaseLabel:
            return try await updateBases(of: job, in: stream, by: "LABEL plimsoll.base=\(job.round)", on: client)
        case .rebuiltProvided:
            guard let provided else { return [] }
            return try await updates.run(Self.key("provided images", in: job)) {
                Self.settled(try await provided.rebuildDirect(mark: "\(job.round)", on: client))
            } ?? []
        case .evict:
            try await evict(stream, on: client)
            return []
        }
    }

    private func updateBases(
        of job: PlannedJob, in stream: JobStream, by instruction: String, on client: EngineClient
    ) async throws -> [JobPoint] {
        var points: [JobPoint] = []
        for named in stream.fixture.images(variant: stream.configuration.dockerfileVariant) {
            let image = provided?.root(of: named) ?? named
            _ = try await updates.run(Self.key(image, in: job)) {
                try await Self.update(image, by: instruction, on: client)
            }
            guard let provided else { continue }
            points +=
                try await updates.run(Self.key("above \(image)", in: job)) {
                    Self.settled(try await provided.rebuild(above: image, on: client))
                } ?? []
        }
        return points
    }

    private static func update(_ image: String, by instruction: String, on client: EngineClient) async throws {
        let result = try await client.build(
            BuildRequest(builder: .buildkit, tags: [image], labels: PlimsollLabel.labels(name: image, depth: nil)),
            uploading: Array("FROM \(image)\n\(instruction)\n".utf8))
        if let error = result.error { throw LabError("\(image) could not be updated: \(error)") }
    }

    private static func key(_ updated: String, in job: PlannedJob) -> String {
        "\(updated) \(job.change.preparation?.rawValue ?? "") \(job.round)"
    }

    /// Writes of the rebuild must not be flushed to disk during whichever job comes first.
    private static func settled(_ points: [JobPoint]) -> [JobPoint] {
        sync()
        return points
    }

    /// The legacy builder's cache consists of the images themselves; BuildKit's is separate.
    private func evict(_ stream: JobStream, on client: EngineClient) async throws {
        if let image = await stream.image {
            try await client.removeImageIfThere(image, force: true)
            // Only now: an image that could not be removed stays the stream's, and is removed with its next one.
            _ = await stream.replaceImage(with: nil)
        }
        if stream.configuration.builder == .buildkit { _ = try await client.pruneBuildCache(all: true) }
    }
}

/// BuildKit's cache mounts, which survive a build without the cache.
extension EnginePreparation {
    /// Empties the cache mount for a cold job, and for a stream's first job, which is cold too.
    ///
    /// Throws `EngineError`; `LabError` where it is not empty afterwards, or the engine is foreign: cache records carry
    /// no labels that would identify ours.
    func emptyCacheMount(for job: PlannedJob, in stream: JobStream, on client: EngineClient) async throws {
        guard job.configuration.strategy == .cacheMount, let cache = stream.fixture.dependencies?.cache else { return }
        let begins = job.warmup ? await stream.image == nil : false
        guard job.cold || begins else { return }
        let mounts = try await Self.mounts(at: cache, on: client)
        guard !mounts.isEmpty else { return }
        guard isEmbedded else {
            throw LabError(
                "a cold job needs an empty cache mount, and this engine's cache is not Plimsoll's: run it "
                    + "with --engine embedded")
        }
        _ = try await client.removeBuildCache(mounts.map(\.id))
        guard try await Self.mounts(at: cache, on: client).isEmpty else {
            throw LabError("the cache mount at \(cache) could not be emptied")
        }
    }

    /// The records of cache mounts at a path: BuildKit names the path in their description.
    static func mounts(at path: String, on client: EngineClient) async throws -> [BuildCacheRecord] {
        try await client.buildCache().filter {
            $0.type == "exec.cachemount" && $0.description.hasPrefix("cached mount \(path) ")
        }
    }
}
