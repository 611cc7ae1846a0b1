import Foundation
import Model

/// What may exist of a registry.
struct RegistryRecord: PartRecord, Equatable {
    struct Link: Codable, Sendable, Equatable {
        var engine: String
        /// Which of the block's parts the two use, from 0.
        var index: Int
    }

    /// The registry's name: everything else is named after it.
    var name: String
    var stage: PartStage
    var since: Date
    /// Who brings it up, uses it, or takes it down; nil for a registry that nobody waits for.
    var owner: ProcessIdentity?
    var outermost: ProcessIdentity?
    var daemon: ProcessIdentity?
    /// The addresses that it may use, which nothing but the engines that it serves knows a way to.
    var block: IPv4Network
    var port: Int
    var storage: String
    /// Whether engines that come up later in its state directory are connected to it.
    var isOpen: Bool
    var links: [Link]
    var version: String?
    var host: HostSide
}

/// The files of a registry besides those that every part has.
extension EngineLayout {
    /// Where it keeps what is pushed, unless told otherwise.
    var storage: String { "\(directory)/storage" }
    /// Directories of its storage that the next collection removes first, one a line.
    var forgotten: String { "\(directory)/forgotten" }
    var collectionLog: String { "\(directory)/collection.log" }
    /// The exit status of the last collection, once it has ended.
    var collectionStatus: String { "\(directory)/collection.status" }
    var collectionLock: String { "\(directory)/collection.lock" }
}

/// What is known of a registry in a state directory.
package struct EmbeddedRegistryStatus: Codable, Sendable, Equatable {
    package struct Engine: Codable, Sendable, Equatable {
        package let name: String
        /// What passed between the two since they were connected; nil when they no longer are.
        package let traffic: RegistryTraffic?
    }

    package let name: String
    package let state: EmbeddedEngineStatus.State
    /// What stands before the names of its images on the engines that it serves.
    package let address: String?
    /// Whether it serves every engine of its state directory.
    package let isOpen: Bool
    package let engines: [Engine]
    package let storage: String?
    package let usage: RegistryUsage?
    /// The process that everything of it dies with.
    package let outermost: Int32?
    package let version: String?
    package let since: Date?
    /// Whether nobody has to wait for it: brought up by hand.
    package let detached: Bool

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

/// What must be there before a registry is begun.
enum RegistryRequirements {
    /// Free space under which no registry is begun, in bytes.
    static let leastSpace = 256 << 20

    private static let packages = [
        "ip": "iproute2", "iptables": "iptables", "nsenter": "util-linux", "unshare": "util-linux",
        "setsid": "util-linux",
    ]

    /// Checks privilege and programs.
    /// - Throws: `notRoot`, `missingProgram`; the message says what mends it.
    static func check(
        _ options: EmbeddedRegistryOptions, user: uid_t = geteuid(), find: (String) -> String? = Tool.find
    ) throws(EmbeddedEngineError) {
        guard user == 0 else {
            throw EmbeddedEngineError(.notRoot, "The registry needs root, for namespaces of its own: run with sudo.")
        }
        guard find(options.program) != nil else {
            throw EmbeddedEngineError(
                .missingProgram, "\(options.program) is not installed: apt-get install docker-registry")
        }
        try EngineRequirements.require(packages, for: "the registry", find)
    }

    /// Checks the free space where a registry keeps what is pushed.
    /// - Throws: `noSpace` under 256 MiB.
    static func check(storage: String, free: Int) throws(EmbeddedEngineError) {
        guard free >= leastSpace else {
            throw EmbeddedEngineError(
                .noSpace,
                "Only \(free >> 20) MiB are free for \(storage), and a registry needs \(leastSpace >> 20) MiB: make room, "
                    + "or put its storage elsewhere.")
        }
    }
}
