import CArchive
import Glibc
import Model
import SystemPackage

/// Turns libarchive's writer into a pull stream: each call returns one chunk, and reads just enough of the tree for it.
final class ArchiveStream {
    private struct OpenFile {
        let descriptor: FileDescriptor
        let entry: ContextEntry
        var remaining: Int
    }

    private static let chunkSize = 256 * 1024

    private let context: BuildContext
    private let reader: DirectoryReader
    private let archive: OpaquePointer
    private let header: OpaquePointer
    private let buffer: UnsafeMutableRawBufferPointer
    private var entries: IndexingIterator<[ContextEntry]>
    private var file: OpenFile?
    private var chunks: [[UInt8]] = []
    private var isFinished = false

    /// Throws `FixtureError` (`unreadable`, `archiveFailed`).
    init(_ context: BuildContext) throws {
        do { reader = try DirectoryReader(root: context.root) } catch {
            throw FixtureError(.unreadable, "\(context.root) cannot be read (\(error)); scan it again")
        }
        guard let archive = archive_write_new(), let header = archive_entry_new() else {
            throw FixtureError(.archiveFailed, "no memory for an archive; free some")
        }
        (self.context, self.archive, self.header) = (context, archive, header)
        buffer = .allocate(byteCount: Self.chunkSize, alignment: 1)
        entries = context.entries.makeIterator()
        try check(archive_write_set_format_gnutar(archive))
        try check(archive_write_set_bytes_per_block(archive, Int32(Self.chunkSize)))
        try check(archive_write_set_bytes_in_last_block(archive, 512))
        let write: @convention(c) (OpaquePointer?, UnsafeMutableRawPointer?, UnsafeRawPointer?, Int) -> Int = {
            _, stream, bytes, count in
            guard let stream, let bytes else { return -1 }
            let chunk = [UInt8](UnsafeRawBufferPointer(start: bytes, count: count))
            Unmanaged<ArchiveStream>.fromOpaque(stream).takeUnretainedValue().chunks.append(chunk)
            return count
        }
        try check(archive_write_open2(archive, Unmanaged.passUnretained(self).toOpaque(), nil, write, nil, nil))
    }

    deinit {
        // If the stream was not read to its end, freeing it must not write the archive's end.
        if !isFinished { archive_write_fail(archive) }
        archive_write_free(archive)
        archive_entry_free(header)
        buffer.deallocate()
        try? file?.descriptor.close()
    }

    func next() throws -> [UInt8]? {
        while chunks.isEmpty, !isFinished {
            if file != nil {
                try copyPart()
            } else if let entry = entries.next() {
                try begin(entry)
            } else {
                try check(archive_write_close(archive))
                isFinished = true
            }
        }
        return chunks.isEmpty ? nil : chunks.removeFirst()
    }

    private func begin(_ entry: ContextEntry) throws {
        if case .file(let size) = entry.kind, entry.content == nil {
            file = OpenFile(descriptor: try open(entry), entry: entry, remaining: size)
        }
        archive_entry_clear(header)
        entry.bytes.withCString { archive_entry_copy_pathname(header, $0) }
        archive_entry_set_perm(header, entry.mode)
        archive_entry_set_uid(header, Int64(context.owner))
        archive_entry_set_mtime(header, entry.modified.seconds, entry.modified.nanoseconds)
        switch entry.kind {
        case .file(let size):
            archive_entry_set_filetype(header, S_IFREG)
            archive_entry_set_size(header, Int64(size))
        case .directory: archive_entry_set_filetype(header, S_IFDIR)
        case .link(let target):
            archive_entry_set_filetype(header, S_IFLNK)
            target.withCString { archive_entry_copy_symlink(header, $0) }
        }
        try check(archive_write_header(archive, header), entry)
        if let content = entry.content, archive_write_data(archive, content, content.count) != content.count {
            throw failure(entry)
        }
    }

    /// Copies one buffer of the open file, and closes it at its end. It asks for one byte more than expected, so that
    /// the same call notices a file that grew.
    private func copyPart() throws {
        guard var part = file else { return }
        let space = UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(min(buffer.count, part.remaining + 1)))
        let count: Int
        do { count = try part.descriptor.read(into: space) } catch {
            throw FixtureError.unreadable(context.path(of: part.entry), error)
        }
        guard count <= part.remaining, count > 0 || part.remaining == 0 else {
            throw FixtureError(
                .fileChanged,
                "\(context.path(of: part.entry)) changed while it was read; stop what writes to it, or exclude it"
            )
        }
        if count > 0 {
            guard archive_write_data(archive, space.baseAddress, count) == count else { throw failure(part.entry) }
        }
        part.remaining -= count
        file = part
        if part.remaining == 0, count < space.count {
            file = nil
            try? part.descriptor.close()
        }
    }

    private func open(_ entry: ContextEntry) throws -> FileDescriptor {
        do {
            return try entry.source.map { try FileDescriptor.open($0, .readOnly, options: .closeOnExec) }
                ?? reader.open(entry.bytes)
        } catch {
            throw FixtureError.unreadable(context.path(of: entry), error)
        }
    }

    private func check(_ status: Int32, _ entry: ContextEntry? = nil) throws {
        // A warning counts too: it would be a name that was only partly archived.
        guard status == ARCHIVE_OK else { throw failure(entry) }
    }

    private func failure(_ entry: ContextEntry?) -> FixtureError {
        let reason = archive_error_string(archive).map { String(cString: $0) } ?? "no reason given"
        let subject = entry.map { context.path(of: $0).string } ?? "the context of \(context.root)"
        return FixtureError(.archiveFailed, "\(subject) cannot be archived: \(reason)")
    }
}
