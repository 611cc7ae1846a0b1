import Foundation
import Model

typealias RegistryRecord = PartRecord<RegistryDetails>

/// What is recorded of a registry only. Only the engines that it serves have a route to its addresses.
struct RegistryDetails: Codable, Sendable, Equatable {
    struct Link: Codable, Sendable, Equatable {
        var engine: String
        /// Which part of the block the two use, from 0.
        var index: Int
    }

    var port: Int
    /// The directory for pushed content, as an absolute path.
    var storage: String
    /// Whether engines of its state directory that start later are connected to it.
    var isOpen: Bool
    var links: [Link]
}

/// The files of a registry in addition to those of every part.
extension EngineLayout {
    /// Storage for pushed content, unless another is named.
    var storage: String { "\(directory)/storage" }
    /// Directories of its storage that the next collection removes first, one per line.
    var forgotten: String { "\(directory)/forgotten" }
    var collectionLog: String { "\(directory)/collection.log" }
    /// The exit status of the last collection, as soon as it has ended.
    var collectionStatus: String { "\(directory)/collection.status" }
    var collectionLock: String { "\(directory)/collection.lock" }
}

package struct EmbeddedRegistryStatus: Codable, Sendable, Equatable {
    package struct Engine: Codable, Sendable, Equatable {
        package let name: String
        /// Traffic between the two since they were connected; nil when they no longer are.
        package let traffic: RegistryTraffic?
    }

    package let name: String
    package let state: EmbeddedEngineStatus.State
    /// The prefix of its image names on the engines that it serves.
    package let address: String?
    /// Whether it serves every engine of its state directory.
    package let isOpen: Bool
    package let engines: [Engine]
    package let storage: String?
    package let usage: RegistryUsage?
    /// The process with which everything of the registry ends.
    package let outermost: Int32?
    package let version: String?
    package let since: Date?
    /// Whether it has no owner, because it was started with `detached`.
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

enum RegistryRequirements {
    /// Least free space for starting a registry, in bytes.
    static let leastSpace = 256 << 20

    private static let packages = [
        "ip": "iproute2", "iptables": "iptables", "nsenter": "util-linux", "unshare": "util-linux",
        "setsid": "util-linux",
    ]

    /// Checks privilege and programs.
    /// - Throws: `notRoot`, `missingProgram`; the message says how to fix it.
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

    /// Checks the free space for a registry's storage.
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
