import Engine
import Foundation

/// The filesystem that holds an engine's data, where this host can see it.
package struct EngineDisk: Sendable, Equatable {
    /// The engine's data root, as this process can read it.
    package let path: String
    package let isEmbedded: Bool

    /// Looks for the data root of the engine behind an address.
    ///
    /// It goes through the process at the other end of the socket. An engine may be in its own mount namespace, where
    /// the path that it reports means another place.
    /// - Parameter rootDirectory: the data root that the engine reports.
    /// - Returns: nil for an engine on another host, or one that this user may not inspect.
    package static func find(of endpoint: EngineEndpoint, rootDirectory: String) -> EngineDisk? {
        guard case .unix(let socket) = endpoint else { return nil }
        if let engine = EmbeddedEngine.running(behind: socket) {
            return EngineDisk(path: engine.dataRoot, isEmbedded: true)
        }
        guard let process = PeerProcess.identifier(behind: socket), rootDirectory.hasPrefix("/") else { return nil }
        // Another user's process cannot be inspected: its paths are then assumed to be the host's.
        let root = "/proc/\(process)/root"
        let path = access("\(root)/", X_OK) == 0 ? root + rootDirectory : rootDirectory
        return FilesystemUsage(path: path).map { _ in EngineDisk(path: path, isEmbedded: false) }
    }

    /// Current usage; nil when the engine is gone.
    package func usage() -> FilesystemUsage? { FilesystemUsage(path: path) }
}

/// Space of a filesystem, in bytes, and its used inodes.
package struct FilesystemUsage: Codable, Sendable, Equatable {
    package let size: Int
    package let used: Int
    package let free: Int
    /// Used inodes; 0 where the filesystem does not count them.
    package let inodes: Int

    init(size: Int, used: Int, free: Int, inodes: Int = 0) {
        (self.size, self.used, self.free, self.inodes) = (size, used, free, inodes)
    }

    /// Usage of the filesystem that holds `path`; nil when there is none.
    package init?(path: String) {
        var information = statvfs()
        guard statvfs(path, &information) == 0 else { return nil }
        let unit = Int(information.f_frsize)
        size = Int(information.f_blocks) * unit
        used = size - Int(information.f_bfree) * unit
        free = Int(information.f_bavail) * unit
        inodes = Int(information.f_files) - Int(information.f_ffree)
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

    static func current() -> MountTable {
        MountTable(text: (try? String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8)) ?? "")
    }

    /// Reads the table; skips lines of another form.
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
        guard field.contains(UInt8(ascii: "\\")) else { return String(decoding: field, as: UTF8.self) }
        var bytes: [UInt8] = []
        var rest = Array(field)[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(3)
            if byte == UInt8(ascii: "\\"), digits.count == 3,
                let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 8)
            {
                bytes.append(value)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
