import Model
import SystemPackage

/// Digests of what `COPY` takes from a context. A file is read once, and again only when it changed: kept from job to
/// job, this costs a job as much as its change is large.
public struct ContentDigests: Sendable {
    private var known: [FileStamp: String] = [:]

    /// Nothing read yet.
    public init() {}

    /// One digest of all of the entries that can reach an image: names, kinds, modes, owner, contents and targets of links;
    /// not their times.
    ///
    /// Throws `FixtureError` (`unreadable`).
    public mutating func digest(of entries: [ContextEntry], in context: BuildContext) throws -> String {
        var text = "owner \(context.owner)\n"
        for entry in entries {
            text += "\(Digest.sha256(entry.bytes)) \(String(entry.mode, radix: 8)) "
            switch entry.kind {
            case .directory: text += "directory\n"
            case .link(let target): text += "link \(Digest.sha256(target))\n"
            case .file: text += "file \(try content(of: entry, in: context))\n"
            }
        }
        return Digest.sha256(text)
    }

    private mutating func content(of entry: ContextEntry, in context: BuildContext) throws -> String {
        let path = entry.source ?? context.root.appending(bytes: entry.bytes)
        do {
            let stamp = try FileStatus(path, followsLinks: false).stamp
            if let digest = known[stamp] { return digest }
            let digest = try Self.read(path)
            known[stamp] = digest
            return digest
        } catch {
            throw FixtureError(
                .unreadable, "\(path) cannot be read (\(error)); allow it, or exclude it in .dockerignore", cause: error
            )
        }
    }

    private static func read(_ path: FilePath) throws -> String {
        let file = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec])
        return try file.closeAfter {
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * 1024, alignment: 1)
            defer { buffer.deallocate() }
            return try Digest.sha256(parts: {
                UnsafeRawBufferPointer(rebasing: buffer.prefix(try file.read(into: buffer)))
            })
        }
    }
}
