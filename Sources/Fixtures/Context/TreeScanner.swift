import Glibc
import Model
import SystemPackage

/// Walks a tree by the ignore rules, and collects a context's content.
struct TreeScanner: ~Copyable {
    private struct Directory {
        let path: [UInt8]
        let verdict: IgnoreRules.Verdict?
        let isClosed: Bool
        /// The directory itself, if the rules exclude it but it is sent with the first file found inside.
        let withheld: [ContextEntry]
    }

    private let root: FilePath
    private let reader: DirectoryReader
    private let rules: IgnoreRules
    private let convention: ContextConvention
    /// Paths that are sent whatever the rules say.
    private let kept: Set<[UInt8]>
    /// Their parent directories: if the rules close one, nothing else in it is sent.
    private let opened: Set<[UInt8]>
    private(set) var entries: [ContextEntry] = []
    private(set) var skipped: [String] = []

    init(root: FilePath, rules: IgnoreRules, kept: [[UInt8]], convention: ContextConvention = .legacy) throws {
        (self.root, self.rules, self.convention) = (root, rules, convention)
        self.kept = Set(kept)
        opened = Set(kept.flatMap { path in path.indices.filter { path[$0] == Self.slash }.map { Array(path[..<$0]) } })
        do { reader = try DirectoryReader(root: root) } catch {
            throw FixtureError.unreadable(root, error)
        }
    }

    mutating func scan() throws {
        var waiting: [Directory] = [Directory(path: [], verdict: nil, isClosed: false, withheld: [])]
        var sent: Set<[UInt8]> = []
        while let directory = waiting.popLast() {
            for item in try attempt(directory.path, { try reader.items(in: directory.path) }) {
                let path = item.path
                let verdict = rules.verdict(on: path, parent: directory.verdict)
                let isExcluded = (directory.isClosed || verdict.isExcluded) && !kept.contains(path)
                let isClosed =
                    isExcluded && (directory.isClosed || !rules.mayInclude(inside: path, convention: convention))
                let mayBeDirectory = item.type == UInt8(DT_DIR) || item.type == UInt8(DT_UNKNOWN)
                if isExcluded, !mayBeDirectory || (isClosed && !opened.contains(path)) { continue }
                let status = try attempt(path) { try reader.status(of: path) }
                if !isExcluded || (status.isDirectory && !isClosed && rules.sendsOpenedDirectories(convention)) {
                    entries += directory.withheld.filter { sent.insert($0.bytes).inserted }
                    try collect(path, status)
                }
                guard status.isDirectory else { continue }
                let isWithheld = isExcluded && !isClosed && convention != .legacy
                waiting.append(
                    Directory(
                        path: path, verdict: verdict, isClosed: isClosed,
                        withheld: isWithheld && !rules.sendsOpenedDirectories(convention)
                            ? directory.withheld + [Self.entry(path, .directory, status)]
                            : isExcluded ? directory.withheld : []
                    ))
            }
        }
        entries.sort { $0.bytes.lexicographicallyPrecedes($1.bytes) }
        skipped.sort()
    }

    private static func entry(_ path: [UInt8], _ kind: ContextEntry.Kind, _ status: FileStatus) -> ContextEntry {
        ContextEntry(bytes: path, kind: kind, mode: status.mode, modified: status.modified, source: nil)
    }

    private mutating func collect(_ path: [UInt8], _ status: FileStatus) throws {
        switch status.type {
        case S_IFREG: entries.append(Self.entry(path, .file(size: status.size), status))
        case S_IFDIR: entries.append(Self.entry(path, .directory, status))
        case S_IFLNK:
            let target = try attempt(path) { try reader.target(of: path) }
            entries.append(Self.entry(path, .link(target: target), status))
        default: skipped.append(String(decoding: path, as: UTF8.self))
        }
    }

    private func attempt<Value>(_ path: [UInt8], _ body: () throws -> Value) throws -> Value {
        do { return try body() } catch {
            throw FixtureError.unreadable(root.appending(String(decoding: path, as: UTF8.self)), error)
        }
    }

    private static let slash = UInt8(ascii: "/")
}

/// Lists directories and opens files below one root by the cheapest calls available. Names stay bytes.
struct DirectoryReader: ~Copyable {
    struct Item {
        /// Relative to the reader's root.
        let path: [UInt8]
        /// The entry's type if the filesystem reports it, otherwise `DT_UNKNOWN`.
        let type: UInt8
    }

    private let root: FileDescriptor

    init(root: FilePath) throws {
        self.root = try FileDescriptor.open(root, .readOnly, options: [.directory, .closeOnExec])
    }

    deinit {
        // Nothing was written through it, so closing cannot lose anything.
        try? root.close()
    }

    /// The names in a directory, unordered. `path` is relative to the root, empty for the root. Throws `Errno`.
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
            let name = Self.name(of: entry)
            if name != [0x2E], name != [0x2E, 0x2E] {
                items.append(
                    Item(path: path.isEmpty ? name : path + [UInt8(ascii: "/")] + name, type: entry.pointee.d_type))
            }
            errno = 0
        }
        guard errno == 0 else { throw Errno(rawValue: errno) }
        return items
    }

    /// The path's status, without following links. Throws `Errno`.
    func status(of path: [UInt8]) throws -> FileStatus { try FileStatus(path, below: root) }

    /// Opens a regular file. A link or a pipe in its place must neither lead elsewhere nor block. Throws `Errno`.
    func open(_ path: [UInt8]) throws -> FileDescriptor {
        let descriptor = path.withCString { openat(root.rawValue, $0, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC) }
        guard descriptor >= 0 else { throw Errno(rawValue: errno) }
        return FileDescriptor(rawValue: descriptor)
    }

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

extension DirectoryReader {
    private static func name(of entry: UnsafeMutablePointer<dirent>) -> [UInt8] {
        // The name's array has the maximum length; copying all of it would cost more than the rest of the scan.
        let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
        let start = UnsafeRawPointer(entry).advanced(by: offset)
        let length = strlen(start.assumingMemoryBound(to: CChar.self))
        return Array(UnsafeRawBufferPointer(start: start, count: length))
    }
}

extension Array where Element == UInt8 {
    func withCString<Result>(_ body: (UnsafePointer<CChar>) throws -> Result) rethrows -> Result {
        try (self + [0]).withUnsafeBytes { bytes in
            try bytes.withMemoryRebound(to: CChar.self) { characters in
                guard let base = characters.baseAddress else { preconditionFailure("a terminated string is not empty") }
                return try body(base)
            }
        }
    }
}

package final class EntryReader {
    private static let pieceLength = 32 * 1024

    private let descriptor: FileDescriptor
    private let path: FilePath
    private var isOpen = true

    /// Throws `FixtureError` (`unreadable`).
    package init(_ entry: ContextEntry, of context: BuildContext) throws {
        path = context.path(of: entry)
        do {
            descriptor =
                try entry.source.map { try FileDescriptor.open($0, .readOnly, options: .closeOnExec) }
                ?? DirectoryReader(root: context.root).open(entry.bytes)
        } catch {
            throw FixtureError.unreadable(path, error)
        }
    }

    deinit {
        // Nothing was written through it.
        if isOpen { try? descriptor.close() }
    }

    /// The next chunk, nil at the end. Throws `FixtureError` (`unreadable`).
    package func next() throws -> [UInt8]? {
        guard isOpen else { return nil }
        do {
            let piece = try [UInt8](unsafeUninitializedCapacity: Self.pieceLength) { buffer, count in
                count = try descriptor.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
            if !piece.isEmpty { return piece }
            isOpen = false
            try descriptor.close()
            return nil
        } catch {
            throw FixtureError(.unreadable, "\(path) cannot be read (\(error)); make it readable")
        }
    }
}

/// The modes that git gives to files it checks out. A tree for an image has only these: modes from the caller's umask
/// would change the image, and miss the cache.
enum GitMode {
    static let directory: mode_t = 0o755

    /// The mode of a file: git only stores whether its owner may execute it.
    static func file(_ mode: mode_t) -> mode_t { mode & S_IXUSR == 0 ? 0o644 : 0o755 }
}
