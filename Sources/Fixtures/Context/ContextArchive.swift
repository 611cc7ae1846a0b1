import Glibc
import Model
import Synchronization
import SystemPackage

/// A build context as a tar archive, in chunks of at most 256 KiB. It is made while it is read, in constant memory,
/// without a thread or a file.
/// The format is GNU's, because BuildKit treats a tar that begins with a PAX header as a Dockerfile. Everything belongs
/// to one user (default 0) and to group 0. Modes and modification times (in whole seconds) are the tree's.
package struct ContextArchive: AsyncSequence, Sendable {
    package final class ByteCount: Sendable {
        private let count = Atomic<Int>(0)

        /// The bytes so far; the archive's size once it has ended.
        package var value: Int { count.load(ordering: .relaxed) }
        package init() {}
        package func add(_ bytes: Int) { count.add(bytes, ordering: .relaxed) }
    }

    package let sent = ByteCount()
    private let context: BuildContext

    init(_ context: BuildContext) { self.context = context }
    package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(context: context, sent: sent) }

    package struct AsyncIterator: AsyncIteratorProtocol {
        private let context: BuildContext
        private let sent: ByteCount
        private var stream: ArchiveStream?

        fileprivate init(context: BuildContext, sent: ByteCount) { (self.context, self.sent) = (context, sent) }

        /// The next chunk, nil at the end. Throws `FixtureError` (`unreadable`, `fileChanged`, `archiveFailed`) and
        /// `CancellationError`.
        package mutating func next() async throws -> [UInt8]? {
            try Task.checkCancellation()
            let stream = try self.stream ?? ArchiveStream(context)
            self.stream = stream
            guard let chunk = try stream.next() else { return nil }
            sent.add(chunk.count)
            return chunk
        }
    }
}

/// One file, directory or symbolic link of a build context.
package struct ContextEntry: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        /// A regular file, with its size in bytes when scanned.
        case file(size: Int)
        case directory
        /// A symbolic link, with its target as written, whether it exists or not.
        case link(target: [UInt8])
    }

    /// Path relative to the context, as the filesystem's bytes: not every name is UTF-8.
    package let bytes: [UInt8]
    package let kind: Kind
    /// The permission bits, including set-user-id etc.
    package let mode: UInt32
    /// Modification time: seconds since 1970 and nanoseconds.
    package let modified: (seconds: Int, nanoseconds: Int)
    let source: FilePath?
    var content: [UInt8]?

    /// The path as text; bytes that are not UTF-8 are replaced.
    package var path: String { String(decoding: bytes, as: UTF8.self) }

    /// Whether two entries are equal in everything that reaches an archive.
    package static func == (left: ContextEntry, right: ContextEntry) -> Bool {
        left.bytes == right.bytes && left.kind == right.kind && left.mode == right.mode
            && left.modified == right.modified && left.source == right.source && left.content == right.content
    }
}

extension ContextEntry {
    /// A file from outside the tree; nil if there is none.
    init?(_ file: FilePath, as bytes: [UInt8], mode: (UInt32) -> UInt32 = { $0 }) {
        guard let status = try? FileStatus(file), status.isRegularFile else { return nil }
        self.init(
            bytes: bytes, kind: .file(size: status.size), mode: mode(status.mode), modified: status.modified,
            source: file)
    }
}

/// Reads and writes whole small files: descriptions, ignore files, sources that a change edits.
enum FileBytes {
    /// Throws `Errno`.
    static func read(_ path: FilePath) throws -> [UInt8] {
        let file = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec])
        return try file.closeAfter {
            var bytes: [UInt8] = []
            var chunk = [UInt8](repeating: 0, count: 64 * 1024)
            while case let count = try chunk.withUnsafeMutableBytes({ try file.read(into: $0) }), count > 0 {
                bytes += chunk.prefix(count)
            }
            return bytes
        }
    }

    /// Writes a file; an existing one keeps its mode. Throws `Errno`.
    static func write(_ bytes: [UInt8], to path: FilePath) throws {
        let file = try FileDescriptor.open(
            path, .writeOnly, options: [.create, .truncate, .closeOnExec],
            permissions: FilePermissions(rawValue: 0o644))
        _ = try file.closeAfter { try file.writeAll(bytes) }
    }
}

struct FileStatus {
    private(set) var raw = stat()

    /// Throws `Errno`.
    init(_ path: FilePath, followsLinks: Bool = true) throws {
        try path.withPlatformString { try read($0, below: AT_FDCWD, followsLinks: followsLinks) }
    }

    /// Of a path below an open directory, without following links. Throws `Errno`.
    init(_ path: [UInt8], below directory: FileDescriptor) throws {
        try path.withCString { try read($0, below: directory.rawValue, followsLinks: false) }
    }

    private mutating func read(_ path: UnsafePointer<CChar>, below directory: Int32, followsLinks: Bool) throws {
        guard fstatat(directory, path, &raw, followsLinks ? 0 : AT_SYMLINK_NOFOLLOW) == 0 else {
            throw Errno(rawValue: errno)
        }
    }

    /// `S_IFREG`, `S_IFDIR`, …
    var type: mode_t { raw.st_mode & S_IFMT }
    var isRegularFile: Bool { type == S_IFREG }
    var isDirectory: Bool { type == S_IFDIR }
    /// In bytes.
    var size: Int { Int(raw.st_size) }
    var mode: UInt32 { raw.st_mode & 0o7777 }
    /// The file's identity and state: any write to it or to its metadata gives another.
    var stamp: FileStamp {
        FileStamp(
            device: UInt64(raw.st_dev), inode: UInt64(raw.st_ino), size: size,
            changedSeconds: Int(raw.st_ctim.tv_sec), changedNanoseconds: Int(raw.st_ctim.tv_nsec))
    }
    /// Modification time: seconds since 1970 and nanoseconds.
    var modified: (seconds: Int, nanoseconds: Int) { (Int(raw.st_mtim.tv_sec), Int(raw.st_mtim.tv_nsec)) }
}

/// A file's identity and its last change of any kind (`ctime`), which no program can reset.
struct FileStamp: Sendable, Hashable {
    let device, inode: UInt64
    let size, changedSeconds, changedNanoseconds: Int
}
