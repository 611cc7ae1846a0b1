import SystemPackage

/// Whole files, for those that are small: descriptions, ignore files, sources that a change edits.
enum FileBytes {
    /// Throws `Errno`.
    static func read(_ path: FilePath) throws -> [UInt8] {
        let file = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec])
        return try file.closeAfter {
            var bytes: [UInt8] = []
            var chunk = [UInt8](repeating: 0, count: 64 * 1024)
            while case let count = try chunk.withUnsafeMutableBytes({ try file.read(into: $0) }), count > 0 {
                bytes += chunk.prefix(count)
            }
            return bytes
        }
    }

    /// Writes a file; one that is there keeps its mode. Throws `Errno`.
    static func write(_ bytes: [UInt8], to path: FilePath) throws {
        let file = try FileDescriptor.open(
            path, .writeOnly, options: [.create, .truncate, .closeOnExec],
            permissions: FilePermissions(rawValue: 0o644))
        _ = try file.closeAfter { try file.writeAll(bytes) }
    }
}
