import Foundation
import Model
import SystemPackage

/// What may exist of an engine, or of another part that is run like an engine. It is written before the first object is
/// made, and removed after the last is gone.
protocol PartRecord: Codable, Sendable {
    /// The part's name, from which all other names derive.
    var name: String { get }
    var stage: PartStage { get set }
    var since: Date { get }
    /// The process that starts it, uses it or takes it down; nil for a detached part.
    var owner: ProcessIdentity? { get set }
    var outermost: ProcessIdentity? { get set }
    var daemon: ProcessIdentity? { get set }
    var host: HostSide { get }
}

enum PartStage: String, Codable, Sendable { case starting, running, stopping }

extension PartRecord {
    func write(to path: String) throws(EmbeddedEngineError) {
        do {
            try JSONText.data(self, .prettyPrinted).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw EmbeddedEngineError(
                .state, "The record \(path) cannot be written: is the disk full, or the directory not yours?",
                cause: "\(error)")
        }
    }

    /// Reads a record; nil when it is missing or unreadable.
    static func read(_ path: String) -> Self? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try? decoder.decode(Self.self, from: data)
    }

    /// Records that the part answers; a detached one has no owner from now on.
    mutating func noteRunning(_ path: String, detached: Bool) throws {
        stage = .running
        if detached { owner = nil }
        try write(to: path)
    }

    /// Records, if there is a record, that this process takes the part down.
    static func noteStopping(_ path: String) {
        guard var record = read(path) else { return }
        record.stage = .stopping
        record.owner = .current()
        try? record.write(to: path)
    }

    var state: EmbeddedEngineStatus.State { EmbeddedEngineStatus.judge(self) { $0.isAlive() } }
}

enum PartKind: String, Sendable, Hashable {
    case engine, registry

    var folder: String {
        switch self {
        case .engine: "engines"
        case .registry: "registries"
        }
    }

    /// The folder's kind; an engine's if the folder has another name.
    init(folder: String) { self = folder == PartKind.registry.folder ? .registry : .engine }

    /// Records, if there is a record, that this process takes the part down.
    func noteStopping(_ path: String) {
        switch self {
        case .engine: EngineRecord.noteStopping(path)
        case .registry: RegistryRecord.noteStopping(path)
        }
    }
}

/// Ties an engine's life to its owner's: the writing end of a pipe whose reading end the engine watches.
///
/// The kernel closes it when this process ends for any reason; the engine then ends by itself. The kernel's
/// parent-death signal does not help: it is bound to the parent's thread, and the runtime's threads come and go.
final class OwnerLease: Sendable {
    private let writing: FileDescriptor

    private init(writing: FileDescriptor) { self.writing = writing }

    deinit { try? writing.close() }

    static func open() throws -> (lease: OwnerLease, reading: FileDescriptor) {
        let ends = try FileDescriptor.pipe()
        // No other child may inherit the writing end, or it would keep the engine alive.
        for end in [ends.readEnd, ends.writeEnd] { _ = fcntl(end.rawValue, F_SETFD, FD_CLOEXEC) }
        return (OwnerLease(writing: ends.writeEnd), ends.readEnd)
    }
}
