import Foundation

/// Brings an engine up, one resource after the other.
struct EngineRaising: Sendable {
    let options: EmbeddedEngineOptions
    let names: EngineNames
    let layout: EngineLayout
    let progress: @Sendable (String) -> Void
    var record: EngineRecord

    /// How long the daemon may take until it answers.
    private static let patience = Duration.seconds(30)

    /// Claims a name and a subnet, and writes down what will be made. Until here nothing else exists.
    static func claim(
        _ options: EmbeddedEngineOptions, _ names: EngineNames, _ host: HostSide,
        _ progress: @escaping @Sendable (String) -> Void
    ) async throws -> EngineRaising {
        let layout = EngineLayout(stateDirectory: options.stateDirectory, name: names.name)
        return try await HostLock.hold(host) {
            let traces = [layout.directory, host.sockets(names.name), names.namespacePath]
            guard !traces.contains(where: FileManager.default.fileExists) else {
                throw EmbeddedEngineError(
                    .badName,
                    "An engine named \(names.name) is there already: take another name, or take it down first.")
            }
            try await HostBaseline.note(host)
            let taken = await EngineNetwork.taken(host) + EngineClaim.all(host).map(\.claim.block)
            guard let addresses = EngineAddresses.choose(avoiding: taken) else {
                throw EmbeddedEngineError(
                    .noSubnet, "No private subnet of 16384 addresses is free on this host: see `ip route`.")
            }
            let record = EngineRecord(
                name: names.name, stage: .starting, since: Date(), owner: .current(), block: addresses.block,
                bridge: options.bridge, uplink: options.uplink, filesystemIsOwn: true, diskBytes: options.diskBytes,
                host: host)
            try FileManager.default.createDirectory(
                atPath: layout.directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            try record.write(to: layout.record)
            try FileManager.default.createDirectory(
                atPath: host.sockets(names.name), withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
            try EngineClaim(
                block: addresses.block, directory: layout.directory, owner: options.detached ? nil : .current(),
                processNamespace: ProcessViews.processNamespace()
            ).write(names.name, host)
            return EngineRaising(options: options, names: names, layout: layout, progress: progress, record: record)
        }
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
        record.stage = .running
        if options.detached { record.owner = nil }
        try record.write(to: layout.record)
        guard let engine = EmbeddedEngine(record: record, layout: layout, names: names, lease: ends?.lease) else {
            throw EmbeddedEngineError(
                .diedAtStart, "The engine ended as soon as it was ready; its last words were:",
                cause: launch.namespaces.tail())
        }
        await RegistryConnections.welcome(engine: record, in: options.stateDirectory, progress)
        return engine
    }

    /// The engine's own filesystem; where loop devices are missing, its directory stays on the host's.
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
        // Nothing is left for the kernel to initialize later, beside a measurement; none of it is reserved for root.
        let inodes = options.bytesPerInode.map { ["-i", "\($0)"] } ?? []
        try await Tool.require(
            ["mkfs.ext4", "-q", "-F", "-m", "0", "-E", "lazy_itable_init=0,lazy_journal_init=1"] + inodes + [
                layout.image
            ])
    }
}
