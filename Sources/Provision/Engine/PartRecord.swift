import Foundation
import Model
import SystemPackage

/// What may exist of an engine, or of another part that lives as engines do. It is written before the first thing is
/// made, and removed after the last is gone.
protocol PartRecord: Codable, Sendable {
    /// The part's name: everything else is named after it.
    var name: String { get }
    var stage: PartStage { get set }
    var since: Date { get }
    /// Who brings it up, uses it, or takes it down; nil for one that nobody waits for.
    var owner: ProcessIdentity? { get set }
    var outermost: ProcessIdentity? { get set }
    var daemon: ProcessIdentity? { get set }
    var host: HostSide { get }
}

/// How far a part is.
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

    /// Reads a record; nil when there is none that can be understood.
    static func read(_ path: String) -> Self? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try? decoder.decode(Self.self, from: data)
    }

    /// Notes that the part answers; one that is to live on belongs to nobody from now on.
    mutating func noteRunning(_ path: String, detached: Bool) throws {
        stage = .running
        if detached { owner = nil }
        try write(to: path)
    }

    /// Notes in a record, where there is one, that this process takes the part down.
    static func noteStopping(_ path: String) {
        guard var record = read(path) else { return }
        record.stage = .stopping
        record.owner = .current()
        try? record.write(to: path)
    }

    var state: EmbeddedEngineStatus.State { EmbeddedEngineStatus.judge(self) { $0.isAlive() } }
}

/// What sort of thing is brought up in namespaces of its own.
enum PartKind: String, Sendable, Hashable {
    case engine, registry

    var folder: String {
        switch self {
        case .engine: "engines"
        case .registry: "registries"
        }
    }

    /// The folder's kind; an engine's where the folder has another name.
    init(folder: String) { self = folder == PartKind.registry.folder ? .registry : .engine }

    /// Notes in a record, where there is one, that this process takes the part down.
    func noteStopping(_ path: String) {
        switch self {
        case .engine: EngineRecord.noteStopping(path)
        case .registry: RegistryRecord.noteStopping(path)
        }
    }
}

/// What ties an engine's life to its owner's: the writing end of a pipe whose reading end the engine watches.
///
/// The kernel closes it when this process ends, by whatever: then the engine ends by itself. (The kernel's parent-death
/// signal is no help: it is bound to the parent's thread, and the runtime's threads come and go.)
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
