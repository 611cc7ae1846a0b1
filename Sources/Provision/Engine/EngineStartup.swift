import Foundation
import Model

/// Starts an engine, one resource after the other.
struct EngineStartup: Sendable {
    let options: EmbeddedEngineOptions
    let names: EngineNames
    let layout: EngineLayout
    let progress: @Sendable (String) -> Void
    var record: EngineRecord

    /// How long the daemon may take to answer.
    private static let patience = Duration.seconds(30)

    /// Claims a name and a block of addresses, and records what will be made. Nothing else exists yet.
    static func claim(
        _ options: EmbeddedEngineOptions, _ names: EngineNames, _ host: HostSide,
        _ progress: @escaping @Sendable (String) -> Void
    ) async throws -> EngineStartup {
        let layout = EngineLayout(stateDirectory: options.stateDirectory, name: names.name)
        let record = try await EngineRecord.claim(
            names, layout, host, detached: options.detached,
            complaint: "An engine named \(names.name) is there already: take another name, or take it down first."
        ) { _ in
            let details = EngineDetails(
                bridge: options.bridge, uplink: options.uplink, filesystemIsOwn: true, diskBytes: options.diskBytes)
            return (details: details, port: nil, storage: nil)
        }
        return EngineStartup(options: options, names: names, layout: layout, progress: progress, record: record)
    }

    /// Makes everything, starts the daemon and waits until it answers.
    mutating func finish() async throws -> EmbeddedEngine {
        let addresses = EngineAddresses(block: record.block)
        try await makeDisk()
        let network = EngineNetwork(names: names, addresses: addresses, host: record.host)
        try await network.makeNamespace()
        let packetSize = options.uplink ? try await network.makeUplink() : 1500
        let launch = EngineLaunch(
            layout: layout, names: names, addresses: addresses, bridge: record.bridge ?? addresses.bridge,
            host: record.host,
            packetSize: packetSize, dockerd: Tool.find(options.dockerd) ?? options.dockerd,
            extraArguments: options.extraArguments)
        let nameServers = NameServers.current()
        if options.uplink, nameServers.servers.isEmpty {
            progress("no name server beyond loopback is known: containers may not resolve names")
        }
        try launch.prepare(nameServers)
        let ends = options.detached ? nil : try OwnerLease.open()
        try Task.checkCancellation()
        try await launch.start(lease: ends?.reading)
        record.version = try await launch.namespaces.awaitReady(&record, patience: Self.patience) {
            EngineProbe.version($0.host.socket($0.name))
        }
        chmod(record.host.socket(names.name), 0o600)
        try record.noteRunning(layout.record, detached: options.detached)
        guard let engine = EmbeddedEngine(record: record, layout: layout, names: names, lease: ends?.lease) else {
            throw EmbeddedEngineError(
                .diedAtStart, "The engine ended as soon as it was ready; its last words were:",
                cause: launch.namespaces.tail())
        }
        await RegistryConnections.welcome(engine: record, in: options.stateDirectory, progress)
        return engine
    }

    /// Makes the engine's own filesystem; without loop devices its directory stays on the host's.
    private mutating func makeDisk() async throws {
        let free = EngineRequirements.free(layout.directory)
        if let warning = try EngineRequirements.judge(
            free: free, diskBytes: options.diskBytes, directory: layout.directory)
        {
            progress(warning)
        }
        if let known = record.host.hasLoopDevices {
            record.filesystemIsOwn = known
        } else {
            record.filesystemIsOwn = await Tool.attempt(["losetup", "--find"]).succeeded
        }
        try record.write(to: layout.record)
        guard record.filesystemIsOwn else {
            progress("no loop device is free: the engine shares the host's filesystem, and disk figures are not exact")
            return
        }
        try await Tool.require(["truncate", "--size", "\(options.diskBytes)", layout.image])
        // Nothing is left for the kernel to initialize later, during a measurement; no space is reserved for root.
        let inodes = options.bytesPerInode.map { ["-i", "\($0)"] } ?? []
        try await Tool.require(
            ["mkfs.ext4", "-q", "-F", "-m", "0", "-E", "lazy_itable_init=0,lazy_journal_init=1"] + inodes + [
                layout.image
            ])
    }
}

/// An engine's or a registry's claims on the host, visible to all Plimsoll processes whatever their state directories.
struct EngineClaim: Codable, Sendable, Equatable {
    let block: IPv4Network
    /// Its directory, as the process that started it sees it. If it is deleted, nobody can know of the engine any more.
    let directory: String
    var port: Int?
    var storage: String?
    /// The process that started it and keeps it; nil if it is detached.
    var owner: ProcessIdentity?
    /// The PID namespace of the process that started it, as `pid:[4026531836]`.
    var processNamespace: String?

    /// Records the claim and what will be made, under `HostLock`.
    ///
    /// The record comes first: whatever a `kill -9` leaves after it, the next Plimsoll process can remove.
    func begin<Details>(_ record: PartRecord<Details>, _ layout: EngineLayout, _ host: HostSide) throws {
        func makeDirectory(_ path: String) throws {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
        try makeDirectory(layout.directory)
        try record.write(to: layout.record)
        try makeDirectory(host.sockets(record.name))
        try write(record.name, host)
    }

    func write(_ name: String, _ host: HostSide) throws {
        try JSONEncoder().encode(self).write(to: URL(fileURLWithPath: host.claim(name)), options: .atomic)
    }

    static func all(_ host: HostSide) -> [(name: String, claim: EngineClaim)] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: host.runDirectory)) ?? []
        return names.sorted().compactMap { name in
            FileManager.default.contents(atPath: host.claim(name))
                .flatMap { try? JSONDecoder().decode(EngineClaim.self, from: $0) }.map { (name, $0) }
        }
    }

    /// The engines whose state is not visible here, with where it may be visible.
    static func unseen(_ host: HostSide) -> [(name: String, claim: EngineClaim, sight: StateSight)] {
        all(host).map { ($0.name, $0.claim, StateSight(of: $0.claim)) }.filter { $0.sight != .here }
    }
}

extension PartRecord {
    /// Claims a name and a block of addresses for a part, and records what will be made. Nothing else exists yet.
    /// - Parameters:
    ///   - complaint: the message of the error if something has that name.
    ///   - choose: chooses, in view of the claims of others, what else the part claims.
    static func claim(
        _ names: EngineNames, _ layout: EngineLayout, _ host: HostSide, detached: Bool, complaint: String,
        _ choose: ([EngineClaim]) throws -> (details: Details, port: Int?, storage: String?)
    ) async throws -> Self {
        try await HostLock.hold(host) {
            let traces = [layout.directory, host.sockets(names.name), names.namespacePath]
            guard !traces.contains(where: FileManager.default.fileExists) else {
                throw EmbeddedEngineError(.badName, complaint)
            }
            let claims = EngineClaim.all(host).map(\.claim)
            let chosen = try choose(claims)
            try await HostBaseline.note(host)
            let block = try EngineAddresses.free(avoiding: await EngineNetwork.taken(host) + claims.map(\.block)).block
            let facts = PartFacts(
                name: names.name, stage: .starting, since: Date(), owner: .current(), block: block, host: host)
            let record = PartRecord(facts, chosen.details)
            try EngineClaim(
                block: block, directory: layout.directory, port: chosen.port, storage: chosen.storage,
                owner: detached ? nil : .current(), processNamespace: ProcessViews.processNamespace()
            ).begin(record, layout, host)
            return record
        }
    }
}

typealias EngineRecord = PartRecord<EngineDetails>

/// What is recorded of an engine only.
struct EngineDetails: Codable, Sendable, Equatable {
    /// The default bridge's address with prefix length, if it is not from the block.
    var bridge: String?
    var uplink: Bool
    var filesystemIsOwn: Bool
    /// Size of its own filesystem, in bytes.
    var diskBytes: Int
}
