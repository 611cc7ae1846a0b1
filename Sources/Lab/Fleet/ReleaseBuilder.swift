import Engine
import Foundation
import Model

/// Has the first worker build what is delivered to the next stage, each change once, and push what is pulled.
actor ReleaseBuilder {
    /// The image of a change, as the first worker built it.
    struct Release: Sendable {
        /// Its name on the first worker, and in the registry once it is pushed.
        let reference: String
        let id: String
        /// The digests of its layers, the lowest first.
        let layers: [String]
        /// Its manifest in the registry; nil: not pushed.
        fileprivate(set) var digest: String?

        /// The name by which it is pulled: `127.0.0.1:5000/releases/scap-legacy@sha256:…`. Nil: not pushed.
        var pulled: String? { digest.map { "\(ImageName(reference).repository)@\($0)" } }
    }

    private struct Key: Hashable {
        let fixture: String
        let configuration: Configuration
        let change: Int
        let arguments: [String: String]?

        /// Deliveries of a change differ in nothing but the arguments of its build.
        init(_ job: PlannedJob) {
            var configuration = job.configuration
            configuration.delivery = nil
            (fixture, self.configuration) = (job.fixture, configuration)
            (change, arguments) = (job.change.index, job.change.arguments)
        }
    }

    private struct Line: Hashable {
        let stream: StreamKey
        let isDated: Bool
    }

    private let first: FirstWorker
    private var releases: [Key: Release] = [:]
    private var newest: [Line: String] = [:]
    private var builds = 0

    init(_ first: FirstWorker) { self.first = first }

    /// The release of a job's change, built if need be, and pushed if the job pulls it; with the measurements of what
    /// was done for it. Throws as `FirstWorker.build`.
    func release(
        for job: PlannedJob, with provenance: Provenance?, from stream: JobStream
    ) async throws -> (release: Release, points: [JobPoint]) {
        let key = Key(job)
        var (release, points) = try await built(job, key, with: provenance, from: stream)
        if job.configuration.delivery == .promote, release.digest == nil {
            let push = try await first.measuringPush { [first, reference = release.reference] in
                try await first.engine.client.pushImage(reference)
            }
            // On containerd's store the push itself names no digest (Docker 28.5).
            let known = try await pushedDigest(of: release.reference)
            guard let digest = push.value.digest ?? known else {
                throw FleetError(
                    .seedFailed, "the first engine pushed \(release.reference), and named no digest of its manifest")
            }
            release.digest = digest
            releases[key] = release
            points += push.points
        }
        return (release, points)
    }

    private func pushedDigest(of reference: String) async throws -> String? {
        let prefix = ImageName(reference).repository + "@"
        return try await first.engine.client.image(reference).digests.first { $0.hasPrefix(prefix) }
            .map { String($0.dropFirst(prefix.count)) }
    }

    private func built(
        _ job: PlannedJob, _ key: Key, with provenance: Provenance?, from stream: JobStream
    ) async throws -> (Release, [JobPoint]) {
        if let known = releases[key] { return (known, []) }
        let builder = job.configuration.builder
        builds += 1
        let reference = RegistryImageName(address: first.registry.address)
            .release(fixture: job.fixture, builder: builder.rawValue, build: builds)
        let began = ContinuousClock.now
        _ = try await first.build(job.change, as: reference, by: builder, from: stream) {
            ($0.arguments, $0.provenance) = (job.change.arguments ?? [:], provenance)
        }
        let seconds = (ContinuousClock.now - began).seconds
        let image = try await first.engine.client.image(reference)
        let release = Release(reference: reference, id: image.id, layers: image.layers)
        releases[key] = release
        let isDated = job.configuration.delivery?.isDated ?? false
        let line = Line(
            stream: StreamKey(fixture: job.fixture, configuration: key.configuration), isDated: isDated)
        if let superseded = newest.updateValue(reference, forKey: line) {
            await first.remove(superseded: superseded)
            // What the registry has stays known. The rest is built again if it is asked for, as after a resumption.
            releases = releases.filter { $0.value.reference != superseded || $0.value.digest != nil }
        }
        // A dated build finds the steps of the same change's build without a date: its time says nothing.
        return (release, isDated ? [] : [CachePoint.seedBuildSeconds.point(seconds)])
    }
}
