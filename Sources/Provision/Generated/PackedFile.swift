import CArchive
import Glibc
import Model

package struct PackedFile: Sendable, Equatable {
    var path: String
    var bytes: [UInt8]

    package init(path: String, bytes: [UInt8]) { (self.path, self.bytes) = (path, bytes) }
    init(path: String, text: String) { self.init(path: path, bytes: Array(text.utf8)) }
    init(path: String, json value: some Encodable) throws {
        self.init(path: path, bytes: [UInt8](try JSONText.data(value)))
    }
}

/// Files packed by libarchive, in memory: the same files give the same bytes on one machine.
package enum ArchiveBytes {
    package enum Format: Sendable { case tar, gzippedTar, zip }

    private final class Sink {
        var bytes: [UInt8] = []
    }

    package static func pack(_ files: [PackedFile], as format: Format) throws -> [UInt8] {
        try write(files) { archive in
            switch format {
            case .tar: archive_write_set_format_ustar(archive)
            case .gzippedTar: max(archive_write_set_format_ustar(archive), gzip(archive))
            case .zip: archive_write_set_format_zip(archive)
            }
        } entry: { entry, file in
            file.path.withCString { archive_entry_set_pathname(entry, $0) }
            archive_entry_set_perm(entry, 0o644)
            archive_entry_set_size(entry, Int64(file.bytes.count))
            archive_entry_set_mtime(entry, Workshop.epoch, 0)
        }
    }

    /// Compresses bytes, without a name or a time.
    static func gzipped(_ bytes: [UInt8]) throws -> [UInt8] {
        try write([PackedFile(path: "", bytes: bytes)]) { archive in
            max(archive_write_set_format_raw(archive), gzip(archive))
        } entry: { _, _ in
        }
    }

    private static func gzip(_ archive: OpaquePointer) -> Int32 {
        let status = archive_write_add_filter_gzip(archive)
        return max(status, archive_write_set_filter_option(archive, "gzip", "timestamp", nil))
    }

    private static func write(
        _ files: [PackedFile], format: (OpaquePointer) -> Int32, entry describe: (OpaquePointer, PackedFile) -> Void
    ) throws -> [UInt8] {
        guard let archive = archive_write_new(), let entry = archive_entry_new() else {
            throw PreparationError(.state, "there is no memory for an archive: free some.")
        }
        defer {
            archive_entry_free(entry)
            archive_write_free(archive)
        }
        func check(_ isGood: Bool) throws {
            if isGood { return }
            let cause = archive_error_string(archive).map { String(cString: $0) }
            throw PreparationError(.state, "an archive of packages cannot be made.", cause: cause)
        }
        let sink = Sink()
        let receive: @convention(c) (OpaquePointer?, UnsafeMutableRawPointer?, UnsafeRawPointer?, Int) -> Int = {
            _, sink, bytes, count in
            guard let sink, let bytes else { return -1 }
            Unmanaged<Sink>.fromOpaque(sink).takeUnretainedValue().bytes
                .append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
            return count
        }
        try check(format(archive) == ARCHIVE_OK)
        try check(archive_write_set_bytes_in_last_block(archive, 1) == ARCHIVE_OK)
        let target = Unmanaged.passUnretained(sink).toOpaque()
        try check(archive_write_open2(archive, target, nil, receive, nil, nil) == ARCHIVE_OK)
        for file in files {
            archive_entry_clear(entry)
            archive_entry_set_filetype(entry, S_IFREG)
            describe(entry, file)
            try check(archive_write_header(archive, entry) == ARCHIVE_OK)
            let written = file.bytes.withUnsafeBytes { archive_write_data(archive, $0.baseAddress, $0.count) }
            try check(written == file.bytes.count)
        }
        try check(archive_write_close(archive) == ARCHIVE_OK)
        return withExtendedLifetime(sink) { sink.bytes }
    }
}
