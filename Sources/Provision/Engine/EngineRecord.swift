import Foundation

/// What may exist of an engine. It is written before the first thing is made, and removed after the last is gone.
struct EngineRecord: Codable, Sendable, Equatable {
    /// How far the engine is.
    enum Stage: String, Codable, Sendable {
        /// Being brought up by its owner.
        case starting
        /// Answering, when last seen.
        case running
        /// Being taken down by its owner.
        case stopping
    }

    /// The engine's name: everything else is named after it.
    var name: String
    /// How far it is.
    var stage: Stage
    /// When it was begun.
    var since: Date
    /// Who brings it up, uses it, or takes it down; nil for an engine that nobody waits for.
    var owner: ProcessIdentity?
    /// The process that everything of the engine dies with.
    var outermost: ProcessIdentity?
    /// The daemon itself.
    var daemon: ProcessIdentity?
    /// The addresses that it may use.
    var block: IPv4Network
    /// Whether it was to have a pair of interfaces and rules.
    var uplink: Bool
    /// Whether its data root is a filesystem of its own.
    var filesystemIsOwn: Bool
    /// That filesystem's size, in bytes.
    var diskBytes: Int
    /// The daemon's version, once it answered.
    var version: String?
    /// The side of the host that it was connected to.
    var host: HostSide

    /// Writes the record whole or not at all.
    func write(to path: String) throws(EmbeddedEngineError) {
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            encoder.dateEncodingStrategy = .iso8601
            try encoder.encode(self).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw EmbeddedEngineError(
                .state, "The engine's record \(path) cannot be written: is the disk full, or the directory not yours?",
                cause: "\(error)")
        }
    }

    /// Reads a record; nil when there is none that can be understood.
    static func read(_ path: String) -> EngineRecord? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try? decoder.decode(EngineRecord.self, from: data)
    }
}
