import Engine
import Fixtures
import Foundation
import Model
import Provision

/// Makes sure the registry holds the first engine's build of a change: builds it there and pushes it, once.
actor CacheSeeder {
    struct Seed: Sendable {
        var reference: String
        /// Empty where the registry had it already.
        var points: [JobPoint] = []
    }

    private let registry: EmbeddedRegistry
    private let engine: FleetEngine
    private let owner: String
    private let buildx: Buildx?
    private let secrets: [BuildSecret]
    private var pushed: Set<String> = []
    private var definitions: Set<StreamKey> = []
    private let seenImages = Shared<Set<String>>([])

    init(
        registry: EmbeddedRegistry, engine: FleetEngine, owner: String, buildx: Buildx? = nil,
        secrets: [BuildSecret] = []
    ) {
        (self.registry, self.engine, self.owner) = (registry, engine, owner)
        (self.buildx, self.secrets) = (buildx, secrets)
    }

    /// What the registry holds when a job is built: the previous change; at a trace's start, the start itself.
    static func change(before change: Change) -> Change {
        var before = change
        before.index = max(0, change.index - 1)
        return before
    }

    /// Builds, on the first engine, the change before a job's, and pushes it, with a stream that is the seeder's own.
    /// Throws `CentralCacheError` with code `seedFailed`; `EngineError`; the fixture's errors.
    func seed(for job: PlannedJob, from stream: JobStream) async throws -> Seed {
        let builder = job.configuration.builder
        let change = Self.change(before: job.change)
        let reference = RegistryImageName(address: registry.address)
            .cache(fixture: job.fixture, builder: builder.rawValue, change: change.index)
        guard !pushed.contains(reference) else { return Seed(reference: reference) }

        let way = try await way(of: builder)
        let began = ContinuousClock.now
        var made = try await build(reference, change, builder, way, from: stream)
        let built = ContinuousClock.now
        let before = registry.traffic(with: engine.engine.name)
        if way == .exportedCache {
            // The same again, all of it from the cache: what it takes longer is the export.
            made.request.cacheTo = .registry(reference)
            try await perform(made)
        } else {
            try await engine.client.pushImage(reference)
        }
        let ended = ContinuousClock.now
        let after = registry.traffic(with: engine.engine.name)

        pushed.insert(reference)
        if let superseded = await stream.replaceImage(with: reference) {
            // The newest image keeps the layers that both have, and with them the legacy builder's cache.
            _ = try? await engine.client.removeImage(superseded)
        }
        var points = [
            CachePoint.seedBuildSeconds.point((built - began).seconds),
            CachePoint.pushSeconds.point((ended - built).seconds),
        ]
        if let before, let after { points.append(CachePoint.pushBytes.point(Double(after.total - before.total))) }
        let usage = registry.usage()
        points.append(CachePoint.registryBlobBytes.point(usage.blobBytes))
        points.append(CachePoint.registryManifestBytes.point(usage.manifestBytes))
        return Seed(reference: reference, points: points + actions(of: job, way))
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
        guard builder == .buildx, try await engine.client.info().imageStore == .containerd else { return .inlineCache }
        return .exportedCache
    }

    private func build(
        _ reference: String, _ change: Change, _ builder: Builder, _ way: Way, from stream: JobStream
    ) async throws -> SeedBuild {
        let context = try await stream.context(at: change)
        var request = BuildRequest(
            builder: builder.kind, dockerfile: context.dockerfile, dockerfileText: try context.dockerfileText(),
            tags: [reference], labels: PlimsollLabel.labels(owner: owner), extraHosts: engine.extraHosts)
        request.secrets = secrets
        if way == .inlineCache {
            if builder == .buildx {
                request.cacheTo = .inline
            } else {
                request.arguments = ["BUILDKIT_INLINE_CACHE": "1"]
            }
        }
        if builder == .buildkit {
            let needs = SessionNeed.all(in: Dockerfile(request.dockerfileText ?? ""), arguments: request.arguments)
            request.offersSession = try await !engine.client.unmet(needs, knowing: seenImages).isEmpty
        }
        let build = SeedBuild(request: request, context: context)
        try await perform(build)
        return build
    }

    private func perform(_ build: SeedBuild) async throws {
        let result =
            if let buildx, build.request.builder == .buildx {
                try await buildx.build(build.request, of: build.context, on: engine.client).result
            } else {
                try await engine.client.build(build.request, of: build.context).result
            }
        if let error = result.error {
            throw CentralCacheError(
                .seedFailed,
                "the images for the registry were not built on the first engine: \(SecretMask(secrets).masked(error))")
        }
    }

    /// The lines that a release engineer had to add to the job's definition; counted the first time it is used.
    private func actions(of job: PlannedJob, _ way: Way) -> [JobPoint] {
        definitions.insert(StreamKey(job)).inserted ? way.actions.map(\.point) : []
    }
}

private struct SeedBuild {
    var request: BuildRequest
    var context: BuildContext
}

struct RegistryImageName {
    /// Such as `127.0.0.1:5000`.
    let address: String

    /// Where the build of a change is pushed: one name per change, so that a cache is never newer than intended.
    func cache(fixture: String, builder: String, change: Int) -> String {
        "\(address)/plimsoll/\(fixture.lowercased()):\(builder)-\(change)"
    }

    /// Where a base image is published: its own name, with this address in place of any other registry's.
    func base(_ reference: String) -> String {
        let name = ImageName(reference)
        let parts = name.repository.split(separator: "/")
        let isElsewhere =
            parts.count > 1 && (parts[0].contains(".") || parts[0].contains(":") || parts[0] == "localhost")
        let path = (isElsewhere ? parts.dropFirst() : parts[...]).joined(separator: "/")
        // A digest is no valid tag to push.
        let tag = name.tag.contains(":") ? "base" : name.tag
        return "\(address)/base/\(path):\(tag)"
    }
}
