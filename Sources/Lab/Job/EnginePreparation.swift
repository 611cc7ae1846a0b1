import Engine
import Fixtures
import Foundation
import Model
import Provision

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
    private let isEmbedded: Bool
    private let provided: ProvidedImages?
    private let mark: @Sendable () async throws -> Void
    /// The updates, each with its round: the first stream that needs one makes it for all, before any builds.
    private let updates = OnceEach()
    nonisolated let seenImages = Shared<Set<String>>([])

    /// - Parameter mark: shows other users of the engine that the run is active; called before each job.
    init(isEmbedded: Bool, provided: ProvidedImages? = nil, mark: @escaping @Sendable () async throws -> Void = {}) {
        (self.isEmbedded, self.provided, self.mark) = (isEmbedded, provided, mark)
    }

    /// Does what a job's change requires; returns the measurements of it. Throws `EngineError`, `PreparationError`,
    /// `LabError`.
    func prepare(_ job: PlannedJob, in stream: JobStream, on client: EngineClient) async throws -> [JobPoint] {
        // Another user may have pruned it. A marker that cannot be placed says nothing about the job.
        try? await mark()
        try await emptyCacheMount(for: job, in: stream, on: client)
        guard let preparation = job.change.preparation else { return [] }
        guard isEmbedded else {
            throw LabError(
                "the change asks for “\(preparation.rawValue)”, which would affect what others have on this "
                    + "engine: run it with --engine embedded")
        }
        switch preparation {
        case .newBaseLayer:
            let instruction = "RUN echo \(job.round) > /etc/plimsoll-base"
            return try await updateBases(of: job, in: stream, by: instruction, on: client)
        case .newBaseLabel:
            return try await updateBases(of: job, in: stream, by: "LABEL plimsoll.base=\(job.round)", on: client)
        case .rebuiltProvided:
            return try await rebuild("provided images", for: job) {
                try await $0.rebuildDirect(mark: "\(job.round)", on: client)
            }
        case .evict:
            try await evict(stream, for: job, on: client)
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
                try await Self.update(image, by: instruction, with: stream.traits.usualBuilder, on: client)
            }
            points += try await rebuild("above \(image)", for: job) { try await $0.rebuild(above: image, on: client) }
        }
        return points
    }

    private func rebuild(
        _ what: String, for job: PlannedJob, _ body: @Sendable (ProvidedImages) async throws -> [JobPoint]
    ) async throws -> [JobPoint] {
        guard let provided else { return [] }
        return try await updates.run(Self.key(what, in: job)) {
            let points = try await body(provided)
            // Writes of the rebuild must not be flushed to disk during whichever job comes first.
            sync()
            return points
        } ?? []
    }

    private static func update(
        _ image: String, by instruction: String, with builder: BuilderKind, on client: EngineClient
    ) async throws {
        let result = try await client.build(
            BuildRequest(builder: builder, tags: [image], labels: PlimsollLabel.labels(name: image, depth: nil)),
            dockerfile: "FROM \(image)\n\(instruction)\n")
        if let error = result.error { throw LabError("\(image) could not be updated: \(error)") }
    }

    private static func key(_ updated: String, in job: PlannedJob) -> String {
        "\(updated) \(job.change.preparation?.rawValue ?? "") \(job.round)"
    }

    /// The legacy builder's cache consists of the images themselves; BuildKit's is separate. Builders that share it lose
    /// it together: emptied again for the second one, it would lack what the first has just built.
    private func evict(_ stream: JobStream, for job: PlannedJob, on client: EngineClient) async throws {
        if let image = await stream.image {
            try await client.removeImageIfThere(image, force: true)
            // Only now: an image that could not be removed stays the stream's, and is removed with its next one.
            _ = await stream.replaceImage(with: nil)
        }
        guard stream.configuration.builder.isBuildKit else { return }
        let sharers = "cache of \(job.fixture), \(job.configuration.name(without: "builder"))"
        _ = try await updates.run(Self.key(sharers, in: job)) {
            let left = try await client.emptyBuildCache()
            guard left.isEmpty else { throw LabError("the build cache is not empty: \(left.count) records remain") }
        }
    }

    /// Empties BuildKit's cache mount, which survives a build without the cache, for a cold job and for a stream's
    /// first. Throws on a foreign engine: cache records carry no labels that would identify ours.
    private func emptyCacheMount(for job: PlannedJob, in stream: JobStream, on client: EngineClient) async throws {
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
    private static func mounts(at path: String, on client: EngineClient) async throws -> [BuildCacheRecord] {
        try await client.buildCache().filter {
            $0.type == "exec.cachemount" && $0.description.hasPrefix("cached mount \(path) ")
        }
    }
}
