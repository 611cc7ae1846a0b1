import Engine
import Foundation

/// The filesystem that holds an engine's data, where this host can see it.
package struct EngineDisk: Sendable, Equatable {
    package let path: String
    package let isEmbedded: Bool

    /// Looks for the data root of the engine behind an address; nil for an engine on another host, or one that this
    /// user may not inspect.
    ///
    /// It goes through the process at the other end of the socket. An engine may be in its own mount namespace, where
    /// the path that it reports means another place.
    package static func find(of endpoint: EngineEndpoint, rootDirectory: String) -> EngineDisk? {
        guard case .unix(let socket) = endpoint else { return nil }
        if let engine = EmbeddedEngine.running(behind: socket) {
            return EngineDisk(path: engine.dataRoot, isEmbedded: true)
        }
        guard let process = EngineProbe.listener(socket), rootDirectory.hasPrefix("/") else { return nil }
        // Another user's process cannot be inspected: its paths are then assumed to be the host's.
        let root = "/proc/\(process)/root"
        let path = access("\(root)/", X_OK) == 0 ? root + rootDirectory : rootDirectory
        return FilesystemUsage(path: path).map { _ in EngineDisk(path: path, isEmbedded: false) }
    }

    package func usage() -> FilesystemUsage? { FilesystemUsage(path: path) }
}

/// Space of a filesystem, in bytes, and its used inodes.
package struct FilesystemUsage: Codable, Sendable, Equatable {
    package let size: Int
    package let used: Int
    package let free: Int
    /// Used inodes; 0 where the filesystem does not count them.
    package private(set) var inodes = 0
}

extension FilesystemUsage {
    package init?(path: String) {
        var information = statvfs()
        guard statvfs(path, &information) == 0 else { return nil }
        let (unit, blocks) = (Int(information.f_frsize), Int(information.f_blocks))
        self.init(
            size: blocks * unit, used: (blocks - Int(information.f_bfree)) * unit,
            free: Int(information.f_bavail) * unit, inodes: Int(information.f_files) - Int(information.f_ffree))
    }
}

/// Mounted filesystems, as the kernel lists them in `/proc/PID/mountinfo` (proc(5)).
package struct MountTable: Sendable {
    package struct Entry: Sendable, Equatable {
        package let point: String
        package let type: String
        let source: String
        /// The part of the filesystem that is mounted there; for a namespace, which one, as `net:[4026532312]`.
        package var root = "/"
    }

    package let entries: [Entry]

    static func current() -> MountTable { MountTable(text: HostFiles.text("/proc/self/mountinfo") ?? "") }

    package init(text: String) {
        entries = text.utf8.split(separator: UInt8(ascii: "\n")).compactMap { line in
            let fields = line.split(separator: UInt8(ascii: " "))
            guard let dash = fields.firstIndex(where: { $0.elementsEqual([UInt8(ascii: "-")]) }), dash >= 6,
                fields.count > dash + 2
            else { return nil }
            return Entry(
                point: Self.unescaped(fields[4]), type: String(decoding: fields[dash + 1], as: UTF8.self),
                source: Self.unescaped(fields[dash + 2]), root: Self.unescaped(fields[3]))
        }
    }

    /// The mount points at or below a path, last mounted first: the order for unmounting.
    func points(under path: String) -> [String] {
        entries.map(\.point).filter { $0 == path || $0.hasPrefix(path + "/") }.reversed()
    }

    /// The type of the filesystem that holds a path: the longest mount point above it, the last mounted.
    func type(holding path: String) -> String? {
        entries.reversed().filter { path == $0.point || path.hasPrefix($0.point == "/" ? "/" : $0.point + "/") }
            .max { $0.point.utf8.count < $1.point.utf8.count }?.type
    }

    /// The kernel writes space, tab, newline and backslash as three octal digits.
    private static func unescaped(_ field: Substring.UTF8View) -> String {
        let text = String(decoding: field, as: UTF8.self)
        guard field.contains(UInt8(ascii: "\\")) else { return text }
        // By scalars: an escape beside a combining mark is still an escape.
        return text.replacing(/\\([0-7]{3})/.matchingSemantics(.unicodeScalar)) { match -> String in
            guard let byte = UInt8(match.output.1, radix: 8) else { return String(match.output.0) }
            return String(UnicodeScalar(byte))
        }
    }
}
