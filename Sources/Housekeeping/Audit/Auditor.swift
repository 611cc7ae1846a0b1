import Engine
import Foundation
import Model

/// Takes inventories of everything that a job may leave behind.
///
/// On an engine of Plimsoll's own it sees everything: the engine's lists, its namespaces, control groups and data root.
/// On another engine it sees only objects with Plimsoll's label, through the engine's lists. What those hide is
/// reported as hidden, never as clean. Trees and sizes are read only if something is left.
package struct Auditor: Sendable {
    /// A search for unwanted files of the run itself.
    package typealias FileSearch = @Sendable () async throws -> [AuditedObject]

    let client: EngineClient
    private let host: EngineHost?
    private let scope: OwnerScope?
    private let files: FileSearch?
    let limits: AuditLimits

    package init(
        embedded host: EngineHost, on client: EngineClient, files: FileSearch? = nil,
        limits: AuditLimits = AuditLimits()
    ) {
        self.init(client: client, host: host, scope: nil, files: files, limits: limits)
    }

    /// An auditor of a shared engine, for the objects of one run.
    package init(
        foreign client: EngineClient, run: UUID, files: FileSearch? = nil, limits: AuditLimits = AuditLimits()
    ) {
        self.init(client: client, host: nil, scope: OwnerScope(run: run), files: files, limits: limits)
    }

    private init(client: EngineClient, host: EngineHost?, scope: OwnerScope?, files: FileSearch?, limits: AuditLimits) {
        (self.client, self.host, self.scope, self.files, self.limits) = (client, host, scope, files, limits)
    }

    /// Takes one inventory.
    /// - Throws: ``AuditError``; `CancellationError`; what the search for files throws.
    package func take() async throws -> Inventory {
        let clock = ContinuousClock()
        let began = clock.now
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
            inventory.add(try await buildCache(), of: .buildCache, visibility(.buildCache))
        }
        if reading == nil { HostReading.hide(in: &inventory) }
        inventory.add(
            try await strangers ?? [], of: .file,
            files == nil ? .hidden("no directory of the run's was looked at") : .seen)
        inventory.at = Date()
        inventory.seconds = (clock.now - began) / .seconds(1)
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

    private func buildCache() async throws -> [AuditedObject] {
        guard scope == nil else { return [] }
        return try await asking { try await $0.buildCache() }
    }

    private struct Lists: Sendable {
        var containers: [AuditedObject]
        var images: (named: [AuditedObject], dangling: [AuditedObject])
        var volumes: [AuditedObject]
        var networks: [AuditedObject]
    }

    private func list() async throws -> Lists {
        try await asking { engine in
            async let containers = engine.containers()
            async let images = engine.images()
            async let volumes = engine.volumes()
            async let networks = engine.networks()
            return Lists(
                containers: try await containers, images: try await images, volumes: try await volumes,
                networks: try await networks)
        }
    }

    func asking<Value: Sendable>(
        _ work: @escaping @Sendable (EngineObjects) async throws -> Value
    ) async throws -> Value {
        let engine = EngineObjects(client: client, scope: scope)
        do {
            return try await withDeadline(.now + limits.engine) { try await work(engine) }
        } catch let error as EngineError {
            try Task.checkCancellation()
            throw AuditError(.engineFailed, "the engine failed to say what it has (\(error))")
        } catch is DeadlinePassed {
            try Task.checkCancellation()
            throw AuditError(
                .engineHung, "the engine did not say within \(limits.engine) what it has: is it overloaded or hung?")
        }
    }
}

/// Sizes: read only for what was left.
extension Auditor {
    /// How long the engine may take to add up sizes, instead of its usual limit.
    private static let sums: Duration = .seconds(30)

    /// Adds each object's size on disk. An object whose size cannot be read has none; that does no harm.
    package func measure(_ objects: [AuditedObject]) async -> [Leak] {
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
    /// An object's size, in bytes; nil if the engine does not report it.
    fileprivate func bytes(of object: AuditedObject) -> Int? {
        switch object.kind {
        case .container: return containers.first { $0.id == object.identity }?.writableSize
        case .image: return images.first { $0.tags.contains(object.name) }.map(\.ownSize)
        case .danglingImage: return images.first { $0.id == object.identity }.map(\.ownSize)
        case .volume:
            let size = volumes.first { $0.name == object.name }?.usage?.size
            return size.flatMap { $0 < 0 ? nil : $0 }
        // A record that shares its layer with an image takes no space of its own.
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

package struct AuditLimits: Sendable, Equatable {
    /// How long the engine may take to answer.
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
