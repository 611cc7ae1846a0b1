import Foundation

/// A process that holds a lock on a file.
public struct LockHolder: Sendable, Hashable, CustomStringConvertible {
    /// Its number.
    public let process: Int32
    /// Its command line, cut; empty where it cannot be read.
    public let command: String

    /// What a person reads of it.
    public var description: String {
        command.isEmpty ? "held by process \(process)" : "held by process \(process): \(command)"
    }

    /// The processes that hold a lock on a file, as the kernel's table says; none where it does not tell.
    static func all(of path: String, table: String = "/proc/locks") -> [LockHolder] {
        var status = stat()
        guard stat(path, &status) == 0, let text = try? String(contentsOfFile: table, encoding: .utf8) else {
            return []
        }
        let file = "\(device(UInt64(status.st_dev))):\(status.st_ino)"
        var seen: Set<Int32> = []
        return text.split(separator: "\n").compactMap { line in
            // `12: FLOCK  ADVISORY  WRITE 4711 00:19:1234 0 EOF`; who waits has an arrow before the kind.
            let fields = line.split(separator: " ")
            guard fields.count >= 6, fields[1] == "FLOCK", fields[5] == file, let process = Int32(fields[4]),
                process > 0, seen.insert(process).inserted
            else { return nil }
            return LockHolder(process: process, command: commandLine(of: process))
        }
    }

    /// A device's number as the kernel's table writes it.
    private static func device(_ number: UInt64) -> String {
        let major = (number >> 8) & 0xFFF | (number >> 32) & ~0xFFF
        let minor = number & 0xFF | (number >> 12) & 0xFFF_FF00
        return String(format: "%02x:%02x", Int(major), Int(minor))
    }

    private static func commandLine(of process: Int32) -> String {
        let bytes = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") ?? Data()
        let words = String(decoding: bytes, as: UTF8.self).split(separator: "\u{0}").joined(separator: " ")
        return words.count > 80 ? words.prefix(79) + "…" : words
    }
}
