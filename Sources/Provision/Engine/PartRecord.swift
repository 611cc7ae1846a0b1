import Foundation

/// What may exist of an engine, or of another part that lives as engines do. It is written before the first thing is made,
/// and removed after the last is gone.
protocol PartRecord: Codable, Sendable {
    /// The part's name: everything else is named after it.
    var name: String { get }
    /// How far it is.
    var stage: PartStage { get set }
    /// When it was begun.
    var since: Date { get }
    /// Who brings it up, uses it, or takes it down; nil for one that nobody waits for.
    var owner: ProcessIdentity? { get set }
    /// The process that everything of it dies with.
    var outermost: ProcessIdentity? { get set }
    /// The daemon itself.
    var daemon: ProcessIdentity? { get set }
    /// The side of the host that it was connected to.
    var host: HostSide { get }
}

/// How far a part is.
enum PartStage: String, Codable, Sendable {
    /// Being brought up by its owner.
    case starting
    /// Answering, when last seen.
    case running
    /// Being taken down by its owner.
    case stopping
}

extension PartRecord {
    /// Writes the record whole or not at all.
    func write(to path: String) throws(EmbeddedEngineError) {
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            encoder.dateEncodingStrategy = .iso8601
            try encoder.encode(self).write(to: URL(fileURLWithPath: path), options: .atomic)
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

    /// Notes in a record, where there is one, that this process takes the part down.
    static func noteStopping(_ path: String) {
        guard var record = read(path) else { return }
        record.stage = .stopping
        record.owner = .current()
        try? record.write(to: path)
    }

    /// How the part is, by who of its processes is alive.
    var state: EmbeddedEngineStatus.State {
        EmbeddedEngineStatus.judge(self) { $0.isAlive() }
    }
}
