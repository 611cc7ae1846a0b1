import Foundation

/// A walk over a data root, bounded in time and entries, that never leaves its filesystem: what containers have mounted
/// is not counted twice.
///
/// It reads directories only, never a file, and opens each by its parent's descriptor, so that a directory that is
/// replaced by a link meanwhile leads nowhere. What vanishes while it walks is passed over.
struct DataRootWalk {
    /// How many entries pass between two looks at the clock.
    private static let stride = 512

    /// Where the name stands in what the kernel gives: an entry is shorter than its type says.
    private static let nameOffset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 19

    private let limits: WalkLimits
    private let deadline: ContinuousClock.Instant
    private let device: dev_t
    private var tally = DataRootTally()
    private var entries = 0
    /// Files of several names that were met.
    private var linked: Set<ino_t> = []

    /// Walks what is below `root`, itself included.
    ///
    /// - Parameter area: whose `root` is.
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

    /// Visits a directory, whose descriptor it closes.
    private mutating func visit(_ descriptor: Int32, _ area: DataRootArea) throws {
        guard let stream = fdopendir(descriptor) else {
            close(descriptor)
            return
        }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            // The bytes as they are: a name need not be text.
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
            "the engine's data root cannot be read (\(path)): has the engine ended, or is this user not root?",
            cause: String(cString: strerror(errno)))
    }
}
