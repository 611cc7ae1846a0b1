import Foundation
import Model

/// What may exist of a part: written before the first object is made, and removed after the last is gone. Common and
/// own fields are one JSON object.
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
    var state: EmbeddedEngineStatus.State { EmbeddedEngineStatus.judge(facts) { $0.isAlive() } }
    var isDetached: Bool { facts.stage == .running && facts.owner == nil }

    func write(to path: String) throws(EmbeddedEngineError) {
        do {
            try JSONText.data(self, .prettyPrinted).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw EmbeddedEngineError(
                .state, "The record \(path) cannot be written: is the disk full, or the directory not yours?",
                cause: "\(error)")
        }
    }

    static func read(_ path: String) -> Self? {
        FileManager.default.contents(atPath: path).flatMap { try? JSONText.decode(Self.self, from: $0) }
    }

    static func noteStopping(_ path: String) {
        guard var record = read(path) else { return }
        (record.stage, record.owner) = (.stopping, .current())
        try? record.write(to: path)
    }
}

extension PartRecord where Details: PartDetails {
    /// Claims a name and a block of addresses for a part, and records what will be made. Nothing else exists yet.
    static func claim(_ options: Details.Options, _ layout: PartLayout, _ host: HostSide) async throws -> Self {
        try await HostLock.hold(host) {
            let names = layout.names
            let traces = [layout.directory, host.sockets(names.name), names.namespacePath]
            guard !traces.contains(where: FileManager.default.fileExists) else {
                let one = layout.kind == .engine ? "An engine" : "A registry or engine"
                throw EmbeddedEngineError(
                    .badName, "\(one) named \(names.name) exists already: choose another name, or take it down first.")
            }
            let claims = PartClaim.all(host).map(\.claim)
            let chosen = try Details.choose(options, layout, claims)
            try await HostBaseline.note(host)
            let taken = await EngineNetwork.taken(host) + claims.map(\.block)
            guard let block = EngineAddresses.choose(avoiding: taken)?.block else {
                throw EmbeddedEngineError(
                    .noSubnet, "No private subnet of 16384 addresses is free on this host: see `ip route`.")
            }
            let facts = PartFacts(
                name: names.name, stage: .starting, since: Date(), owner: .current(), block: block, host: host)
            let record = PartRecord(facts, chosen.details)
            // The record comes first: whatever a `kill -9` leaves after it, the next Plimsoll process can remove.
            try makeDirectory(layout.directory)
            try record.write(to: layout.record)
            try makeDirectory(host.sockets(names.name))
            try PartClaim(
                block: block, directory: layout.directory, port: chosen.port, storage: chosen.storage,
                owner: options.detached ? nil : .current(), processNamespace: ProcessViews.processNamespace()
            ).write(names.name, host)
            return record
        }
    }

    private static func makeDirectory(_ path: String) throws {
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }
}

/// A part's claims on the host, visible to all Plimsoll processes whatever their state directories.
package struct PartClaim: Codable, Sendable, Equatable {
    let block: IPv4Network
    /// Its directory, as the process that started it sees it. If it is deleted, nobody can know of the part any more.
    let directory: String
    var port: Int?
    var storage: String?
    /// The process that started it and keeps it; nil if it is detached.
    var owner: ProcessIdentity?
    /// The PID namespace of the process that started it, as `pid:[4026531836]`.
    var processNamespace: String?

    func write(_ name: String, _ host: HostSide) throws {
        try JSONEncoder().encode(self).write(to: URL(fileURLWithPath: host.claim(name)), options: .atomic)
    }

    static func all(_ host: HostSide) -> [(name: String, claim: PartClaim)] {
        HostFiles.names(in: host.runDirectory).sorted().compactMap { name in
            FileManager.default.contents(atPath: host.claim(name))
                .flatMap { try? JSONDecoder().decode(PartClaim.self, from: $0) }.map { (name, $0) }
        }
    }

    /// The parts whose state is not visible here, with where it may be visible.
    static func unseen(_ host: HostSide) -> [(name: String, claim: PartClaim, sight: StateSight)] {
        all(host).map { ($0.name, $0.claim, StateSight(of: $0.claim)) }.filter { $0.sight != .here }
    }
}

package enum PartKind: String, Sendable, Hashable {
    case engine, registry

    var folder: String { self == .engine ? "engines" : "registries" }
}

/// Paths of the files of one part.
package struct PartLayout: Sendable, Hashable {
    /// Absolute: all that it keeps on the host's filesystem.
    let directory: String
    let name: String
    let kind: PartKind

    /// The layout of the part `name` under a state directory, which need not exist yet.
    init(stateDirectory: String, name: String, kind: PartKind = .engine) {
        directory = "\(Self.parent(of: stateDirectory, kind))/\(name)"
        (self.name, self.kind) = (name, kind)
    }

    /// The layout of a claim; an engine's if the folder above has another name.
    init(directory: String, name: String) throws(EmbeddedEngineError) {
        self.directory = URL(fileURLWithPath: directory).path
        self.name = try PartNames(name).name
        let folder = URL(fileURLWithPath: directory).deletingLastPathComponent().lastPathComponent
        kind = folder == PartKind.registry.folder ? .registry : .engine
    }

    /// `STATE/engines` or its like, absolute and without symbolic links, as the kernel's tables show it.
    static func parent(of stateDirectory: String, _ kind: PartKind) -> String {
        "\(HostFiles.resolved(stateDirectory))/\(kind.folder)"
    }

    var names: PartNames { PartNames(known: name) }
    var parent: String { URL(fileURLWithPath: directory).deletingLastPathComponent().path }
    var stateDirectory: String { URL(fileURLWithPath: parent).deletingLastPathComponent().path }
    var record: String { "\(directory)/record.json" }
    /// The sparse file that holds the part's own filesystem.
    var image: String { "\(directory)/disk.img" }
    var root: String { "\(directory)/root" }
    /// Where a suite's root is put together in the engine's own mount namespace.
    var tree: String { "\(directory)/tree" }
    /// Images, containers and caches, in the engine's own mount namespace: the same path for every engine, so that
    /// spaces, commas or a long host path never reach the daemon.
    var data: String { "/run/engine/data" }
    /// If it exists, a daemon or server that ended is started again on the same data.
    var again: String { "\(directory)/again" }
    var log: String { "\(directory)/\(kind == .engine ? "dockerd" : "registry").log" }
    var script: String { "\(directory)/launch.sh" }
    /// The daemon's own configuration file, so that it never reads the host's.
    var configuration: String { "\(directory)/daemon.json" }
    var resolver: String { "\(directory)/resolv.conf" }
    /// An entry in the environment of the part's processes, so that they are found without a recorded pid.
    var mark: (key: String, value: String) { ("PLIMSOLL_ENGINE", directory) }
    /// The error of a part that failed, with the last lines of its log.
    func failure(_ code: EmbeddedEngineProblem, _ what: String) -> EmbeddedEngineError {
        EmbeddedEngineError(code, "The \(kind) \(what); its last output was:", cause: HostFiles.tail(log))
    }

    /// A registry's storage for pushed content, unless another is named.
    var storage: String { "\(directory)/storage" }
    /// Directories of its storage that the next collection removes first, one per line.
    var forgotten: String { "\(directory)/forgotten" }
    var collectionLog: String { "\(directory)/collection.log" }
    /// The exit status of the last collection, as soon as it has ended.
    var collectionStatus: String { "\(directory)/collection.status" }
    var collectionLock: String { "\(directory)/collection.lock" }
    /// While it exists, a registry whose server ended does not start it again yet.
    var away: String { "\(directory)/away" }
}

struct PartNames: Sendable, Hashable {
    let name: String

    /// Name of the network namespace and the cgroup, and comment on firewall rules.
    var scoped: String { "plimsoll-\(name)" }
    /// The host's end of the veth pair; interface names have at most 15 characters.
    var interface: String { "pl-\(name)" }
    var namespacePath: String { "/run/netns/\(scoped)" }

    /// - Throws: `badName` unless the name is 1 to 12 of `a-z`, `0-9` and `-`, not beginning with a dash.
    init(_ name: String) throws(EmbeddedEngineError) {
        guard name.wholeMatch(of: /[a-z0-9][a-z0-9\-]{0,11}/) != nil else {
            throw EmbeddedEngineError(
                .badName,
                "'\(name)' cannot name an engine or a registry: use 1 to 12 lower-case letters, digits and dashes, no dash in front."
            )
        }
        self.name = name
    }

    /// A name that was checked before.
    init(known name: String) { self.name = name }

    /// Six random characters.
    static func random() -> PartNames {
        PartNames(known: String((0..<6).compactMap { _ in "abcdefghijkmnpqrstuvwxyz23456789".randomElement() }))
    }
}
