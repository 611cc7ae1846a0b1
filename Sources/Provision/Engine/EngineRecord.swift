import Foundation

/// What may exist of an engine.
struct EngineRecord: PartRecord, Equatable {
    /// How far an engine is.
    typealias Stage = PartStage

    /// The engine's name: everything else is named after it.
    var name: String
    /// How far it is.
    var stage: PartStage
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
    /// The default bridge's address with its length, where it is not of the block.
    var bridge: String?
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
}
