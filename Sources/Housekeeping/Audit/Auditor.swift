import Engine
import Foundation

/// Takes inventories of everything that a job may leave behind.
///
/// On an engine that is all Plimsoll's own everything is seen: its own lists, its namespaces, its control groups, its data
/// root. Of another engine only what carries Plimsoll's label is looked at, by its own lists; what those hide is reported as
/// hidden, and never as clean. No tree is walked, and no size asked for, until something is left.
public struct Auditor: Sendable {
    /// Files of the run's own that are looked for besides; they tell what should not be there.
    public typealias FileSearch = @Sendable () async throws -> [AuditedObject]

    let client: EngineClient
    private let host: EngineHost?
    private let scope: OwnerScope?
    private let files: FileSearch?
    let limits: AuditLimits

    /// An auditor of an engine that is all Plimsoll's own.
    public init(
        embedded host: EngineHost, on client: EngineClient, files: FileSearch? = nil,
        limits: AuditLimits = AuditLimits()
    ) {
        self.init(client: client, host: host, scope: nil, files: files, limits: limits)
    }

    /// An auditor of an engine that others use too, for what one run makes on it.
    public init(
        foreign client: EngineClient, run: UUID, files: FileSearch? = nil, limits: AuditLimits = AuditLimits()
    ) {
        self.init(client: client, host: nil, scope: OwnerScope(run: run), files: files, limits: limits)
    }

    private init(
        client: EngineClient, host: EngineHost?, scope: OwnerScope?, files: FileSearch?, limits: AuditLimits
    ) {
        self.client = client
        self.host = host
        self.scope = scope
        self.files = files
        self.limits = limits
    }

    /// Takes one inventory.
    ///
    /// - Throws: ``AuditError``; `CancellationError`; what the search for files throws.
    public func take() async throws -> Inventory {
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
        inventory.add(engine.images.dangling, of: .danglingImage, sight(.danglingImage))
        inventory.add(engine.volumes, of: .volume, sight(.volume))
        inventory.add(engine.networks, of: .network)
        reading?.add(to: &inventory, containers: Set(engine.containers.map(\.identity)))
        if reading?.hasBuildCache != true {
            inventory.add(try await buildCache(), of: .buildCache, sight(.buildCache))
        }
        if reading == nil { HostReading.hide(in: &inventory) }
        inventory.add(
            try await strangers ?? [], of: .file,
            files == nil ? .hidden("no directory of the run's was looked at") : .seen)
        inventory.at = Date()
        inventory.seconds = (clock.now - began) / .seconds(1)
        return inventory
    }

    /// Takes inventories until nothing is left that was not there before and is not known already, or the patience with what is
    /// being removed is over.
    ///
    /// - Returns: the last inventory, what is left by it, and how long it waited, in seconds.
    /// - Throws: as ``take()``.
    public func settle(
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

    private func sight(_ kind: AuditKind) -> Sight {
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

    /// The engine's own lists.
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

    /// Asks the engine for at most the limit.
    func asking<Value: Sendable>(
        _ work: @escaping @Sendable (EngineObjects) async throws -> Value
    ) async throws -> Value {
        let engine = EngineObjects(client: client, scope: scope)
        do {
            return try await withDeadline(.now + limits.engine) { try await work(engine) }
        } catch let error as EngineError {
            try Task.checkCancellation()
            throw AuditError(.engineFailed, "the engine failed to say what it has", cause: error.description)
        } catch is DeadlinePassed {
            try Task.checkCancellation()
            throw AuditError(
                .engineHung, "the engine did not say within \(limits.engine) what it has: is it overloaded or hung?")
        }
    }
}
