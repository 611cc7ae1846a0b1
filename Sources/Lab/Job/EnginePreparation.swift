import EngineAPI
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
    /// The updates of base images that were made, so that each stream that asks for one meets the same.
    private var updated: Set<String> = []

    /// - Parameter isEmbedded: whether the engine is Plimsoll's own.
    public init(isEmbedded: Bool) {
        self.isEmbedded = isEmbedded
    }

    /// Does what a job's change asks for. Throws `EngineError`; `Refused` on an engine that is not Plimsoll's own.
    func prepare(_ job: PlannedJob, in stream: JobStream, on client: EngineClient) async throws {
        try await emptyCacheMount(for: job, in: stream, on: client)
        guard let preparation = job.change.preparation else { return }
        guard isEmbedded else {
            throw Refused(
                description:
                    "the change asks for “\(preparation.rawValue)”, which would touch what others have on this "
                    + "engine: run it with --engine embedded")
        }
        switch preparation {
        case .newBaseLayer:
            try await updateBases(
                of: job, in: stream, by: "RUN echo \(job.change.index) > /etc/plimsoll-base", on: client)
        case .newBaseLabel:
            try await updateBases(of: job, in: stream, by: "LABEL plimsoll.base=\(job.change.index)", on: client)
        case .evict: try await evict(stream, on: client)
        }
    }

    private func updateBases(
        of job: PlannedJob, in stream: JobStream, by instruction: String, on client: EngineClient
    ) async throws {
        for image in stream.fixture.images where updated.insert("\(image) \(job.change.revision)").inserted {
            let text = "FROM \(image)\n\(instruction)\n"
            // BuildKit takes an upload that is no archive for a Dockerfile.
            let upload = AsyncStream<[UInt8]> { continuation in
                continuation.yield(Array(text.utf8))
                continuation.finish()
            }
            let result = try await client.build(
                BuildRequest(builder: .buildkit, tags: [image], labels: [PlimsollLabel.key: "1"]), context: upload)
            if let error = result.error { throw Refused(description: "\(image) could not be updated: \(error)") }
        }
    }

    /// The legacy builder's cache are the images themselves; BuildKit's stands apart.
    private func evict(_ stream: JobStream, on client: EngineClient) async throws {
        if let image = await stream.replaceImage(with: nil) { try await client.removeImage(image, force: true) }
        if stream.configuration.builder == .buildkit { _ = try await client.pruneBuildCache(all: true) }
    }
}
