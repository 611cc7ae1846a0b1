import EngineAPI
import Fixtures
import Foundation
import Provision
import Records
import Scenarios

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
    /// The updates that were made, each with its round, so that all streams meet the same.
    private var updated: Set<String> = []

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
            guard let provided, isNew("provided images", in: job) else { return [] }
            return settled(try await provided.rebuildDirect(mark: "\(job.round)", on: client))
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
            guard isNew(image, in: job) else { continue }
            let text = "FROM \(image)\n\(instruction)\n"
            // BuildKit takes an upload that is no archive for a Dockerfile.
            let upload = AsyncStream<[UInt8]> { continuation in
                continuation.yield(Array(text.utf8))
                continuation.finish()
            }
            let result = try await client.build(
                BuildRequest(builder: .buildkit, tags: [image], labels: PlimsollLabel.labels(name: image)),
                context: upload)
            if let error = result.error { throw Refused(description: "\(image) could not be updated: \(error)") }
            if let provided { points += settled(try await provided.rebuild(above: image, on: client)) }
        }
        return points
    }

    /// Whether an image was not updated yet in a job's round: of all fixtures and configurations the first does it for all.
    private func isNew(_ image: String, in job: PlannedJob) -> Bool {
        updated.insert("\(image) \(job.change.preparation?.rawValue ?? "") \(job.round)").inserted
    }

    /// What the rebuild wrote is not to be written out during the job that happens to come first.
    private func settled(_ points: [JobPoint]) -> [JobPoint] {
        sync()
        return points
    }

    /// The legacy builder's cache are the images themselves; BuildKit's stands apart.
    private func evict(_ stream: JobStream, on client: EngineClient) async throws {
        if let image = await stream.replaceImage(with: nil) { try await client.removeImage(image, force: true) }
        if stream.configuration.builder == .buildkit { _ = try await client.pruneBuildCache(all: true) }
    }
}
