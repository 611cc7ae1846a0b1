import Engine
import Fixtures
import Foundation
import Model
import Provision

/// The worker that builds before those of a fleet: the run's own engine, and the registry that it pushes to.
struct FirstWorker: Sendable {
    struct Build: Sendable {
        var request: BuildRequest
        var context: BuildContext
    }

    var registry: EmbeddedRegistry
    let engine: FleetEngine
    let owner: String
    var buildx: Buildx?
    var secrets: [BuildSecret] = []
    private let seenImages = Shared<Set<String>>([])

    init(
        registry: EmbeddedRegistry, engine: FleetEngine, owner: String, buildx: Buildx? = nil,
        secrets: [BuildSecret] = []
    ) {
        (self.registry, self.engine, self.owner) = (registry, engine, owner)
        (self.buildx, self.secrets) = (buildx, secrets)
    }

    /// Builds a change, with a stream that is this worker's own. The request may be changed before.
    /// Throws `FleetError` with code `seedFailed`; `EngineError`; the fixture's errors.
    func build(
        _ change: Change, as reference: String, by builder: Builder, from stream: JobStream,
        _ shape: @Sendable (inout BuildRequest) -> Void = { _ in }
    ) async throws -> Build {
        let context = try await stream.context(at: change)
        var request = BuildRequest(
            builder: builder.kind, dockerfile: context.dockerfile, dockerfileText: try context.dockerfileText(),
            tags: [reference], labels: PlimsollLabel.labels(owner: owner), extraHosts: engine.extraHosts)
        request.secrets = secrets
        shape(&request)
        if builder == .buildkit {
            let needs = SessionNeed.all(in: Dockerfile(request.dockerfileText ?? ""), arguments: request.arguments)
            request.offersSession = try await !engine.client.unmet(needs, knowing: seenImages).isEmpty
        }
        let build = Build(request: request, context: context)
        try await perform(build)
        return build
    }

    func perform(_ build: Build) async throws {
        let result =
            if let buildx, build.request.builder == .buildx {
                try await buildx.build(build.request, of: build.context, on: engine.client).result
            } else {
                try await engine.client.build(build.request, of: build.context).result
            }
        if let error = result.error {
            throw FleetError(
                .seedFailed,
                "the images for the registry were not built on the first engine: \(SecretMask(secrets).masked(error))")
        }
    }

    /// Does what pushes to the registry; returns how long it took, what moved, what the registry holds afterwards, and
    /// by how much it grew.
    func measuringPush<Value: Sendable>(
        _ push: @Sendable () async throws -> Value
    ) async throws -> (value: Value, points: [JobPoint]) {
        let held = registry.usage()
        let (began, before) = (ContinuousClock.now, registry.traffic(with: engine.engine.name))
        let value = try await push()
        var points = [CachePoint.pushSeconds.point((ContinuousClock.now - began).seconds)]
        let after = registry.traffic(with: engine.engine.name)
        if let before, let after { points.append(CachePoint.pushBytes.point(Double(after.total - before.total))) }
        let usage = registry.usage()
        points.append(CachePoint.registryBlobBytes.point(usage.blobBytes))
        points.append(CachePoint.registryManifestBytes.point(usage.manifestBytes))
        points.append(RegistryPoint.grownBlobBytes.point(usage.blobBytes - held.blobBytes))
        points.append(RegistryPoint.grownManifestBytes.point(usage.manifestBytes - held.manifestBytes))
        return (value, points)
    }

    /// Removes an image that a newer one supersedes. The newer one keeps the layers that both have, and with them the
    /// legacy builder's cache.
    func remove(superseded reference: String) async { _ = try? await engine.client.removeImage(reference) }
}

struct RegistryImageName {
    /// Such as `127.0.0.1:5000`.
    let address: String

    /// Where the build of a change is pushed: one name per change, so that a cache is never newer than intended.
    func cache(fixture: String, builder: String, change: Int) -> String {
        "\(address)/plimsoll/\(fixture.lowercased()):\(builder)-\(change)"
    }

    /// Where an image is pushed to be delivered: a repository for each fixture and builder, a name for each build.
    func release(fixture: String, builder: String, build: Int) -> String {
        "\(address)/releases/\(fixture.lowercased())-\(builder):\(build)"
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
