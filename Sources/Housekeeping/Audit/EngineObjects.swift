import Engine
import Foundation

/// What an engine lists of its own accord.
struct EngineObjects: Sendable {
    let client: EngineClient
    /// Whose objects count on an engine that others use too; nil: all that there are.
    let scope: OwnerScope?

    /// Containers, also those that do not run.
    func containers() async throws -> [AuditedObject] {
        try await client.containers(all: true).filter(covers).map { container in
            AuditedObject(
                .container, String((container.names.first ?? container.id).trimmingPrefix("/")), identity: container.id,
                madeAt: Self.date(container.createdAt))
        }
    }

    /// Names of images, and images without one.
    func images() async throws -> (named: [AuditedObject], dangling: [AuditedObject]) {
        var named: [AuditedObject] = []
        var dangling: [AuditedObject] = []
        for image in try await client.images(all: false) {
            let names = image.tags.isEmpty ? image.digests : image.tags
            guard names.isEmpty ? scope?.mayCover(nameless: image) ?? true : covers(image) else { continue }
            let made = Self.date(image.createdAt)
            named += names.map { AuditedObject(.image, $0, madeAt: made) }
            if names.isEmpty { dangling.append(AuditedObject(.danglingImage, image.id, madeAt: made)) }
        }
        return (named, dangling)
    }

    /// Volumes; one that was made anew under a name is another.
    func volumes() async throws -> [AuditedObject] {
        try await client.volumes().filter(covers).map { volume in
            AuditedObject(
                .volume, volume.name, identity: "\(volume.name) \(volume.createdAt?.description ?? "")",
                madeAt: volume.createdAt.map(Self.date))
        }
    }

    /// The networks that every engine has, and makes anew when it is started again.
    private static let ownNetworks: Set<String> = ["bridge", "host", "none"]

    /// Networks.
    func networks() async throws -> [AuditedObject] {
        try await client.networks().filter(covers).map { network in
            AuditedObject(
                .network, network.name, identity: Self.ownNetworks.contains(network.name) ? network.name : network.id,
                madeAt: network.createdAt.map(Self.date))
        }
    }

    /// Records of BuildKit's cache, as the engine tells them.
    func buildCache() async throws -> [AuditedObject] {
        try await client.buildCache().map {
            AuditedObject(.buildCache, $0.id, madeAt: $0.createdAt.map(Self.date))
        }
    }

    private func covers(_ object: some LabelledObject) -> Bool {
        scope?.covers(object) ?? true
    }

    private static func date(_ seconds: Int) -> Date { Date(timeIntervalSince1970: Double(seconds)) }

    private static func date(_ instant: EngineInstant) -> Date {
        Date(timeIntervalSince1970: Double(instant.secondsSinceEpoch) + Double(instant.nanoseconds) / 1e9)
    }
}
