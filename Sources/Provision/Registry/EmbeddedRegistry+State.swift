/// Registries as a state directory remembers them.
extension EmbeddedRegistry {
    /// How the registries of a state directory are, by name.
    public static func registries(in stateDirectory: String) throws -> [EmbeddedRegistryStatus] {
        try recorded(stateDirectory).all().map { EmbeddedRegistryStatus(name: $0.name, record: $0.record) }
    }

    /// A registry that was brought up before and runs.
    ///
    /// - Throws: `badName` when the state directory has no such registry, or it does not run.
    public static func named(_ name: String, in stateDirectory: String) throws -> EmbeddedRegistry {
        let parts = recorded(stateDirectory)
        let record = try parts.running(name)
        guard
            let registry = EmbeddedRegistry(
                record: record, layout: parts.layout(name), names: try EngineNames(name), lease: nil)
        else {
            throw EmbeddedEngineError(
                .badName, "No registry named \(name) runs in \(stateDirectory): see `plimsoll registry status`.")
        }
        return registry
    }

    /// Takes down a registry that was brought up before, in whatever state it is, also somebody else's.
    ///
    /// - Throws: `badName` when the state directory has no such registry; what `down` throws.
    public static func takeDown(
        _ name: String, in stateDirectory: String, progress: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws {
        let found = try recorded(stateDirectory).existing(name)
        let removal = RegistryRemoval(names: found.names, layout: found.layout, host: found.host)
        try await Uncancellable.run { try await removal.run(progress) }
    }

    /// Takes down every registry that nobody will: dead ones, half-made ones, those whose owner is gone.
    ///
    /// Those whose state was deleted are swept with the engines.
    ///
    /// - Returns: The names of the registries that were taken down.
    /// - Throws: The first `EmbeddedEngineError`, after all were tried.
    public static func sweep(
        stateDirectory: String, progress: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> [String] {
        let (swept, failure) = try await recorded(stateDirectory).sweep(progress) { name in
            try await takeDown(name, in: stateDirectory, progress: progress)
        }
        if let failure { throw failure }
        return swept
    }

    /// What is on the host of a registry of that name, whether or not it is recorded.
    public static func leftovers(_ name: String, in stateDirectory: String) async throws -> [EngineLeftover] {
        let layout = recorded(stateDirectory).layout(name)
        let record = RegistryRecord.read(layout.record)
        return await RegistryRemoval(names: try EngineNames(name), layout: layout, host: record?.host ?? HostSide())
            .leftovers(record)
    }

    private static func recorded(_ stateDirectory: String) -> RecordedParts<RegistryRecord> {
        RecordedParts(stateDirectory: stateDirectory, kind: .registry)
    }
}
