import Foundation
import Model
import SystemPackage

/// What may exist of an engine, or of another part that is run like an engine. It is written before the first object is
/// made, and removed after the last is gone.
///
/// Common and own fields are one JSON object.
@dynamicMemberLookup
struct PartRecord<Details: Codable & Sendable & Equatable>: Codable, Sendable, Equatable {
    var facts: PartFacts
    var details: Details

    init(_ facts: PartFacts, _ details: Details) { (self.facts, self.details) = (facts, details) }

    init(from decoder: any Decoder) throws {
        self.init(try PartFacts(from: decoder), try Details(from: decoder))
    }

    func encode(to encoder: any Encoder) throws {
        try facts.encode(to: encoder)
        try details.encode(to: encoder)
    }

    subscript<Value>(dynamicMember path: WritableKeyPath<PartFacts, Value>) -> Value {
        get { facts[keyPath: path] }
        set { facts[keyPath: path] = newValue }
    }

    subscript<Value>(dynamicMember path: WritableKeyPath<Details, Value>) -> Value {
        get { details[keyPath: path] }
        set { details[keyPath: path] = newValue }
    }
}

/// What is recorded of every part.
struct PartFacts: Codable, Sendable, Equatable {
    /// The part's name, from which all other names derive.
    var name: String
    var stage: PartStage
    var since: Date
    /// The process that starts it, uses it or takes it down; nil for a detached part.
    var owner: ProcessIdentity?
    var outermost: ProcessIdentity?
    var daemon: ProcessIdentity?
    /// The addresses that it may use.
    var block: IPv4Network
    /// The version of its program, as soon as it has answered.
    var version: String?
    var host: HostSide
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
        FileManager.default.contents(atPath: path).flatMap { try? JSONText.decode(Self.self, from: $0) }
    }

    /// Records that the part answers; a detached one has no owner from now on.
    mutating func noteRunning(_ path: String, detached: Bool) throws {
        facts.stage = .running
        if detached { facts.owner = nil }
        try write(to: path)
    }

    /// Records, if there is a record, that this process takes the part down.
    static func noteStopping(_ path: String) {
        guard var record = read(path) else { return }
        (record.stage, record.owner) = (.stopping, .current())
        try? record.write(to: path)
    }

    var state: EmbeddedEngineStatus.State { EmbeddedEngineStatus.judge(facts) { $0.isAlive() } }
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
