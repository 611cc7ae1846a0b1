import Foundation

/// Where filesystems are mounted, as `/proc/self/mountinfo` says.
struct MountTable: Sendable {
    /// One mount.
    struct Entry: Sendable, Equatable {
        /// Where it is mounted.
        let point: String
        /// The filesystem's type.
        let type: String
        /// What is mounted.
        let source: String
    }

    /// In the order in which they were mounted.
    let entries: [Entry]

    /// The mounts that this process sees.
    static func current() -> MountTable {
        MountTable(text: (try? String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8)) ?? "")
    }

    /// Reads the table; a line that is not of its form is passed over.
    init(text: String) {
        entries = text.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ")
            guard let dash = fields.firstIndex(of: "-"), dash >= 6, fields.count > dash + 2 else { return nil }
            return Entry(
                point: Self.unescape(fields[4]), type: String(fields[dash + 1]), source: Self.unescape(fields[dash + 2])
            )
        }
    }

    /// The mount points at or below a path, the last mounted first, so that they can be unmounted in this order.
    func points(under path: String) -> [String] {
        entries.map(\.point).filter { $0 == path || $0.hasPrefix(path + "/") }.reversed()
    }

    /// The type of the filesystem that holds a path: of the longest mount point above it, the last mounted.
    func type(holding path: String) -> String? {
        entries.reversed().filter { path == $0.point || path.hasPrefix($0.point == "/" ? "/" : $0.point + "/") }
            .max { $0.point.utf8.count < $1.point.utf8.count }?.type
    }

    /// The kernel writes space, tab, newline and backslash as three octal digits.
    private static func unescape(_ field: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(field.utf8)[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(3)
            if byte == 92, digits.count == 3, let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 8) {
                bytes.append(value)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
