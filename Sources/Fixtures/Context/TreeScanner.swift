import Glibc
import SystemPackage

/// Walks a tree by the ignore rules, and collects what a context holds.
struct TreeScanner: ~Copyable {
    /// A directory yet to be read.
    private struct Directory {
        let path: [UInt8]
        let verdict: IgnoreRules.Verdict?
        /// Whether the rules leave out all of it.
        let isClosed: Bool
        /// Itself, where the rules leave it out and yet it is sent with the first thing that is found inside.
        let withheld: [ContextEntry]
    }

    private let root: FilePath
    private let reader: DirectoryReader
    private let rules: IgnoreRules
    private let convention: ContextConvention
    /// Paths that are sent whatever the rules say.
    private let kept: Set<[UInt8]>
    /// The directories on the way to them: where the rules close one, nothing else in it is sent.
    private let opened: Set<[UInt8]>
    private(set) var entries: [ContextEntry] = []
    private(set) var skipped: [String] = []

    /// Opens the tree. Throws `FixtureError` (`unreadable`).
    init(root: FilePath, rules: IgnoreRules, kept: [[UInt8]], convention: ContextConvention = .legacy) throws {
        self.root = root
        self.rules = rules
        self.convention = convention
        self.kept = Set(kept)
        opened = Set(kept.flatMap { path in path.indices.filter { path[$0] == Self.slash }.map { Array(path[..<$0]) } })
        do {
            reader = try DirectoryReader(root: root)
        } catch {
            throw Self.unreadable(root.string, error)
        }
    }

    /// Walks the whole tree. Throws `FixtureError`.
    mutating func scan() throws {
        var waiting: [Directory] = [Directory(path: [], verdict: nil, isClosed: false, withheld: [])]
        var sent: Set<[UInt8]> = []
        while let directory = waiting.popLast() {
            for item in try attempt(directory.path, { try reader.items(in: directory.path) }) {
                let path = directory.path.isEmpty ? item.name : directory.path + [Self.slash] + item.name
                let verdict = rules.verdict(on: path, parent: directory.verdict)
                let isExcluded = (directory.isClosed || verdict.isExcluded) && !kept.contains(path)
                let isClosed =
                    isExcluded && (directory.isClosed || !rules.mayInclude(inside: path, convention: convention))
                let mayBeDirectory = item.type == UInt8(DT_DIR) || item.type == UInt8(DT_UNKNOWN)
                if isExcluded, !mayBeDirectory || (isClosed && !opened.contains(path)) { continue }
                let status = try attempt(path) { try reader.status(of: path) }
                let isDirectory = status.st_mode & S_IFMT == S_IFDIR
                if !isExcluded || (isDirectory && !isClosed && rules.sendsOpenedDirectories(convention)) {
                    entries += directory.withheld.filter { sent.insert($0.bytes).inserted }
                    try collect(path, status)
                }
                guard isDirectory else { continue }
                let isWithheld = isExcluded && !isClosed && convention != .legacy
                waiting.append(
                    Directory(
                        path: path, verdict: verdict, isClosed: isClosed,
                        withheld: isWithheld && !rules.sendsOpenedDirectories(convention)
                            ? directory.withheld + [Self.directory(path, status)] : isExcluded ? directory.withheld : []
                    ))
            }
        }
        entries.sort { $0.bytes.lexicographicallyPrecedes($1.bytes) }
        skipped.sort()
    }

    private static func directory(_ path: [UInt8], _ status: stat) -> ContextEntry {
        ContextEntry(
            bytes: path, kind: .directory, mode: status.st_mode & 0o7777,
            modified: (Int(status.st_mtim.tv_sec), Int(status.st_mtim.tv_nsec)), source: nil)
    }

    private mutating func collect(_ path: [UInt8], _ status: stat) throws {
        let kind: ContextEntry.Kind
        switch status.st_mode & S_IFMT {
        case S_IFREG: kind = .file(size: Int(status.st_size))
        case S_IFDIR: kind = .directory
        case S_IFLNK: kind = .link(target: try attempt(path) { try reader.target(of: path) })
        default:
            skipped.append(String(decoding: path, as: UTF8.self))
            return
        }
        entries.append(
            ContextEntry(
                bytes: path, kind: kind, mode: status.st_mode & 0o7777,
                modified: (Int(status.st_mtim.tv_sec), Int(status.st_mtim.tv_nsec)), source: nil))
    }

    private func attempt<Value>(_ path: [UInt8], _ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch {
            throw Self.unreadable(root.appending(String(decoding: path, as: UTF8.self)).string, error)
        }
    }

    private static func unreadable(_ path: String, _ error: any Error) -> FixtureError {
        FixtureError(
            .unreadable, "\(path) cannot be read (\(error)); allow it, or exclude it in .dockerignore", cause: error)
    }

    private static let slash = UInt8(ascii: "/")
}
