import CArchive
import Glibc
import Model

/// A file to be put into an archive or an index.
package struct PackedFile: Sendable, Equatable {
    var path: String
    var bytes: [UInt8]

    package init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }

    init(path: String, text: String) { self.init(path: path, bytes: Array(text.utf8)) }
    init(path: String, json value: some Encodable) throws {
        self.init(path: path, bytes: [UInt8](try JSONText.data(value)))
    }
}

/// Files packed by libarchive, in memory: the same files give the same bytes on one machine.
package struct ArchiveBytes {
    package enum Format: Sendable { case tar, gzippedTar, zip }

    /// The bytes so far, where libarchive's callback finds them.
    private final class Sink {
        var bytes: [UInt8] = []
    }

    /// Packs files in their order.
    /// - Throws: ``PreparationError`` with code `state`.
    package static func pack(_ files: [PackedFile], as format: Format) throws -> [UInt8] {
        try write { archive in
            switch format {
            case .tar: archive_write_set_format_ustar(archive)
            case .gzippedTar: max(archive_write_set_format_ustar(archive), gzip(archive))
            case .zip: archive_write_set_format_zip(archive)
            }
        } content: { archive in
            guard let entry = archive_entry_new() else { throw failure(archive) }
            defer { archive_entry_free(entry) }
            for file in files {
                archive_entry_clear(entry)
                file.path.withCString { archive_entry_set_pathname(entry, $0) }
                archive_entry_set_filetype(entry, S_IFREG)
                archive_entry_set_perm(entry, 0o644)
                archive_entry_set_size(entry, Int64(file.bytes.count))
                archive_entry_set_mtime(entry, Workshop.epoch, 0)
                try add(file.bytes, entry, to: archive)
            }
        }
    }

    /// Compresses bytes, without a name or a time.
    /// - Throws: ``PreparationError`` with code `state`.
    static func gzipped(_ bytes: [UInt8]) throws -> [UInt8] {
        try write { archive in
            max(archive_write_set_format_raw(archive), gzip(archive))
        } content: { archive in
            guard let entry = archive_entry_new() else { throw failure(archive) }
            defer { archive_entry_free(entry) }
            archive_entry_set_filetype(entry, S_IFREG)
            try add(bytes, entry, to: archive)
        }
    }

    private static func gzip(_ archive: OpaquePointer) -> Int32 {
        let status = archive_write_add_filter_gzip(archive)
        return max(status, archive_write_set_filter_option(archive, "gzip", "timestamp", nil))
    }

    private static func write(
        format: (OpaquePointer) -> Int32, content: (OpaquePointer) throws -> Void
    ) throws -> [UInt8] {
        guard let archive = archive_write_new() else {
            throw PreparationError(.state, "there is no memory for an archive: free some.")
        }
        defer { archive_write_free(archive) }
        let sink = Sink()
        let receive: @convention(c) (OpaquePointer?, UnsafeMutableRawPointer?, UnsafeRawPointer?, Int) -> Int = {
            _, sink, bytes, count in
            guard let sink, let bytes else { return -1 }
            Unmanaged<Sink>.fromOpaque(sink).takeUnretainedValue().bytes
                .append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
            return count
        }
        guard format(archive) == ARCHIVE_OK, archive_write_set_bytes_in_last_block(archive, 1) == ARCHIVE_OK,
            archive_write_open2(archive, Unmanaged.passUnretained(sink).toOpaque(), nil, receive, nil, nil)
                == ARCHIVE_OK
        else { throw failure(archive) }
        try content(archive)
        guard archive_write_close(archive) == ARCHIVE_OK else { throw failure(archive) }
        return withExtendedLifetime(sink) { sink.bytes }
    }

    private static func add(_ bytes: [UInt8], _ entry: OpaquePointer, to archive: OpaquePointer) throws {
        guard archive_write_header(archive, entry) == ARCHIVE_OK,
            bytes.withUnsafeBytes({ archive_write_data(archive, $0.baseAddress, $0.count) }) == bytes.count
        else { throw failure(archive) }
    }

    private static func failure(_ archive: OpaquePointer) -> PreparationError {
        PreparationError(
            .state, "an archive of packages cannot be made.",
            cause: archive_error_string(archive).map { String(cString: $0) })
    }
}
