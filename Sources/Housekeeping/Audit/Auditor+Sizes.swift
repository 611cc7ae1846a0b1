import Engine

/// What things take: asked for only of what was left.
extension Auditor {
    /// The most that the engine may take to add up, beyond its usual limit.
    private static let sums: Duration = .seconds(30)

    /// Adds to each object what it takes on disk. Where that cannot be learned it has no size; nothing is lost by that.
    public func measure(_ objects: [AuditedObject]) async -> [Leak] {
        let listed: Set<AuditKind> = [.container, .image, .danglingImage, .volume, .buildCache]
        let usage = objects.contains { listed.contains($0.kind) } ? await diskUsage() : nil
        return objects.map { object in
            Leak(object, bytes: object.path.flatMap(HostFiles.allocated) ?? usage?.bytes(of: object))
        }
    }

    private func diskUsage() async -> DiskUsage? {
        try? await withDeadline(.now + Self.sums) { [client] in try await client.diskUsage() }
    }
}

extension DiskUsage {
    /// What an object takes, in bytes; nil where the engine does not tell.
    fileprivate func bytes(of object: AuditedObject) -> Int? {
        switch object.kind {
        case .container: return containers.first { $0.id == object.identity }?.writableSize
        case .image: return images.first { $0.tags.contains(object.name) }.map(\.ownSize)
        case .danglingImage: return images.first { $0.id == object.identity }.map(\.ownSize)
        case .volume:
            let size = volumes.first { $0.name == object.name }?.usage?.size
            return size.flatMap { $0 < 0 ? nil : $0 }
        // A record that shares its layer with an image takes nothing of its own.
        case .buildCache:
            return buildCache.first { [object.name, object.identity].contains($0.id) }.map { $0.shared ? 0 : $0.size }
        default: return nil
        }
    }
}

extension DiskUsage.Image {
    /// The size of the layers that no other image uses, in bytes.
    fileprivate var ownSize: Int { size - max(0, sharedSize) }
}
