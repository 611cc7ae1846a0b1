import Engine
import Fixtures
import Foundation
import Model
import Provision

/// Does to an embedded engine what a change asks for before it is built: another base image under the same name, an
/// empty cache. On an engine of somebody else's it refuses.
public actor EnginePreparation {
    /// Why it was not done.
    struct Refused: Error, CustomStringConvertible {
        let description: String
    }

    let isEmbedded: Bool
    private let provided: ProvidedImages?
    private let mark: @Sendable () async throws -> Void
    /// The updates, each with its round. The first fixture and configuration that needs one makes it for all; none builds before it.
    private let updates = OnceEach()
    /// The base images that were seen on the engine.
    var seenImages: Set<String> = []
    /// Whether the engine is Podman; nil: it was not asked.
    var engineIsPodman: Bool?

    /// - Parameters:
    ///   - isEmbedded: whether the engine is Plimsoll's own.
    ///   - provided: the provided images on it, which follow updates of what they stand on.
    ///   - mark: tells others on the engine that the run is at work; called before each job.
    public init(
        isEmbedded: Bool, provided: ProvidedImages? = nil, mark: @escaping @Sendable () async throws -> Void = {}
    ) {
        self.mark = mark
        self.isEmbedded = isEmbedded
        self.provided = provided
    }

    /// Does what a job's change asks for; returns what was measured of it. Throws `EngineError`, `PreparationError`; `Refused` on an
    /// engine that is not Plimsoll's own.
    func prepare(_ job: PlannedJob, in stream: JobStream, on client: EngineClient) async throws -> [JobPoint] {
        // Somebody may have pruned it. That it cannot be put up says nothing of the job.
        try? await mark()
        try await emptyCacheMount(for: job, in: stream, on: client)
        guard let preparation = job.change.preparation else { return [] }
        guard isEmbedded else {
            throw Refused(
                description:
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
        let text = "FROM \(image)\n\(instruction)\n"
        // BuildKit takes an upload that is no archive for a Dockerfile.
        let upload = AsyncStream<[UInt8]> { continuation in
            continuation.yield(Array(text.utf8))
            continuation.finish()
        }
        let result = try await client.build(
            BuildRequest(builder: .buildkit, tags: [image], labels: PlimsollLabel.labels(name: image, depth: nil)),
            context: upload)
        if let error = result.error { throw Refused(description: "\(image) could not be updated: \(error)") }
    }

    private static func key(_ updated: String, in job: PlannedJob) -> String {
        "\(updated) \(job.change.preparation?.rawValue ?? "") \(job.round)"
    }

    /// What the rebuild wrote is not to be written out during the job that happens to come first.
    private static func settled(_ points: [JobPoint]) -> [JobPoint] {
        sync()
        return points
    }

    /// The legacy builder's cache are the images themselves; BuildKit's stands apart.
    private func evict(_ stream: JobStream, on client: EngineClient) async throws {
        if let image = await stream.image {
            do { try await client.removeImage(image, force: true) } catch let error as EngineError
                where error.code == .notFound
            {}
            // Only now: one that could not be removed stays the stream's, and is removed with its next.
            _ = await stream.replaceImage(with: nil)
        }
        if stream.configuration.builder == .buildkit { _ = try await client.pruneBuildCache(all: true) }
    }
}
