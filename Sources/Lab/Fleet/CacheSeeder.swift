import Engine
import Foundation
import Model

/// Makes sure the registry holds the first worker's build of a change: builds it there and pushes it, once.
actor CacheSeeder {
    struct Seed: Sendable {
        var reference: String
        /// Empty where the registry had it already.
        var points: [JobPoint] = []
    }

    private let first: FirstWorker
    private var pushed: Set<String> = []
    private var definitions: Set<StreamKey> = []

    init(_ first: FirstWorker) { self.first = first }

    /// What the registry holds when a job is built: the previous change; at a trace's start, the start itself.
    static func change(before change: Change) -> Change {
        var before = change
        before.index = max(0, change.index - 1)
        return before
    }

    /// Builds, on the first worker, the change before a job's, and pushes it. Throws as `FirstWorker.build`.
    func seed(for job: PlannedJob, from stream: JobStream) async throws -> Seed {
        let builder = job.configuration.builder
        let change = Self.change(before: job.change)
        let reference = RegistryImageName(address: first.registry.address)
            .cache(fixture: job.fixture, builder: builder.rawValue, change: change.index)
        guard !pushed.contains(reference) else { return Seed(reference: reference) }

        let way = try await way(of: builder)
        let began = ContinuousClock.now
        let made = try await first.build(change, as: reference, by: builder, from: stream) { request in
            guard way == .inlineCache else { return }
            if builder == .buildx {
                request.cacheTo = .inline
            } else {
                request.arguments = ["BUILDKIT_INLINE_CACHE": "1"]
            }
        }
        let built = ContinuousClock.now - began
        let push = try await first.measuringPush { [first] in
            guard way == .exportedCache else {
                try await first.engine.client.pushImage(reference)
                return
            }
            // The same again, all of it from the cache: what it takes longer is the export.
            var export = made
            export.request.cacheTo = .registry(reference)
            try await first.perform(export)
        }
        pushed.insert(reference)
        if let superseded = await stream.replaceImage(with: reference) { await first.remove(superseded: superseded) }
        return Seed(
            reference: reference,
            points: [CachePoint.seedBuildSeconds.point(built.seconds)] + push.points + actions(of: job, way))
    }

    /// How the registry gets a build's cache.
    private enum Way {
        /// The image holds its own: the legacy builder's parents.
        case image
        /// BuildKit writes the cache of the image's steps into it.
        case inlineCache
        /// buildx writes it to the registry, with the steps of all stages. Only on the containerd image store.
        case exportedCache

        var actions: [SetUpAction] {
            switch self {
            case .image: [.pushImage, .pullCache, .cacheFrom]
            case .inlineCache: [.pushImage, .inlineCacheArgument, .cacheFrom]
            case .exportedCache: [.exportCache, .cacheFrom]
            }
        }
    }

    private func way(of builder: Builder) async throws -> Way {
        guard builder.isBuildKit else { return .image }
        guard builder == .buildx, try await first.engine.client.info().imageStore == .containerd else {
            return .inlineCache
        }
        return .exportedCache
    }

    /// The lines that a release engineer had to add to the job's definition; counted the first time it is used.
    private func actions(of job: PlannedJob, _ way: Way) -> [JobPoint] {
        definitions.insert(StreamKey(job)).inserted ? way.actions.map(\.point) : []
    }
}
