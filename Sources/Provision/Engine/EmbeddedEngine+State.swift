import Foundation

/// Engines as a state directory remembers them.
extension EmbeddedEngine {
    /// How the engines of a state directory are, by name.
    public static func engines(in stateDirectory: String) throws -> [EmbeddedEngineStatus] {
        let parts = recorded(stateDirectory)
        return try parts.all().map { name, record in
            guard let record else {
                return EmbeddedEngineStatus(
                    name: name, state: .dead, socketPath: HostSide().socket(name), outermost: nil, daemon: nil,
                    version: nil, filesystemIsOwn: false, disk: nil, since: nil, detached: false)
            }
            return EmbeddedEngineStatus(
                name: name, state: record.state, socketPath: record.host.socket(name),
                outermost: record.outermost?.pid, daemon: record.daemon?.pid, version: record.version,
                filesystemIsOwn: record.filesystemIsOwn,
                disk: record.daemon.flatMap { FilesystemUsage(path: "/proc/\($0.pid)/root\(parts.layout(name).data)") },
                since: record.since, detached: record.stage == .running && record.owner == nil)
        }
    }

    /// An engine that was brought up before and runs.
    ///
    /// - Throws: `badName` when the state directory has no such engine, or it does not run.
    public static func named(_ name: String, in stateDirectory: String) throws -> EmbeddedEngine {
        let parts = recorded(stateDirectory)
        let record = try parts.running(name)
        guard
            let engine = EmbeddedEngine(
                record: record, layout: parts.layout(name), names: try EngineNames(name), lease: nil)
        else {
            throw EmbeddedEngineError(
                .badName, "No engine named \(name) runs in \(stateDirectory): see `plimsoll engine status`.")
        }
        return engine
    }

    /// Takes down an engine that was brought up before, in whatever state it is, also somebody else's.
    ///
    /// - Throws: `badName` when the state directory has no such engine; what `down` throws.
    public static func takeDown(
        _ name: String, in stateDirectory: String, progress: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws {
        let found = try recorded(stateDirectory).existing(name)
        let removal = EngineRemoval(names: found.names, layout: found.layout, host: found.host)
        try await Uncancellable.run { try await removal.run(progress) }
    }

    /// Takes down every engine that nobody will: dead ones, half-made ones, those whose owner is gone, and those, of any state
    /// directory, whose state was deleted.
    ///
    /// An engine with a living owner is the owner's; one that was brought up to live on is left, unless it is dead. So is one whose
    /// state is not to be seen from here but may be from another mount namespace: `progress` is told of it.
    ///
    /// - Returns: The names of the engines that were taken down.
    /// - Throws: The first `EmbeddedEngineError`, after all were tried.
    public static func sweep(
        stateDirectory: String, progress: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> [String] {
        try await sweep(stateDirectory: stateDirectory, host: HostSide(), progress: progress)
    }

    static func sweep(
        stateDirectory: String, host: HostSide, progress: @escaping @Sendable (String) -> Void
    ) async throws -> [String] {
        var (swept, failure) = try await recorded(stateDirectory).sweep(progress) { name in
            try await takeDown(name, in: stateDirectory, progress: progress)
        }
        // A registry's claim is of the same form, and its removal goes by the same names.
        for (name, claim, sight) in EngineClaim.unseen(host) {
            if let reason = sight.reasonToLeave(name, claim.directory) {
                progress(reason)
                continue
            }
            progress("taking down \(name), whose state \(claim.directory) was deleted")
            let removal = EngineRemoval(
                names: try EngineNames(name), layout: EngineLayout(directory: claim.directory), host: host)
            do {
                try await Uncancellable.run { try await removal.run(progress) }
                swept.append(name)
            } catch {
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
        return swept
    }

    /// What is on the host of an engine of that name, whether or not it is recorded.
    public static func leftovers(_ name: String, in stateDirectory: String) async throws -> [EngineLeftover] {
        try await recorded(stateDirectory).leftovers(name)
    }

    private static func recorded(_ stateDirectory: String) -> RecordedParts<EngineRecord> {
        RecordedParts(stateDirectory: stateDirectory, kind: .engine)
    }
}
