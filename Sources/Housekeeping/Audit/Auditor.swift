import Engine
import Foundation
import Model

/// Takes inventories of everything that a job may leave behind.
/// On an engine of Plimsoll's own it sees everything: the engine's lists, its namespaces, control groups and data root.
/// On another engine it sees only objects with Plimsoll's label, through the engine's lists. What those hide is
/// reported as hidden, never as clean. Trees and sizes are read only if something is left.
package struct Auditor: Sendable {
    package typealias FileSearch = @Sendable () async throws -> [AuditedObject]

    let client: EngineClient
    private let host: EngineHost?
    /// Whose objects count on a shared engine; nil: all.
    let scope: OwnerScope?
    private let files: FileSearch?
    let limits: AuditLimits

    package init(
        embedded host: EngineHost, on client: EngineClient, files: FileSearch? = nil,
        limits: AuditLimits = AuditLimits()
    ) {
        (self.host, self.client, self.files, self.limits, scope) = (host, client, files, limits, nil)
    }

    /// An auditor of a shared engine, for the objects of one run.
    package init(
        foreign client: EngineClient, run: UUID, files: FileSearch? = nil, limits: AuditLimits = AuditLimits()
    ) {
        (self.client, self.files, self.limits, host, scope) = (client, files, limits, nil, OwnerScope(run: run))
    }

    /// Takes one inventory.
    /// - Throws: ``AuditError``; `CancellationError`; what the search for files throws.
    package func take() async throws -> Inventory {
        let began = ContinuousClock.now
        var inventory = Inventory()
        async let listed = list()
        async let strangers = files?()
        // The host is read while the engine makes its lists.
        let reading = try host.map { try HostReading($0) }
        let engine = try await listed
        inventory.add(engine.containers, of: .container)
        inventory.add(engine.images.named, of: .image)
        inventory.add(engine.images.dangling, of: .danglingImage, visibility(.danglingImage))
        inventory.add(engine.volumes, of: .volume, visibility(.volume))
        inventory.add(engine.networks, of: .network)
        reading?.add(to: &inventory, containers: Set(engine.containers.map(\.identity)))
        if reading?.hasBuildCache != true {
            let records = scope == nil ? try await asking { try await buildCache() } : []
            inventory.add(records, of: .buildCache, visibility(.buildCache))
        }
        if reading == nil { HostReading.hide(in: &inventory) }
        inventory.add(
            try await strangers ?? [], of: .file,
            files == nil ? .hidden("no directory of the run was inspected") : .seen)
        inventory.at = Date()
        inventory.seconds = (.now - began) / .seconds(1)
        return inventory
    }

    /// Takes inventories until nothing new and unknown is left, or the time for pending removals is over.
    /// - Returns: the last inventory, what is left in it, and the seconds spent waiting for pending removals.
    /// - Throws: as ``take()``.
    package func settle(
        since earlier: Inventory, keeping kept: Retained = Retained(), besides known: Set<AuditedObject.Key> = []
    ) async throws -> (inventory: Inventory, left: [AuditedObject], waited: Double) {
        let began = ContinuousClock.now
        var interval = limits.interval
        var waited = Duration.zero
        while true {
            let inventory = try await take()
            let left = inventory.leaks(since: earlier, keeping: kept, besides: known)
            guard !left.isEmpty, ContinuousClock.now - began < limits.patience else {
                return (inventory, left, waited / .seconds(1))
            }
            try await Task.sleep(for: interval)
            waited += interval
            interval = min(interval * 2, limits.longestInterval)
        }
    }

    private func visibility(_ kind: AuditKind) -> Visibility {
        guard scope != nil else { return .seen }
        switch kind {
        case .danglingImage: return .partly("images of builds that failed carry no label")
        case .volume: return .partly("volumes that the engine makes for a container carry no label")
        case .buildCache: return .hidden("records of the build cache carry no label")
        default: return .seen
        }
    }

    private struct Lists: Sendable {
        var containers, volumes, networks: [AuditedObject]
        var images: (named: [AuditedObject], dangling: [AuditedObject])
    }

    private func list() async throws -> Lists {
        try await asking {
            async let containers = self.containers()
            async let images = self.images()
            async let volumes = self.volumes()
            async let networks = self.networks()
            return try await Lists(containers: containers, volumes: volumes, networks: networks, images: images)
        }
    }

    private func asking<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        try await answered(
            within: limits.engine, "what it has", failed: AuditProblem.engineFailed, hung: .engineHung, work)
    }
}

/// What an engine answers within a limit.
/// - Throws: `CodedError` of `failed` or `hung`; `CancellationError`.
func answered<Value: Sendable, Code: RawRepresentable<String> & Sendable & Hashable>(
    within limit: Duration, _ what: String, failed: Code, hung: Code,
    _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    do {
        return try await withDeadline(.now + limit, work)
    } catch let error as EngineError {
        try Task.checkCancellation()
        throw CodedError(failed, "the engine failed to report \(what) (\(error))")
    } catch is DeadlinePassed {
        try Task.checkCancellation()
        throw CodedError(hung, "the engine did not report within \(limit) \(what): is it overloaded or hung?")
    }
}

extension Auditor {
    /// Adds each object's size on disk. An object whose size cannot be read has none; that does no harm.
    package func measure(_ objects: [AuditedObject]) async -> [Leak] {
        let listed: Set<AuditKind> = [.container, .image, .danglingImage, .volume, .buildCache]
        var usage: DiskUsage?
        if objects.contains(where: { listed.contains($0.kind) }) {
            // Sums take an engine longer than its usual limit.
            usage = try? await withDeadline(.now + .seconds(30)) { [client] in try await client.diskUsage() }
        }
        let stored = host.flatMap { host in
            ContainerdStore.snapshotter(inUseBy: host.data).flatMap { _ in
                try? StoreReader(dataRoot: host.data).read(.containerd, records: usage?.buildCache ?? []).parts
            }
        }
        return objects.map { object in
            Leak(object, bytes: object.path.flatMap(HostFiles.allocated) ?? usage?.bytes(of: object, stored))
        }
    }
}

extension DiskUsage {
    /// An object's size, in bytes; nil if the engine does not report it.
    /// - Parameter stored: what containerd's store holds on disk: the engine's figures of it are of something else.
    fileprivate func bytes(of object: AuditedObject, _ stored: StoredParts?) -> Int? {
        switch object.kind {
        case .container: return containers.first { $0.id == object.identity }?.writableSize
        case .image:
            return images.first { $0.tags.contains(object.name) }.map { stored?.own(image: $0.id) ?? $0.ownSize }
        case .danglingImage:
            return images.first { $0.id == object.identity }.map { stored?.own(image: $0.id) ?? $0.ownSize }
        case .volume:
            let size = volumes.first { $0.name == object.name }?.usage?.size
            return size.flatMap { $0 < 0 ? nil : $0 }
        // A record that shares its layer with an image takes no space of its own.
        case .buildCache:
            return buildCache.first { [object.name, object.identity].contains($0.id) }.map {
                stored?.own(record: $0.id) ?? ($0.shared ? 0 : $0.size)
            }
        default: return nil
        }
    }
}

extension ImageSummary {
    fileprivate var ownSize: Int { size - max(0, sharedSize) }
}

package struct AuditLimits: Sendable, Equatable {
    package var engine: Duration
    /// How long something that is being removed may still be there: removal is asynchronous.
    package var patience: Duration
    /// The shortest time between two inventories; it doubles while something is left.
    package var interval: Duration
    var longestInterval: Duration

    package init(
        engine: Duration = .seconds(10), patience: Duration = .seconds(3), interval: Duration = .milliseconds(20),
        longestInterval: Duration = .milliseconds(400)
    ) {
        (self.engine, self.patience) = (engine, patience)
        (self.interval, self.longestInterval) = (interval, longestInterval)
    }
}

typealias AuditError = CodedError<AuditProblem>

enum AuditProblem: String, Sendable, CaseIterable {
    case engineHung = "engine_hung", engineFailed = "engine_failed"
    /// The engine's processes or directories cannot be read: it may have ended.
    case unreadable
}
