import Foundation

/// What may exist of a registry.
struct RegistryRecord: PartRecord, Equatable {
    /// An engine that it serves.
    struct Link: Codable, Sendable, Equatable {
        /// The engine's name.
        var engine: String
        /// Which of the block's parts the two use, from 0.
        var index: Int
    }

    /// The registry's name: everything else is named after it.
    var name: String
    /// How far it is.
    var stage: PartStage
    /// When it was begun.
    var since: Date
    /// Who brings it up, uses it, or takes it down; nil for a registry that nobody waits for.
    var owner: ProcessIdentity?
    /// The process that everything of the registry dies with.
    var outermost: ProcessIdentity?
    /// The registry's own process, when it was last started.
    var daemon: ProcessIdentity?
    /// The addresses that it may use, which nothing but the engines that it serves knows a way to.
    var block: IPv4Network
    /// The port that it listens on, and by which engines know it.
    var port: Int
    /// Where it keeps what is pushed, absolute.
    var storage: String
    /// Whether engines that come up later in its state directory are connected to it.
    var isOpen: Bool
    /// The engines that it was connected to.
    var links: [Link]
    /// Its version.
    var version: String?
    /// The side of the host that it was connected to.
    var host: HostSide
}
