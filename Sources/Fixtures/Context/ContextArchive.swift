import Glibc
import Model
import Synchronization
import SystemPackage

/// A build context as a tar archive, in chunks of at most 256 KiB: made while it is pulled, in constant memory, with
/// no thread and no file of its own.
///
/// The format is GNU's, because BuildKit takes a tar that begins with a PAX header for a Dockerfile. Everything belongs to
/// one user, 0 unless the context says otherwise, and to group 0; modes and modification times (in whole seconds) are the tree's.
package struct ContextArchive: AsyncSequence, Sendable {
    /// How many bytes of the archive were handed out.
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

    /// Makes the archive's next chunk each time it is asked.
    package struct AsyncIterator: AsyncIteratorProtocol {
        private let context: BuildContext
        private let sent: ByteCount
        private var stream: ArchiveStream?

        fileprivate init(context: BuildContext, sent: ByteCount) {
            self.context = context
            self.sent = sent
        }

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
        /// A regular file, with its size in bytes when it was found.
        case file(size: Int)
        case directory
        /// A symbolic link, with its target as it stands, whether or not anything is there.
        case link(target: [UInt8])
    }

    /// The path relative to the context, as the filesystem's bytes: not every name is UTF-8.
    package let bytes: [UInt8]
    package let kind: Kind
    /// The permission bits, set-user-id and the like included.
    package let mode: UInt32
    /// When its content last changed: seconds since 1970 and nanoseconds.
    package let modified: (seconds: Int, nanoseconds: Int)
    let source: FilePath?
    var content: [UInt8]?

    /// The path as text; bytes that are not UTF-8 are replaced.
    package var path: String { String(decoding: bytes, as: UTF8.self) }

    /// Whether two entries are alike in everything that reaches an archive.
    package static func == (left: ContextEntry, right: ContextEntry) -> Bool {
        left.bytes == right.bytes && left.kind == right.kind && left.mode == right.mode
            && left.modified == right.modified && left.source == right.source && left.content == right.content
    }
}

/// Whole files, for those that are small: descriptions, ignore files, sources that a change edits.
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

    /// Writes a file; one that is there keeps its mode. Throws `Errno`.
    static func write(_ bytes: [UInt8], to path: FilePath) throws {
        let file = try FileDescriptor.open(
            path, .writeOnly, options: [.create, .truncate, .closeOnExec],
            permissions: FilePermissions(rawValue: 0o644))
        _ = try file.closeAfter { try file.writeAll(bytes) }
    }
}

/// What a path is.
struct FileStatus {
    private let status: stat

    /// Throws `Errno`.
    init(_ path: FilePath, followsLinks: Bool = true) throws {
        var status = stat()
        let flags = followsLinks ? 0 : AT_SYMLINK_NOFOLLOW
        guard path.withPlatformString({ fstatat(AT_FDCWD, $0, &status, flags) }) == 0 else {
            throw Errno(rawValue: errno)
        }
        self.status = status
    }

    var isRegularFile: Bool { status.st_mode & S_IFMT == S_IFREG }
    var isDirectory: Bool { status.st_mode & S_IFMT == S_IFDIR }
    /// Its size in bytes.
    var size: Int { Int(status.st_size) }
    var mode: UInt32 { status.st_mode & 0o7777 }
    /// Which file it is, and its state: any write to it, or to what is known of it, gives another.
    var stamp: FileStamp {
        FileStamp(
            device: UInt64(status.st_dev), inode: UInt64(status.st_ino), size: Int(status.st_size),
            changedSeconds: Int(status.st_ctim.tv_sec), changedNanoseconds: Int(status.st_ctim.tv_nsec))
    }
    /// When its content last changed: seconds since 1970 and nanoseconds.
    var modified: (seconds: Int, nanoseconds: Int) { (Int(status.st_mtim.tv_sec), Int(status.st_mtim.tv_nsec)) }
}

/// A file's identity and its last change of any kind (`ctime`), which no program can set back.
struct FileStamp: Sendable, Hashable {
    let device: UInt64
    let inode: UInt64
    let size: Int
    let changedSeconds: Int
    let changedNanoseconds: Int
}
