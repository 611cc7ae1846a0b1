import Foundation
import Model

/// An engine or a registry of Plimsoll's own on this host: everything of it ends with one process.
///
/// What is made outside its namespaces is recorded first, so that a later process can remove a part killed at any
/// moment. It ends when its owner ends, for whatever reason, unless it was started detached.
package struct EmbeddedPart<Details: PartDetails>: Sendable {
    /// The pid on the host of the process with which everything of it ends.
    package let outermostProcessIdentifier: Int32
    let record: PartRecord<Details>
    let layout: PartLayout
    /// Held, never read: the part ends when this is released.
    private let lease: OwnerLease?

    /// Its name, which all its objects on the host carry.
    package var name: String { record.name }
    /// The version of its program, as `20.10.24` or `2.8.2+ds1`.
    package var version: String { record.version ?? "" }

    /// The part of a record; nil if its processes have not been seen yet.
    init?(record: PartRecord<Details>, layout: PartLayout, lease: OwnerLease? = nil) {
        guard let outermost = record.outermost, record.daemon != nil || Details.kind == .registry else { return nil }
        outermostProcessIdentifier = outermost.pid
        (self.record, self.layout, self.lease) = (record, layout, lease)
    }

    /// Starts a part. An engine takes a second or two, a registry half a second.
    ///
    /// Without `detached` it ends when the returned value and its copies are gone; `withEngine` and `withRegistry` are
    /// safer.
    /// - Throws: `EmbeddedEngineError`; nothing of the part is left then.
    package static func up(
        _ options: Details.Options, host: HostSide = HostSide(), progress: @escaping Announce = { _ in }
    ) async throws -> Self {
        try Details.check(options)
        let names = try options.name.map { try PartNames($0) } ?? PartNames.random()
        let layout = PartLayout(stateDirectory: options.stateDirectory, name: names.name, kind: Details.kind)
        let record = try await PartRecord<Details>.claim(options, layout, host)
        var startup = PartStartup<Details>(options: options, layout: layout, progress: progress, record: record)
        do { return try await startup.finish() } catch {
            do { try await PartRemoval(layout: layout, host: host).complete(progress) } catch { progress("\(error)") }
            throw error
        }
    }

    /// Takes the part down and removes all of it, except a registry's storage that was named. Finishes even when the
    /// task is cancelled; a second call does nothing.
    /// - Throws: `incompleteDown` when something is left.
    package func down(progress: @escaping Announce = { _ in }) async throws {
        try await PartRemoval(layout: layout, host: record.host).complete(progress)
    }

    /// Starts a part, passes it to `body`, and takes it down however that ends. After an error of `body`, those of the
    /// removal are only reported to `progress`.
    static func with<R>(
        _ options: Details.Options, host: HostSide, progress: @escaping Announce, isolation: isolated (any Actor)?,
        _ body: (Self) async throws -> R
    ) async throws -> R {
        let part = try await up(options, host: host, progress: progress)
        let result: R
        do { result = try await body(part) } catch {
            do { try await part.down(progress: progress) } catch { progress("\(error)") }
            throw error
        }
        try await part.down(progress: progress)
        return result
    }

    /// Its resources on the host, and a registry's in the namespaces of its engines; nothing after it was taken down.
    func leftovers() async -> [PartLeftover] {
        let current = RegistryRecord.read(layout.record) ?? record as? RegistryRecord
        return await PartRemoval(layout: layout, host: record.host).leftovers(of: current)
    }
}

/// The parts of one kind that are recorded in a state directory.
extension EmbeddedPart {
    typealias Record = PartRecord<Details>

    static func layout(_ name: String, in stateDirectory: String) -> PartLayout {
        PartLayout(stateDirectory: stateDirectory, name: name, kind: Details.kind)
    }

    /// All of them by name, with their records; nil where a record is missing or unreadable.
    static func recorded(in stateDirectory: String) throws -> [(name: String, record: Record?)] {
        let parent = PartLayout.parent(of: stateDirectory, Details.kind)
        guard FileManager.default.fileExists(atPath: parent) else { return [] }
        do {
            return try FileManager.default.contentsOfDirectory(atPath: parent).sorted().map { name in
                (name, Record.read(layout(name, in: stateDirectory).record))
            }
        } catch {
            throw EmbeddedEngineError(.state, "\(parent) cannot be read: run as root.", cause: "\(error)")
        }
    }

    /// A part that was started before and is running.
    /// - Throws: `badName` where there is none.
    package static func named(_ name: String, in stateDirectory: String) throws -> Self {
        let layout = layout(try PartNames(name).name, in: stateDirectory)
        guard let record = Record.read(layout.record), record.state == .running,
            let part = Self(record: record, layout: layout)
        else {
            throw EmbeddedEngineError(
                .badName,
                "No \(Details.kind) named \(name) runs in \(stateDirectory): see `plimsoll \(Details.kind) status`.")
        }
        return part
    }

    /// Takes down a part in any state, even one started by another process.
    /// - Throws: `badName` when the state directory has none of that name; what `down` throws.
    package static func takeDown(
        _ name: String, in stateDirectory: String, progress: @escaping Announce = { _ in }
    ) async throws {
        let layout = layout(try PartNames(name).name, in: stateDirectory)
        guard FileManager.default.fileExists(atPath: layout.directory) else {
            throw EmbeddedEngineError(
                .badName,
                "There is no \(Details.kind) named \(name) in \(stateDirectory): see `plimsoll \(Details.kind) status`."
            )
        }
        try await removal(layout).complete(progress)
    }

    /// The objects on the host of a part of that name, whether or not it is recorded.
    static func leftovers(_ name: String, in stateDirectory: String) async throws -> [PartLeftover] {
        let layout = layout(try PartNames(name).name, in: stateDirectory)
        return await removal(layout).leftovers(of: RegistryRecord.read(layout.record))
    }

    private static func removal(_ layout: PartLayout) -> PartRemoval {
        PartRemoval(layout: layout, host: Record.read(layout.record)?.host ?? HostSide())
    }

    /// Takes down every abandoned part: dead ones, half-made ones, those whose owner is gone. With the engines also
    /// engines and registries of any state directory whose state was deleted. Returns their names.
    ///
    /// A part with a living owner is left to it; a detached one is left unless it is dead. A part whose state is not
    /// visible here, but may be from another mount namespace, is left too: `progress` reports it.
    /// - Throws: The first `EmbeddedEngineError`, after all were tried.
    package static func sweep(
        stateDirectory: String, host: HostSide = HostSide(), progress: @escaping Announce = { _ in }
    ) async throws -> [String] {
        var swept: [String] = []
        var failure: (any Error)?
        func attempt(_ name: String, _ sentence: String, _ remove: () async throws -> Void) async {
            progress(sentence)
            do {
                try await remove()
                swept.append(name)
            } catch {
                failure = failure ?? error
            }
        }
        for name in try recorded(in: stateDirectory).map(\.name) {
            guard let state = try await abandoned(layout(name, in: stateDirectory)) else { continue }
            await attempt(name, "taking down \(Details.kind) \(name), which is \(state.rawValue)") {
                try await takeDown(name, in: stateDirectory, progress: progress)
            }
        }
        for (name, claim, sight) in Details.kind == .engine ? PartClaim.unseen(host) : [] {
            if let reason = sight.reasonToLeave(name, claim.directory) {
                progress(reason)
                continue
            }
            let removal = PartRemoval(layout: try PartLayout(directory: claim.directory, name: name), host: host)
            await attempt(name, "taking down \(name), whose state \(claim.directory) was deleted") {
                try await removal.complete(progress)
            }
        }
        if let failure { throw failure }
        return swept
    }

    /// The state of an abandoned one; nil if somebody will take it down.
    private static func abandoned(_ layout: PartLayout) async throws -> EmbeddedEngineStatus.State? {
        var record = Record.read(layout.record)
        if record == nil {
            // Either its maker was killed before writing the record, or it is about to write it, under the lock.
            record = try await HostLock.hold(HostSide()) { Record.read(layout.record) }
        }
        guard let record else { return .dead }
        let isAbandoned = (record.state == .dead || record.state == .orphaned) && record.owner?.isAlive() != true
        return isAbandoned ? record.state : nil
    }
}
