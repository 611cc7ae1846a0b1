import CIsolation
import SystemPackage

/// A small text file in an image's unpacked tree, read as a process with that root would: no link in it leads to the host's files.
enum DirectFile {
    /// No account file that is worth reading is larger, in bytes.
    private static let limit = 4 << 20

    /// Its text; empty where there is none.
    static func text(_ path: String, in root: String) -> String {
        let number = isolated_open(root, path)
        guard number >= 0 else { return "" }
        let file = FileDescriptor(rawValue: number)
        defer { try? file.close() }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while bytes.count < limit, let count = try? buffer.withUnsafeMutableBytes({ try file.read(into: $0) }),
            count > 0
        {
            bytes += buffer.prefix(count)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
