import Foundation

/// The engines, or the registries, that a state directory remembers.
struct RecordedParts<Record: PartRecord>: Sendable {
    let stateDirectory: String
    let kind: PartKind

    /// Where the files of one of them are.
    func layout(_ name: String) -> EngineLayout {
        EngineLayout(stateDirectory: stateDirectory, name: name, kind: kind)
    }

    /// All of them by name, with their records; nil where there is none that can be understood.
    ///
    /// - Throws: `state` when the directory cannot be read.
    func all() throws -> [(name: String, record: Record?)] {
        let parent = EngineLayout.parent(of: stateDirectory, kind)
        guard FileManager.default.fileExists(atPath: parent) else { return [] }
        do {
            return try FileManager.default.contentsOfDirectory(atPath: parent).sorted().map { name in
                (name, Record.read(layout(name).record))
            }
        } catch {
            throw EmbeddedEngineError(.state, "\(parent) cannot be read: run as root.", cause: "\(error)")
        }
    }

    /// One of them that runs.
    ///
    /// - Throws: `badName` when there is none of that name, or it does not run.
    func running(_ name: String) throws -> Record {
        _ = try EngineNames(name)
        guard let record = Record.read(layout(name).record), record.state == .running else {
            throw EmbeddedEngineError(
                .badName, "No \(kind) named \(name) runs in \(stateDirectory): see `plimsoll \(kind) status`.")
        }
        return record
    }

    /// Where one of them, in whatever state it is, has its files, and the side of the host that it was connected to.
    ///
    /// - Throws: `badName` when there is none of that name.
    func existing(_ name: String) throws -> (names: EngineNames, layout: EngineLayout, host: HostSide) {
        let names = try EngineNames(name)
        let layout = layout(name)
        guard FileManager.default.fileExists(atPath: layout.directory) else {
            throw EmbeddedEngineError(
                .badName, "There is no \(kind) named \(name) in \(stateDirectory): see `plimsoll \(kind) status`.")
        }
        return (names, layout, Record.read(layout.record)?.host ?? HostSide())
    }

    /// What is on the host of one of that name, whether or not it is recorded.
    func leftovers(_ name: String) async throws -> [EngineLeftover] {
        let host = Record.read(layout(name).record)?.host ?? HostSide()
        return await EngineInventory(names: try EngineNames(name), layout: layout(name), host: host).take()
    }

    /// Takes down every one that nobody will: dead ones, half-made ones, those whose owner is gone.
    ///
    /// - Returns: The names of those that were taken down; and the first error, after all were tried.
    func sweep(
        _ progress: @Sendable (String) -> Void, _ takeDown: (String) async throws -> Void
    ) async throws -> (swept: [String], failure: (any Error)?) {
        var swept: [String] = []
        var failure: (any Error)?
        for name in try all().map(\.name) {
            guard let state = try await abandoned(name) else { continue }
            progress("taking down \(kind) \(name), which is \(state.rawValue)")
            do {
                try await takeDown(name)
                swept.append(name)
            } catch {
                failure = failure ?? error
            }
        }
        return (swept, failure)
    }

    /// The state of one that nobody will take down; nil if somebody will.
    private func abandoned(_ name: String) async throws -> EmbeddedEngineStatus.State? {
        let path = layout(name).record
        var record = Record.read(path)
        if record == nil {
            // Either its maker was killed before it could write the record, or is about to write it, under the lock.
            record = try await HostLock.hold(HostSide()) { Record.read(path) }
        }
        guard let record else { return .dead }
        let isAbandoned = (record.state == .dead || record.state == .orphaned) && record.owner?.isAlive() != true
        return isAbandoned ? record.state : nil
    }
}
