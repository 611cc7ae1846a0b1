import Foundation

/// Engines as a state directory remembers them.
extension EmbeddedEngine {
    /// How the engines of a state directory are, by name.
    public static func engines(in stateDirectory: String) throws -> [EmbeddedEngineStatus] {
        try recorded(stateDirectory).map { name, record in
            guard let record else {
                return EmbeddedEngineStatus(
                    name: name, state: .dead, socketPath: HostSide().socket(name), outermost: nil, daemon: nil,
                    version: nil, filesystemIsOwn: false, disk: nil, since: nil, detached: false)
            }
            let layout = EngineLayout(stateDirectory: stateDirectory, name: name)
            return EmbeddedEngineStatus(
                name: name, state: .judge(record), socketPath: record.host.socket(name),
                outermost: record.outermost?.pid, daemon: record.daemon?.pid, version: record.version,
                filesystemIsOwn: record.filesystemIsOwn,
                disk: record.daemon.flatMap { FilesystemUsage(path: "/proc/\($0.pid)/root\(layout.data)") },
                since: record.since, detached: record.stage == .running && record.owner == nil)
        }
    }

    /// An engine that was brought up before and runs.
    ///
    /// - Throws: `badName` when the state directory has no such engine, or it does not run.
    public static func named(_ name: String, in stateDirectory: String) throws -> EmbeddedEngine {
        let names = try EngineNames(name)
        let layout = EngineLayout(stateDirectory: stateDirectory, name: name)
        guard let record = EngineRecord.read(layout.record), EmbeddedEngineStatus.State.judge(record) == .running,
            let engine = EmbeddedEngine(record: record, layout: layout, names: names, lease: nil)
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
        let names = try EngineNames(name)
        let layout = EngineLayout(stateDirectory: stateDirectory, name: name)
        guard FileManager.default.fileExists(atPath: layout.directory) else {
            throw EmbeddedEngineError(
                .badName, "There is no engine named \(name) in \(stateDirectory): see `plimsoll engine status`.")
        }
        let host = EngineRecord.read(layout.record)?.host ?? HostSide()
        let removal = EngineRemoval(names: names, layout: layout, host: host)
        try await Uncancellable.run { try await removal.run(progress) }
    }

    /// Takes down every engine that nobody will: dead ones, half-made ones, those whose owner is gone, and those, of any state
    /// directory, whose state was deleted.
    ///
    /// An engine with a living owner is the owner's; one that was brought up to live on is left, unless it is dead.
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
        var swept: [String] = []
        var failure: (any Error)?
        for name in try recorded(stateDirectory).map(\.0) {
            guard let state = try await abandoned(name, stateDirectory) else { continue }
            progress("taking down engine \(name), which is \(state.rawValue)")
            do {
                try await takeDown(name, in: stateDirectory, progress: progress)
                swept.append(name)
            } catch {
                failure = failure ?? error
            }
        }
        for (name, claim) in EngineClaim.forsaken(host) {
            progress("taking down engine \(name), whose state \(claim.directory) was deleted")
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
        let layout = EngineLayout(stateDirectory: stateDirectory, name: name)
        let host = EngineRecord.read(layout.record)?.host ?? HostSide()
        return await EngineInventory(names: try EngineNames(name), layout: layout, host: host).take()
    }

    /// The engine's state if nobody will take it down; nil if somebody will.
    private static func abandoned(
        _ name: String, _ stateDirectory: String
    ) async throws -> EmbeddedEngineStatus.State? {
        let path = EngineLayout(stateDirectory: stateDirectory, name: name).record
        var record = EngineRecord.read(path)
        if record == nil {
            // Either its maker was killed before it could write the record, or is about to write it, under the lock.
            record = try await HostLock.hold(HostSide()) { EngineRecord.read(path) }
        }
        guard let record else { return .dead }
        let state = EmbeddedEngineStatus.State.judge(record)
        let isAbandoned = (state == .dead || state == .orphaned) && record.owner?.isAlive() != true
        return isAbandoned ? state : nil
    }

    private static func recorded(_ stateDirectory: String) throws -> [(String, EngineRecord?)] {
        let parent = EngineLayout.parent(of: stateDirectory)
        guard FileManager.default.fileExists(atPath: parent) else { return [] }
        do {
            return try FileManager.default.contentsOfDirectory(atPath: parent).sorted().map { name in
                (name, EngineRecord.read(EngineLayout(stateDirectory: stateDirectory, name: name).record))
            }
        } catch {
            throw EmbeddedEngineError(.state, "\(parent) cannot be read: run as root.", cause: "\(error)")
        }
    }
}

extension EmbeddedEngineStatus.State {
    static func judge(_ record: EngineRecord) -> EmbeddedEngineStatus.State {
        EmbeddedEngineStatus.judge(record) { $0.isAlive() }
    }
}
