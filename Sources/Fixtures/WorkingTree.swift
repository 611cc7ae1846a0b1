import Foundation
import Glibc
import Model
import SystemPackage

/// A fixture's tree on disk, moved from change to change. One call at a time.
package actor WorkingTree {
    enum Source { case generated(GeneratedTree), git(GitCheckout) }

    /// The tree's directory; it does not exist before the first `advance`.
    package nonisolated let root: FilePath
    private let trace: Trace
    private var source: Source

    init(trace: Trace, source: Source) {
        (self.trace, self.source) = (trace, source)
        root =
            switch source {
            case .generated(let tree): tree.root
            case .git(let checkout): checkout.root
            }
    }

    /// Brings the tree to a change of the trace, from any other change.
    /// Throws `FixtureError`: `changeNotInTrace`; `changeChangesNothing`, `changeFailed` for generated changes;
    /// `revisionUnknown`, `dockerfileMissing`, `gitFailed` for git.
    package func advance(to change: Change) async throws {
        guard trace.changes.indices.contains(change.index), trace.changes[change.index] == change else {
            throw FixtureError(
                .changeNotInTrace,
                "change \(change.index) (\(change.revision)) is not in the trace of \(trace.fixture) that the tree follows"
            )
        }
        switch source {
        case .generated(var tree):
            defer { source = .generated(tree) }
            try tree.advance(to: change.index)
        case .git(let checkout):
            try await checkout.checkOut(change.revision)
            if let round = change.repetition { try checkout.roundFile.write(round, in: root) }
        }
    }

    /// Paths in the tree that its revision does not have, e.g. leftovers of a job; directories without their content.
    /// - Throws: `FixtureError`: `unreadable`, `gitFailed`.
    package func strangers() async throws -> [String] {
        switch source {
        case .generated(let tree): try tree.strangers()
        case .git(let checkout): try await checkout.strangers()
        }
    }
}

/// Copies a fixture's directory as a checkout would write it: names as bytes, links as links, git's modes. Modification
/// times are kept.
struct TreeCopy: ~Copyable {
    private let source: DirectoryReader
    private let target: FilePath

    init(from source: FilePath, to target: FilePath) throws {
        self.source = try DirectoryReader(root: source)
        self.target = target
    }

    func copy() throws {
        try Self.makeDirectory(target)
        var waiting: [[UInt8]] = [[]]
        while let directory = waiting.popLast() {
            for path in try source.items(in: directory).map(\.path) {
                let status = try source.status(of: path)
                switch status.type {
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

    private func copyFile(_ path: [UInt8], _ status: FileStatus) throws {
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
                let times = [status.raw.st_mtim, status.raw.st_mtim]
                guard fchmod(to.rawValue, GitMode.file(status.mode)) == 0, futimens(to.rawValue, times) == 0 else {
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
    /// The path with a relative one appended, which need not be UTF-8.
    func appending(bytes: [UInt8]) -> FilePath { pushing(bytes.withCString { FilePath(platformString: $0) }) }
}

/// A directory for one working tree.
struct WorkingDirectory {
    private let path: FilePath

    /// Makes it and its parent directories. Throws `FixtureError` (`workingDirectory`) if it already exists.
    init(_ path: FilePath) throws {
        self.path = path
        if (try? FileStatus(path, followsLinks: false)) != nil {
            throw FixtureError(.workingDirectory, "\(path) exists already; remove it (plimsoll clean), or name another")
        }
        do {
            try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: true)
        } catch {
            throw FixtureError(.workingDirectory, "\(path) cannot be made (\(error)); name another place")
        }
    }

    func remove() throws {
        do { try FileManager.default.removeItem(atPath: path.string) } catch {
            throw FixtureError(.workingDirectory, "\(path) cannot be removed (\(error)); remove it")
        }
    }
}
