import Engine
import Foundation
import Model

/// A walk over a data root, bounded in time and entries. It never leaves its filesystem, so that mounts of containers
/// are not counted twice.
///
/// It reads directories only, never a file. It opens each by its parent's descriptor, so that a directory replaced by a
/// link meanwhile leads nowhere. It skips what disappears during the walk.
struct DataRootWalk {
    /// Entries between two checks of the clock.
    private static let stride = 512

    /// Offset of the name in the kernel's entry, which is shorter than its Swift type.
    private static let nameOffset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 19

    private let limits: WalkLimits
    private let deadline: ContinuousClock.Instant
    private let device: dev_t
    private var tally = DataRootTally()
    private var entries = 0
    private var linked: Set<ino_t> = []

    /// Walks `root` and everything below it.
    /// - Parameter area: the area of `root`.
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
        self.limits = limits
        self.device = device
        deadline = .now + limits.time
    }

    private mutating func visit(_ descriptor: Int32, _ area: DataRootArea) throws {
        guard let stream = fdopendir(descriptor) else {
            close(descriptor)
            return
        }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            // The raw bytes: a name need not be text.
            let name = UnsafeRawPointer(entry).advanced(by: Self.nameOffset).assumingMemoryBound(to: CChar.self)
            if strcmp(name, ".") == 0 || strcmp(name, "..") == 0 { continue }
            try count()
            var information = stat()
            guard fstatat(descriptor, name, &information, AT_SYMLINK_NOFOLLOW) == 0 else { continue }
            guard information.st_dev == device else { continue }
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
            "the engine's data root holds more than can be walked between two jobs (\(bound)): "
                + "what it takes on disk is not in the ledger")
    }

    private static func unreadable(_ path: String) -> LedgerError {
        LedgerError(
            .unreadable,
            "the engine's data root cannot be read (\(path)): has the engine ended, or is this user not root? "
                + "(\(String(cString: strerror(errno))))")
    }
}

/// The owner of a part of an engine's data root, by the names on its path.
///
/// Source: the layout under `--data-root` of Docker's overlay2 driver, its layer and image stores and its builders
/// (20.10 to 26.1).
enum DataRootArea: Hashable, Sendable {
    /// Above the data root: the remaining names on the path to it.
    case above([String])
    case dataRoot
    /// `overlay2`: the layers.
    case layers
    case layer
    /// The content of a layer: its `diff`.
    case layerContent
    /// The driver's files beside a layer: links, lower lists, work directories.
    case layerRecords
    case volumes
    case volume
    /// The content of a volume: its `_data`.
    case volumeContent
    case volumeRecords
    /// `image`: images' configurations and layers' records, including the lists from which a layer's tar is rebuilt.
    case imageRecords
    /// `containers`: configurations and logs.
    case containerRecords
    /// `buildkit`: its databases and blobs.
    case buildRecords
    /// `containerd`: its databases and blobs.
    case containerd
    case engineOther, filesystem, foreign

    /// What else an engine makes at the top of its data root.
    private static let others: Set<String> = [
        "builder", "engine-id", "network", "nuke-graph-directory.sh", "plugins", "runtimes", "swarm", "tmp", "trust",
    ]
    /// What the embedded engine keeps beside its data root.
    private static let besides: Set<String> = ["etc", "tmp", "work"]

    var isUniform: Bool {
        switch self {
        case .above, .dataRoot, .layers, .layer, .volumes, .volume: false
        default: true
        }
    }

    func child(_ name: String) -> DataRootArea {
        switch self {
        case .above(let rest): Self.aboveChild(name, rest)
        case .dataRoot: Self.dataRootChild(name)
        case .layers: name == "l" ? .layerRecords : .layer
        case .layer: name == "diff" ? .layerContent : .layerRecords
        case .volumes: name == "metadata.db" || name == "backingFsBlockDev" ? .volumeRecords : .volume
        case .volume: name == "_data" ? .volumeContent : .volumeRecords
        default: self
        }
    }

    private static func aboveChild(_ name: String, _ rest: [String]) -> DataRootArea {
        if name == rest.first { return rest.count == 1 ? .dataRoot : .above(Array(rest.dropFirst())) }
        if name == "lost+found" { return .filesystem }
        return besides.contains(name) ? .engineOther : .foreign
    }

    private static func dataRootChild(_ name: String) -> DataRootArea {
        switch name {
        case "overlay2": .layers
        case "image": .imageRecords
        case "containers": .containerRecords
        case "volumes": .volumes
        case "buildkit": .buildRecords
        case "containerd": .containerd
        case "lost+found": .filesystem
        default: others.contains(name) ? .engineOther : .foreign
        }
    }
}

/// The result of a walk, by area.
struct DataRootTally: Sendable, Equatable {
    struct Part: Sendable, Equatable {
        /// File lengths, in bytes, as engines count them; a file with several names counts once.
        var lengths = 0
        /// Size of those files on disk, in bytes.
        var allocated = 0
        /// Size of directories on disk, in bytes.
        var directories = 0
        /// Files and directories; a file with several names counts once.
        var inodes = 0

        /// Total size on disk, in bytes.
        var onDisk: Int { allocated + directories }
    }

    private var parts: [DataRootArea: Part] = [:]

    subscript(_ area: DataRootArea) -> Part { parts[area] ?? Part() }
    func sum(_ areas: [DataRootArea]) -> Part { Self.sum(areas.map { self[$0] }) }
    var whole: Part { Self.sum(Array(parts.values)) }

    mutating func addFile(length: Int, allocated: Int, in area: DataRootArea) {
        parts[area, default: Part()].lengths += length
        parts[area, default: Part()].allocated += allocated
        parts[area, default: Part()].inodes += 1
    }

    mutating func addDirectory(allocated: Int, in area: DataRootArea) {
        parts[area, default: Part()].directories += allocated
        parts[area, default: Part()].inodes += 1
    }

    private static func sum(_ parts: [Part]) -> Part {
        parts.reduce(into: Part()) { sum, part in
            sum.lengths += part.lengths
            sum.allocated += part.allocated
            sum.directories += part.directories
            sum.inodes += part.inodes
        }
    }
}

package struct WalkLimits: Sendable, Equatable {
    package var time: Duration = .seconds(5)
    package var entries: Int = 500_000
}

extension DiskSource {
    /// The data root of an engine that Plimsoll does not own, if it can be read here.
    ///
    /// The engine's path may exist on this host and belong to another. It counts only if it holds the configuration of
    /// one of the engine's images.
    /// - Throws: `EngineError`.
    package static func foreign(_ client: EngineClient) async throws -> DiskSource {
        guard case .unix = client.endpoint else { return .unseen("the engine is not on this host") }
        let info = try await client.info()
        let images = try await client.images()
        guard !images.isEmpty else { return .unseen("the engine has no image by which its data root would be known") }
        let stores = [
            "\(info.rootDirectory)/image/\(info.storageDriver)/imagedb/content/sha256",
            "\(info.rootDirectory)/\(info.storageDriver)-images",
        ]
        let names = images.prefix(8).map { $0.id.replacing("sha256:", with: "") }
        let isThere = names.contains { name in
            stores.contains { FileManager.default.fileExists(atPath: "\($0)/\(name)") }
        }
        guard isThere else {
            return .unseen("the engine's data root \(info.rootDirectory) cannot be read on this host")
        }
        return .walk(dataRoot: info.rootDirectory)
    }
}
