import CArchive
import Glibc

@testable import Fixtures

/// What libarchive reads back of one entry.
struct TarEntry {
    let path: [UInt8]
    let type: mode_t
    let mode: mode_t
    let owner: (user: Int64, group: Int64, userName: String, groupName: String)
    let target: [UInt8]?
    let modified: Int
    let content: [UInt8]

    var name: String { String(decoding: path, as: UTF8.self) }

    /// The whole of a context's archive, and its entries.
    static func read(_ context: BuildContext) async throws -> (bytes: [UInt8], entries: [TarEntry]) {
        var bytes: [UInt8] = []
        for try await chunk in context.archive { bytes += chunk }
        return (bytes, try read(bytes))
    }

    static func read(_ bytes: [UInt8]) throws -> [TarEntry] {
        let archive = archive_read_new()
        defer { archive_read_free(archive) }
        archive_read_support_format_tar(archive)
        var entries: [TarEntry] = []
        try bytes.withUnsafeBytes { buffer in
            guard archive_read_open_memory(archive, buffer.baseAddress, buffer.count) == ARCHIVE_OK else {
                throw Unreadable(reason: String(cString: archive_error_string(archive)))
            }
            var header: OpaquePointer?
            while case let status = archive_read_next_header(archive, &header), status != ARCHIVE_EOF {
                guard status == ARCHIVE_OK, let header else {
                    throw Unreadable(reason: String(cString: archive_error_string(archive)))
                }
                entries.append(TarEntry(archive, header))
            }
        }
        return entries
    }

    struct Unreadable: Error {
        let reason: String
    }

    private init(_ archive: OpaquePointer?, _ header: OpaquePointer) {
        func bytes(_ text: UnsafePointer<CChar>?) -> [UInt8] {
            text.map { Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))) } ?? []
        }
        var name = bytes(archive_entry_pathname(header))
        if name.last == UInt8(ascii: "/") { name.removeLast() }
        path = name
        type = archive_entry_filetype(header)
        mode = archive_entry_perm(header)
        owner = (
            archive_entry_uid(header), archive_entry_gid(header),
            String(decoding: bytes(archive_entry_uname(header)), as: UTF8.self),
            String(decoding: bytes(archive_entry_gname(header)), as: UTF8.self)
        )
        target = archive_entry_symlink(header).map { bytes($0) }
        modified = archive_entry_mtime(header)
        var content = [UInt8](repeating: 0, count: Int(archive_entry_size(header)))
        let length = content.withUnsafeMutableBytes { archive_read_data(archive, $0.baseAddress, $0.count) }
        self.content = Array(content.prefix(max(0, length)))
    }
}
