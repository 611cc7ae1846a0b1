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

    /// An engine that was brought up before, in whatever state it is: to use it, or to take it down.
    ///
    /// - Throws: `badName` when the state directory has none of that name.
    public static func named(_ name: String, in stateDirectory: String) throws -> EmbeddedEngine {
        let names = try EngineNames(name)
        let layout = EngineLayout(stateDirectory: stateDirectory, name: name)
        guard let record = EngineRecord.read(layout.record) else {
            throw EmbeddedEngineError(
                .badName, "There is no engine named \(name) in \(stateDirectory): see `plimsoll engine status`.")
        }
        return EmbeddedEngine(record: record, layout: layout, names: names, lease: nil)
    }

    /// Takes down every engine that nobody will: dead ones, half-made ones, and those whose owner is gone.
    ///
    /// An engine with a living owner is the owner's; one that was brought up to live on is left, unless it is dead.
    ///
    /// - Returns: The names of the engines that were taken down.
    /// - Throws: The first `EmbeddedEngineError`, after all were tried.
    public static func sweep(
        stateDirectory: String, progress: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> [String] {
        var swept: [String] = []
        var failure: (any Error)?
        for (name, record) in try recorded(stateDirectory) {
            let state = record.map { EmbeddedEngineStatus.State.judge($0) } ?? .dead
            guard state == .dead || state == .orphaned, let names = try? EngineNames(name) else { continue }
            if let owner = record?.owner, owner.isAlive() { continue }
            progress("taking down engine \(name), which is \(state.rawValue)")
            let removal = EngineRemoval(
                names: names, layout: EngineLayout(stateDirectory: stateDirectory, name: name),
                host: record?.host ?? HostSide())
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
