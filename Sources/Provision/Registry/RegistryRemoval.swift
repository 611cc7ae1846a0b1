/// Takes a registry down, from whatever state it is in.
struct RegistryRemoval: Sendable {
    let names: EngineNames
    let layout: EngineLayout
    let host: HostSide

    /// Takes back what was made in engines' namespaces, then removes the registry as an engine is removed. A storage that
    /// was named lies elsewhere, and stays.
    ///
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

    /// What is on the host and in engines' namespaces.
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
