import SystemPackage

/// Reads one file of a context, a piece at a time.
public final class EntryReader {
    private static let pieceLength = 32 * 1024

    private let descriptor: FileDescriptor
    private let path: FilePath
    private var isOpen = true

    /// Throws `FixtureError` (`unreadable`).
    public init(_ entry: ContextEntry, of context: BuildContext) throws {
        path = entry.source ?? context.root.appending(bytes: entry.bytes)
        do {
            descriptor =
                try entry.source.map { try FileDescriptor.open($0, .readOnly, options: .closeOnExec) }
                ?? DirectoryReader(root: context.root).open(entry.bytes)
        } catch {
            throw FixtureError(
                .unreadable, "\(path) cannot be read (\(error)); allow it, or exclude it in .dockerignore", cause: error
            )
        }
    }

    deinit {
        // Nothing was written through it.
        if isOpen { try? descriptor.close() }
    }

    /// The next piece, nil at the end. Throws `FixtureError` (`unreadable`).
    public func next() throws -> [UInt8]? {
        guard isOpen else { return nil }
        do {
            let piece = try [UInt8](unsafeUninitializedCapacity: Self.pieceLength) { buffer, count in
                count = try descriptor.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
            if !piece.isEmpty { return piece }
            isOpen = false
            try descriptor.close()
            return nil
        } catch {
            throw FixtureError(.unreadable, "\(path) cannot be read (\(error)); allow it", cause: error)
        }
    }
}
