import Foundation
import Model

/// Starts a registry, one resource after the other.
struct RegistryStartup: Sendable {
    let options: EmbeddedRegistryOptions
    let names: EngineNames
    let layout: EngineLayout
    var record: RegistryRecord

    /// How long the registry may take to listen.
    private static let patience = Duration.seconds(30)
    private static let ports = 5000..<6000

    /// Claims a name, a block of addresses, a port and a storage, and records what will be made. Nothing else exists
    /// yet.
    static func claim(
        _ options: EmbeddedRegistryOptions, _ names: EngineNames, _ host: HostSide
    ) async throws -> RegistryStartup {
        let layout = EngineLayout(stateDirectory: options.stateDirectory, name: names.name, kind: .registry)
        let storage = options.storage.map(Self.absolute) ?? layout.storage
        let record = try await RegistryRecord.claim(
            names, layout, host, detached: options.detached,
            complaint:
                "A registry or engine named \(names.name) is there already: take another name, or take it down first."
        ) { claims in
            let port = try choosePort(options.port, claims)
            guard !claims.contains(where: { $0.storage == storage }) else {
                throw EmbeddedEngineError(.taken, "Another registry keeps its images in \(storage): take another.")
            }
            let details = RegistryDetails(port: port, storage: storage, isOpen: options.isOpen, links: [])
            return (details: details, port: port, storage: storage)
        }
        return RegistryStartup(options: options, names: names, layout: layout, record: record)
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

extension EngineRemoval {
    /// Undoes what a registry made in engines' namespaces.
    func disconnectRegistry() async throws {
        guard let record = RegistryRecord.read(layout.record) else { return }
        let network = network(of: record)
        try await HostLock.hold(host) {
            for link in record.links { await network.disconnect(link) }
        }
    }

    /// A registry's objects on the host and in the namespaces of its engines.
    func leftovers(of record: RegistryRecord?) async -> [EngineLeftover] {
        var found = await inventory.take()
        guard let record else { return found }
        for link in record.links { found += await network(of: record).leftovers(link) }
        return found
    }

    private func network(of record: RegistryRecord) -> RegistryNetwork {
        RegistryNetwork(names: names, block: record.block, port: record.port, host: host)
    }
}
