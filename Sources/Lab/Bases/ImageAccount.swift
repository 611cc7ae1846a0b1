import Engine
import Housekeeping
import Model

struct ImageAccountStage: JobStage {
    private let images: ImageAccount?

    init?(_ job: StagedJob, _ run: JobSurroundings) {
        let configuration = job.planned.configuration
        if configuration.base == nil { return nil }
        // The account covers the run's own engine only, and only jobs that run one after the other.
        images = configuration.policy == nil && !job.planned.isOfLevel ? run.images : nil
    }

    func shape(_ request: inout BuildRequest, of job: StagedJob, _ work: inout JobWork) async throws {
        guard let file = work.dockerfile else { return }
        work.points += [
            BaseImagePoint.dockerfileLines.point(file.lines),
            BaseImagePoint.dockerfileInstructions.point(file.instructions.count),
        ]
    }

    func after(_ job: StagedJob, _ ended: EndedJob) async throws {
        await images?.note(ended, of: StreamKey(job.planned))
    }
}

/// Accounts, at the end of a series with the factor `base`, for the space that the repositories' images take and share.
actor ImageAccount {
    private let session: EngineSession
    private let run: JobSurroundings
    private var newest: [StreamKey: EndedJob] = [:]

    init(of engine: RunEngine) { (session, run) = (engine.session, engine.surroundings) }

    func note(_ ended: EndedJob, of key: StreamKey) { newest[key] = ended }

    /// Records the account with the newest job of each stream. Configurations with a failed or missing job are skipped.
    func record() async throws {
        let keys = run.streams.keys.filter {
            $0.configuration.base != nil && $0.configuration.engine == session.source
        }
        for (configuration, keys) in Dictionary(grouping: keys, by: \.configuration) {
            var images: [(job: Int64, tag: String)] = []
            for key in keys {
                guard let job = newest[key], job.record.outcome == .succeeded, let tag = await run.streams[key]?.image
                else { break }
                images.append((job.id, tag))
            }
            guard images.count == keys.count else {
                run.warn("the bytes of \(configuration.name) are not known: not each repository has an image")
                continue
            }
            guard let sharing = await sharing(of: images.map(\.tag)) else { continue }
            for (image, bytes) in zip(images, sharing.images) {
                let points: [JobPoint] = [
                    BaseImagePoint.imageBytes.point(bytes.bytes), BaseImagePoint.imageSharedBytes.point(bytes.shared),
                    BaseImagePoint.imagesTogetherBytes.point(sharing.together),
                ]
                try await run.journal.record(points, of: image.job)
            }
        }
    }

    private func sharing(of tags: [String]) async -> ImageSharing? {
        let known = (session.provided?.suite.images ?? []).flatMap { [$0.reference] + ($0.base.map { [$0] } ?? []) }
        do {
            let sharing = try await ImageSharing.read(of: tags, besides: known, from: session.client)
            if let sharing { return sharing }
            run.warn("the engine does not report the sizes of its images' layers: no bytes are recorded")
        } catch {
            run.warn("the bytes of the images are not known: \(error)")
        }
        return nil
    }
}
