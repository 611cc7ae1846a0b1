import Foundation
import Model

/// Starts a registry, one resource after the other.
struct RegistryRaising: Sendable {
    let options: EmbeddedRegistryOptions
    let names: EngineNames
    let layout: EngineLayout
    var record: RegistryRecord

    /// How long the registry may take to listen.
    private static let patience = Duration.seconds(30)
    private static let ports = 5000..<6000

    /// Claims a name, a subnet, a port and a storage, and records what will be made. Nothing else exists yet.
    static func claim(
        _ options: EmbeddedRegistryOptions, _ names: EngineNames, _ host: HostSide
    ) async throws -> RegistryRaising {
        let layout = EngineLayout(stateDirectory: options.stateDirectory, name: names.name, kind: .registry)
        let storage = options.storage.map(Self.absolute) ?? layout.storage
        return try await HostLock.hold(host) {
            let traces = [layout.directory, host.sockets(names.name), names.namespacePath]
            guard !traces.contains(where: FileManager.default.fileExists) else {
                throw EmbeddedEngineError(
                    .badName,
                    "A registry or engine named \(names.name) is there already: take another name, or take it down first."
                )
            }
            let claims = EngineClaim.all(host).map(\.claim)
            let port = try choosePort(options.port, claims)
            guard !claims.contains(where: { $0.storage == storage }) else {
                throw EmbeddedEngineError(.taken, "Another registry keeps its images in \(storage): take another.")
            }
            try await HostBaseline.note(host)
            let addresses = try EngineAddresses.free(avoiding: await EngineNetwork.taken(host) + claims.map(\.block))
            let record = RegistryRecord(
                name: names.name, stage: .starting, since: Date(), owner: .current(), block: addresses.block,
                port: port,
                storage: storage, isOpen: options.isOpen, links: [], host: host)
            try EngineClaim(
                block: addresses.block, directory: layout.directory, port: port, storage: storage,
                owner: options.detached ? nil : .current(), processNamespace: ProcessViews.processNamespace()
            ).begin(record, layout, host)
            return RegistryRaising(options: options, names: names, layout: layout, record: record)
        }
    }

    /// Makes everything, starts the registry, waits until it listens, and connects the engines that it should serve.
    mutating func finish() async throws -> EmbeddedRegistry {
        let program = Tool.find(options.program) ?? options.program
        let launch = RegistryLaunch(
            layout: layout, names: names, port: record.port, storage: record.storage, program: program)
        try launch.prepare()
        try RegistryRequirements.check(storage: record.storage, free: EngineRequirements.free(record.storage))
        let network = RegistryNetwork(names: names, block: record.block, port: record.port, host: record.host)
        try await network.makeNamespace()
        let ends = options.detached ? nil : try OwnerLease.open()
        try Task.checkCancellation()
        try await launch.start(lease: ends?.reading)
        _ = try await launch.namespaces.awaitReady(&record, patience: Self.patience) { record -> Bool? in
            guard let pid = record.outermost?.pid, ListeningPorts.of(process: pid).contains(record.port) else {
                return nil
            }
            return true
        }
        record.version = await RegistryLaunch.version(of: program)
        try record.noteRunning(layout.record, detached: options.detached)
        guard let registry = EmbeddedRegistry(record: record, layout: layout, names: names, lease: ends?.lease) else {
            throw EmbeddedEngineError(
                .diedAtStart, "The registry ended as soon as it was ready; its last words were:",
                cause: launch.namespaces.tail())
        }
        if options.isOpen { try await RegistryConnections.welcome(registry: record, in: options.stateDirectory) }
        return registry
    }

    static func choosePort(_ wanted: Int?, _ claims: [EngineClaim]) throws(EmbeddedEngineError) -> Int {
        let used = Set(claims.compactMap(\.port))
        if let wanted {
            guard !used.contains(wanted) else {
                throw EmbeddedEngineError(.taken, "Another registry has port \(wanted): take another, or none.")
            }
            return wanted
        }
        guard let port = ports.first(where: { !used.contains($0) }) else {
            throw EmbeddedEngineError(.taken, "Registries have all ports from 5000 to 5999: take some down.")
        }
        return port
    }

    private static func absolute(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
    }
}

/// Takes a registry down, in any state.
struct RegistryRemoval: Sendable {
    let names: EngineNames
    let layout: EngineLayout
    let host: HostSide

    /// Undoes what was made in engines' namespaces, then removes the registry like an engine. A storage that was named
    /// is elsewhere, and stays.
    /// - Throws: `incompleteDown` with what is left.
    func run(_ progress: @Sendable (String) -> Void) async throws {
        if let record = RegistryRecord.read(layout.record) {
            let network = network(record)
            try await HostLock.hold(host) {
                for link in record.links { await network.disconnect(link) }
            }
        }
        try await EngineRemoval(names: names, layout: layout, host: host).run(progress)
    }

    func leftovers(_ record: RegistryRecord?) async -> [EngineLeftover] {
        var found = await EngineInventory(names: names, layout: layout, host: host).take()
        guard let record else { return found }
        for link in record.links { found += await network(record).leftovers(link) }
        return found
    }

    private func network(_ record: RegistryRecord) -> RegistryNetwork {
        RegistryNetwork(names: names, block: record.block, port: record.port, host: host)
    }
}
