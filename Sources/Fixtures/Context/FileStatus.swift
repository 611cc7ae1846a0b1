import Glibc
import SystemPackage

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

    /// Whether it is a regular file.
    var isRegularFile: Bool { status.st_mode & S_IFMT == S_IFREG }
    /// Whether it is a directory.
    var isDirectory: Bool { status.st_mode & S_IFMT == S_IFDIR }
    /// Its size in bytes.
    var size: Int { Int(status.st_size) }
    /// Its permission bits.
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
