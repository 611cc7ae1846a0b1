import Foundation

/// What is known of a registry in a state directory.
public struct EmbeddedRegistryStatus: Codable, Sendable, Equatable {
    /// An engine that the registry serves.
    public struct Engine: Codable, Sendable, Equatable {
        /// The engine's name.
        public let name: String
        /// What passed between the two since they were connected; nil when they no longer are.
        public let traffic: RegistryTraffic?
    }

    /// The registry's name.
    public let name: String
    /// How it is.
    public let state: EmbeddedEngineStatus.State
    /// What stands before the names of its images on the engines that it serves.
    public let address: String?
    /// Whether it serves every engine of its state directory.
    public let isOpen: Bool
    /// The engines that it was connected to.
    public let engines: [Engine]
    /// Where it keeps what is pushed.
    public let storage: String?
    /// What it keeps.
    public let usage: RegistryUsage?
    /// The process that everything of it dies with.
    public let outermost: Int32?
    /// Its version.
    public let version: String?
    /// When it was begun.
    public let since: Date?
    /// Whether nobody has to wait for it: brought up by hand.
    public let detached: Bool

    init(name: String, record: RegistryRecord?) {
        self.name = name
        state = record?.state ?? .dead
        address = record?.address
        isOpen = record?.isOpen ?? false
        let traffic = record?.outermost.map { RegistryTraffic.ofInterfaces(process: $0.pid) } ?? [:]
        engines = record?.links.map { Engine(name: $0.engine, traffic: traffic["to-\($0.engine)"]) } ?? []
        storage = record?.storage
        usage = record.map { RegistryUsage.measure($0.storage) }
        outermost = record?.outermost?.pid
        version = record?.version
        since = record?.since
        detached = record.map { $0.stage == .running && $0.owner == nil } ?? false
    }
}
