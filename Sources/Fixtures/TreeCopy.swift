import Glibc
import SystemPackage

/// Copies a fixture's directory as a checkout would write it: names as bytes, links as links, modes as git has them.
/// Modification times are kept.
struct TreeCopy: ~Copyable {
    private let source: DirectoryReader
    private let target: FilePath

    /// Throws `Errno` where the directory cannot be read.
    init(from source: FilePath, to target: FilePath) throws {
        self.source = try DirectoryReader(root: source)
        self.target = target
    }

    /// Copies all of it; the target must not be there. Throws `Errno`.
    func copy() throws {
        try Self.makeDirectory(target)
        var waiting: [[UInt8]] = [[]]
        while let directory = waiting.popLast() {
            for item in try source.items(in: directory) {
                let path = directory.isEmpty ? item.name : directory + [UInt8(ascii: "/")] + item.name
                let status = try source.status(of: path)
                switch status.st_mode & S_IFMT {
                case S_IFDIR:
                    try Self.makeDirectory(target.appending(bytes: path))
                    waiting.append(path)
                case S_IFREG: try copyFile(path, status)
                case S_IFLNK: try copyLink(path)
                // Sockets, pipes and devices are in no repository.
                default: continue
                }
            }
        }
    }

    /// Makes a directory with git's mode. Throws `Errno`.
    static func makeDirectory(_ path: FilePath) throws {
        let isMade = path.withPlatformString { mkdir($0, GitMode.directory) == 0 && chmod($0, GitMode.directory) == 0 }
        guard isMade else { throw Errno(rawValue: errno) }
    }

    private func copyFile(_ path: [UInt8], _ status: stat) throws {
        let from = try source.open(path)
        try from.closeAfter {
            let to = try FileDescriptor.open(
                target.appending(bytes: path), .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec],
                permissions: .ownerReadWrite)
            try to.closeAfter {
                let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * 1024, alignment: 1)
                defer { buffer.deallocate() }
                while case let count = try from.read(into: buffer), count > 0 {
                    _ = try to.writeAll(UnsafeRawBufferPointer(rebasing: buffer.prefix(count)))
                }
                let times = [status.st_mtim, status.st_mtim]
                guard fchmod(to.rawValue, GitMode.file(status.st_mode)) == 0, futimens(to.rawValue, times) == 0 else {
                    throw Errno(rawValue: errno)
                }
            }
        }
    }

    private func copyLink(_ path: [UInt8]) throws {
        let pointed = try source.target(of: path)
        let isMade = pointed.withCString { text in
            target.appending(bytes: path).withPlatformString { symlink(text, $0) == 0 }
        }
        guard isMade else { throw Errno(rawValue: errno) }
    }
}

extension FilePath {
    /// The path with a relative one behind it, which need not be UTF-8.
    func appending(bytes: [UInt8]) -> FilePath {
        pushing(bytes.withCString { FilePath(platformString: $0) })
    }
}
