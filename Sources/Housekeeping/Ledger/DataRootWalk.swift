import Engine
import Foundation
import Model
import Provision

/// A walk over a data root, bounded in time and entries. It never leaves its filesystem, so that mounts of containers
/// are not counted twice.
/// It reads directories only, never a file. It opens each by its parent's descriptor, so that a directory replaced by a
/// link meanwhile leads nowhere. It skips what disappears during the walk.
struct DataRootWalk {
    /// Entries between two checks of the clock.
    private static let stride = 512

    private let limits: WalkLimits
    private let deadline: ContinuousClock.Instant
    private let device: dev_t
    private var tally = DataRootTally()
    private var entries = 0
    private var linked: Set<ino_t> = []

    /// - Throws: ``LedgerError``: `unreadable`, `tooLarge`; `CancellationError`.
    static func tally(_ root: String, as area: DataRootArea, within limits: WalkLimits) throws -> DataRootTally {
        var information = stat()
        guard stat(root, &information) == 0 else { throw unreadable(root) }
        let descriptor = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(root) }
        var walk = DataRootWalk(limits: limits, device: information.st_dev)
        walk.tally.addDirectory(allocated: Int(information.st_blocks) * 512, in: area)
        try walk.visit(descriptor, area)
        return walk.tally
    }

    private init(limits: WalkLimits, device: dev_t) {
        (self.limits, self.device, deadline) = (limits, device, .now + limits.time)
    }

    private mutating func visit(_ descriptor: Int32, _ area: DataRootArea) throws {
        guard let stream = fdopendir(descriptor) else {
            close(descriptor)
            return
        }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            guard let name = HostFiles.name(of: entry) else { continue }
            try count()
            var information = stat()
            guard fstatat(descriptor, name, &information, AT_SYMLINK_NOFOLLOW) == 0, information.st_dev == device
            else { continue }
            try note(name, information, in: descriptor, area.isUniform ? area : area.child(String(cString: name)))
        }
    }

    private mutating func note(
        _ name: UnsafePointer<CChar>, _ information: stat, in parent: Int32, _ area: DataRootArea
    ) throws {
        let allocated = Int(information.st_blocks) * 512
        guard information.st_mode & S_IFMT == S_IFDIR else {
            if information.st_nlink > 1, !linked.insert(information.st_ino).inserted { return }
            tally.addFile(length: Int(information.st_size), allocated: allocated, in: area)
            return
        }
        tally.addDirectory(allocated: allocated, in: area)
        let descriptor = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ELOOP || errno == ENOTDIR { return }
            throw Self.unreadable(String(cString: name))
        }
        try visit(descriptor, area)
    }

    private mutating func count() throws {
        entries += 1
        guard entries <= limits.entries else { throw tooLarge("\(limits.entries) entries") }
        guard entries.isMultiple(of: Self.stride) else { return }
        try Task.checkCancellation()
        guard ContinuousClock.now < deadline else { throw tooLarge("\(limits.time)") }
    }

    private func tooLarge(_ bound: String) -> LedgerError {
        LedgerError(
            .tooLarge,
            "the engine's data root is too large to scan between two jobs (\(bound)): "
                + "its disk use is not in the ledger")
    }

    private static func unreadable(_ path: String) -> LedgerError {
        LedgerError(
            .unreadable,
            "the engine's data root cannot be read (\(path)): has the engine ended, or is this user not root? "
                + "(\(String(cString: strerror(errno))))")
    }
}

/// The owner of a part of an engine's data root, by the names on its path.
/// Source: the layout under `--data-root` of Docker's overlay2 driver, its layer and image stores and its builders
/// (20.10 to 28.5), and of containerd's content store and snapshotters.
enum DataRootArea: Hashable, Sendable {
    /// Above the data root: the remaining names on the path to it.
    case above([String])
    case dataRoot
    /// `overlay2`: the layers.
    case layers, layer
    /// The content of a layer: its `diff`.
    case layerContent
    /// The driver's files beside a layer: links, lower lists, work directories.
    case layerRecords
    case volumes, volume
    /// The content of a volume: its `_data`.
    case volumeContent
    case volumeRecords
    /// `image`: images' configurations and layers' records, including the lists from which a layer's tar is rebuilt.
    case imageRecords
    /// `containers`: configurations and logs.
    case containerRecords
    /// `buildkit`: its databases and, on Docker's own store, its blobs.
    case buildRecords
    /// `containerd`: its databases, and what leads to its content and snapshots.
    case containerd, containerdRoot, containerdState, contentStore, snapshotter
    /// Compressed layers and images' configurations: the blobs of containerd's content store.
    case blobs
    case engineOther, filesystem, foreign

    /// What an engine makes at the top of its data root.
    private static let top: [String: DataRootArea] = [
        "overlay2": .layers, "image": .imageRecords, "containers": .containerRecords, "volumes": .volumes,
        "buildkit": .buildRecords, "containerd": .containerdRoot, "lost+found": .filesystem, "builder": .engineOther,
        "engine-id": .engineOther, "network": .engineOther, "nuke-graph-directory.sh": .engineOther,
        "plugins": .engineOther, "rootfs": .engineOther, "runtimes": .engineOther, "swarm": .engineOther,
        "tmp": .engineOther,
        "trust": .engineOther,
    ]
    /// What the embedded engine keeps beside its data root.
    private static let besides: Set<String> = ["etc", "tmp", "work"]

    var isUniform: Bool {
        switch self {
        case .above, .dataRoot, .layers, .layer, .volumes, .volume: false
        case .containerdRoot, .containerdState, .contentStore, .snapshotter: false
        default: true
        }
    }

    func child(_ name: String) -> DataRootArea {
        switch self {
        case .above(let rest): Self.aboveChild(name, rest)
        case .dataRoot: Self.top[name] ?? .foreign
        case .layers: name == "l" ? .layerRecords : .layer
        // Docker's driver and containerd's snapshotter name it differently.
        case .layer: name == "diff" || name == "fs" ? .layerContent : .layerRecords
        case .volumes: name == "metadata.db" || name == "backingFsBlockDev" ? .volumeRecords : .volume
        case .volume: name == "_data" ? .volumeContent : .volumeRecords
        case .containerdRoot: name == "daemon" ? .containerdState : .containerd
        case .containerdState: Self.plugin(name)
        case .contentStore: name == "blobs" ? .blobs : .containerd
        case .snapshotter: name == "snapshots" ? .layers : .containerd
        default: self
        }
    }

    /// containerd and the ways to its content and snapshots, but not these.
    static let containerdRecords: [DataRootArea] = [
        .containerd, .containerdRoot, .containerdState, .contentStore, .snapshotter,
    ]

    /// A directory of one of containerd's plugins.
    private static func plugin(_ name: String) -> DataRootArea {
        if name == "io.containerd.content.v1.content" { return .contentStore }
        return name.hasPrefix("io.containerd.snapshotter.v1.") ? .snapshotter : .containerd
    }

    private static func aboveChild(_ name: String, _ rest: [String]) -> DataRootArea {
        if name == rest.first { return rest.count == 1 ? .dataRoot : .above(Array(rest.dropFirst())) }
        if name == "lost+found" { return .filesystem }
        return besides.contains(name) ? .engineOther : .foreign
    }

}

struct DataRootTally: Sendable, Equatable {
    struct Part: Sendable, Equatable {
        var lengths = 0
        /// Size of those files on disk, in bytes.
        var allocated = 0
        /// Size of directories on disk, in bytes.
        var directories = 0
        /// Files and directories; a file with several names counts once.
        var inodes = 0

        /// Total size on disk, in bytes.
        var onDisk: Int { allocated + directories }

        mutating func add(_ other: Part) {
            lengths += other.lengths
            allocated += other.allocated
            directories += other.directories
            inodes += other.inodes
        }
    }

    private var parts: [DataRootArea: Part] = [:]

    subscript(_ area: DataRootArea) -> Part { parts[area] ?? Part() }
    func sum(_ areas: [DataRootArea]) -> Part { areas.reduce(into: Part()) { $0.add(self[$1]) } }
    var whole: Part { parts.values.reduce(into: Part()) { $0.add($1) } }

    mutating func addFile(length: Int, allocated: Int, in area: DataRootArea) {
        parts[area, default: Part()].add(Part(lengths: length, allocated: allocated, inodes: 1))
    }

    mutating func addDirectory(allocated: Int, in area: DataRootArea) {
        parts[area, default: Part()].add(Part(directories: allocated, inodes: 1))
    }
}

package struct WalkLimits: Sendable, Equatable {
    package var time: Duration = .seconds(5)
    package var entries: Int = 500_000
}

extension DiskSource {
    /// The data root of an engine that Plimsoll does not own, if it can be read here.
    /// The engine's path may exist on this host and belong to another. It counts only if it holds the configuration of
    /// one of the engine's images.
    /// - Throws: `EngineError`.
    package static func foreign(_ client: EngineClient) async throws -> DiskSource {
        guard case .unix = client.endpoint else { return .unseen("the engine is not on this host") }
        let info = try await client.info()
        let images = try await client.images()
        guard !images.isEmpty else { return .unseen("the engine has no image to recognise its data root by") }
        let names = images.prefix(8).map { $0.id.replacing("sha256:", with: "") }
        // An engine in a mount namespace of its own has its data where only its process leads.
        let inside = EngineDisk.find(of: client.endpoint, rootDirectory: info.rootDirectory)?.path
        for root in [info.rootDirectory, inside].compactMap(\.self) {
            let stores = [
                "\(root)/image/\(info.storageDriver)/imagedb/content/sha256", "\(root)/\(info.storageDriver)-images",
                // A containerd that others use too has its content elsewhere: a walk would not find it.
                "\(root)/containerd/daemon/io.containerd.content.v1.content/blobs/sha256",
            ]
            let isThere = names.contains { name in
                stores.contains { FileManager.default.fileExists(atPath: "\($0)/\(name)") }
            }
            if isThere { return .walk(dataRoot: root) }
        }
        return .unseen("the engine's data root \(info.rootDirectory) cannot be read on this host, or holds no image")
    }
}
