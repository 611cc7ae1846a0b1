import Glibc
import SystemPackage

/// Lists directories and opens files below one root by the cheapest calls there are, and keeps every name as bytes.
struct DirectoryReader: ~Copyable {
    /// A name in a directory.
    struct Item {
        /// The name, without its directory.
        let name: [UInt8]
        /// The directory entry's type where the filesystem tells it, else `DT_UNKNOWN`.
        let type: UInt8
    }

    private let root: FileDescriptor

    /// Opens the root. Throws `Errno`.
    init(root: FilePath) throws {
        self.root = try FileDescriptor.open(root, .readOnly, options: [.directory, .closeOnExec])
    }

    deinit {
        // Nothing was written through it, so that closing cannot lose anything.
        try? root.close()
    }

    /// The names in a directory, in no order. `path` is relative to the root, empty for the root. Throws `Errno`.
    func items(in path: [UInt8]) throws -> [Item] {
        let descriptor = (path.isEmpty ? [UInt8(ascii: ".")] : path).withCString {
            openat(root.rawValue, $0, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        }
        guard descriptor >= 0 else { throw Errno(rawValue: errno) }
        guard let stream = fdopendir(descriptor) else {
            let failure = Errno(rawValue: errno)
            close(descriptor)
            throw failure
        }
        defer { closedir(stream) }
        var items: [Item] = []
        errno = 0
        while let entry = readdir(stream) {
            let item = Item(entry)
            if item.name != [0x2E], item.name != [0x2E, 0x2E] { items.append(item) }
            errno = 0
        }
        guard errno == 0 else { throw Errno(rawValue: errno) }
        return items
    }

    /// What a path is, links not followed. Throws `Errno`.
    func status(of path: [UInt8]) throws -> stat {
        var status = stat()
        guard path.withCString({ fstatat(root.rawValue, $0, &status, AT_SYMLINK_NOFOLLOW) }) == 0 else {
            throw Errno(rawValue: errno)
        }
        return status
    }

    /// Opens a regular file. Neither a link nor a pipe that took its place may lead elsewhere or block. Throws `Errno`.
    func open(_ path: [UInt8]) throws -> FileDescriptor {
        let descriptor = path.withCString {
            openat(root.rawValue, $0, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        }
        guard descriptor >= 0 else { throw Errno(rawValue: errno) }
        return FileDescriptor(rawValue: descriptor)
    }

    /// Where a symbolic link points. Throws `Errno`.
    func target(of path: [UInt8]) throws -> [UInt8] {
        var target = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let length = target.withUnsafeMutableBytes { buffer in
            path.withCString { link in
                buffer.withMemoryRebound(to: CChar.self) { text in
                    text.baseAddress.map { readlinkat(root.rawValue, link, $0, text.count) } ?? -1
                }
            }
        }
        guard length >= 0 else { throw Errno(rawValue: errno) }
        return Array(target.prefix(length))
    }
}

extension DirectoryReader.Item {
    fileprivate init(_ entry: UnsafeMutablePointer<dirent>) {
        type = entry.pointee.d_type
        // The name's array is as long as the longest name; a copy of it all would cost more than the rest of the scan.
        let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
        let start = UnsafeRawPointer(entry).advanced(by: offset)
        let length = strlen(start.assumingMemoryBound(to: CChar.self))
        name = Array(UnsafeRawBufferPointer(start: start, count: length))
    }
}

extension Array where Element == UInt8 {
    /// The bytes as a C string.
    func withCString<Result>(_ body: (UnsafePointer<CChar>) throws -> Result) rethrows -> Result {
        try (self + [0]).withUnsafeBytes { bytes in
            try bytes.withMemoryRebound(to: CChar.self) { characters in
                guard let base = characters.baseAddress else { preconditionFailure("a terminated string is not empty") }
                return try body(base)
            }
        }
    }
}
