/// Brings registries and engines together: whichever comes up later looks for the other.
enum RegistryConnections {
    /// Connects an engine that has come up to the open registries of its state directory.
    ///
    /// - Parameter progress: Told of those that it could not be connected to: an engine is of use without.
    static func welcome(
        engine: EngineRecord, in stateDirectory: String, _ progress: @Sendable (String) -> Void
    ) async {
        let registries = (try? registries(stateDirectory).all()) ?? []
        for case (let name, let record?) in registries where record.isOpen && record.state == .running {
            do {
                try await connect(engine: engine.name, to: name, in: stateDirectory)
            } catch {
                progress("engine \(engine.name) was not connected to registry \(name): \(error)")
            }
        }
    }

    /// Connects a registry that has come up to the engines of its state directory.
    static func welcome(registry: RegistryRecord, in stateDirectory: String) async throws {
        let engines = RecordedParts<EngineRecord>(stateDirectory: stateDirectory, kind: .engine)
        for case (let name, let record?) in try engines.all()
        where record.state == .running && record.host.runDirectory == registry.host.runDirectory {
            try await connect(engine: name, to: registry.name, in: stateDirectory)
        }
    }

    /// Connects an engine to a registry, unless it is.
    ///
    /// - Throws: `badName` when the registry does not run; `commandFailed`.
    static func connect(engine: String, to registry: String, in stateDirectory: String) async throws {
        let parts = registries(stateDirectory)
        let host = try parts.running(registry).host
        try await HostLock.hold(host) {
            var record = try parts.running(registry)
            let network = RegistryNetwork(
                names: try EngineNames(registry), block: record.block, port: record.port, host: host)
            let known = record.links.first { $0.engine == engine }
            if let known, await network.isConnected(known) { return }
            // Recorded before it is made, as everything: whoever comes next can take it back.
            let link = try known ?? record.newLink(engine)
            if known == nil {
                record.links.append(link)
                try record.write(to: parts.layout(registry).record)
            }
            try await network.connect(link)
        }
    }

    private static func registries(_ stateDirectory: String) -> RecordedParts<RegistryRecord> {
        RecordedParts(stateDirectory: stateDirectory, kind: .registry)
    }
}

extension RegistryRecord {
    /// A link with the first part of the block that no other link has.
    func newLink(_ engine: String) throws(EmbeddedEngineError) -> Link {
        let used = Set(links.map(\.index))
        guard let index = (0..<RegistryNetwork.mostEngines).first(where: { !used.contains($0) }) else {
            throw EmbeddedEngineError(.noSubnet, "Registry \(name) serves as many engines as it can: start another.")
        }
        return Link(engine: engine, index: index)
    }
}
