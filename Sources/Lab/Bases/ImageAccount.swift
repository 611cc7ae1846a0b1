import Engine
import Housekeeping
import Model

/// How the newest job of a stream ended.
struct JobEnd: Sendable {
    let id: Int64
    let outcome: Outcome
}

/// Accounts, at the end of a series with the factor `base`, for what the repositories' images take and share.
struct ImageAccount: Sendable {
    let session: EngineSession
    let journal: any RunJournal
    let events: @Sendable (LabEvent) -> Void

    /// Records it with the newest job of each stream. A configuration of which a job did not succeed, or was not run, is left out.
    ///
    /// - Throws: only what the journal throws.
    func record(_ newest: [StreamKey: JobEnd], of streams: [StreamKey: JobStream]) async throws {
        let keys = streams.keys.filter { $0.configuration.base != nil }
        for (configuration, keys) in Dictionary(grouping: keys, by: \.configuration) {
            var images: [(job: Int64, tag: String)] = []
            for key in keys {
                guard let job = newest[key], job.outcome == .succeeded, let tag = await streams[key]?.image else {
                    break
                }
                images.append((job.id, tag))
            }
            guard images.count == keys.count else {
                events(.warning("the bytes of \(configuration.name) are not known: not each repository has an image"))
                continue
            }
            guard let sharing = await sharing(of: images.map(\.tag)) else { continue }
            for (image, bytes) in zip(images, sharing.images) {
                let points: [JobPoint] = [
                    BaseImagePoint.imageBytes.point(bytes.bytes), BaseImagePoint.imageSharedBytes.point(bytes.shared),
                    BaseImagePoint.imagesTogetherBytes.point(sharing.together),
                ]
                try await journal.record(points, of: image.job)
            }
        }
    }

    private func sharing(of tags: [String]) async -> ImageSharing? {
        let known = (session.provided?.suite.images ?? []).flatMap { [$0.reference] + ($0.base.map { [$0] } ?? []) }
        do {
            if let sharing = try await ImageSharing.read(of: tags, besides: known, from: session.client) {
                return sharing
            }
            events(.warning("the engine does not tell which layers of its images are how large: no bytes are recorded"))
        } catch {
            events(.warning("the bytes of the images are not known: \(error)"))
        }
        return nil
    }
}
