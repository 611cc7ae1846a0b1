import Model
import SystemPackage

/// Digests of what `COPY` takes from a context. A file is read once, and again only after a change. Kept from job to
/// job, the cost for a job is proportional to its change.
package struct ContentDigests: Sendable {
    private var known: [FileStamp: String] = [:]

    package init() {}

    /// One digest of everything in the entries that can reach an image: names, kinds, modes, owner, contents and link
    /// targets; not their times.
    /// Throws `FixtureError` (`unreadable`).
    package mutating func digest(of entries: [ContextEntry], in context: BuildContext) throws -> String {
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
        let path = context.path(of: entry)
        do {
            let stamp = try FileStatus(path, followsLinks: false).stamp
            if let digest = known[stamp] { return digest }
            let digest = try Self.read(path)
            known[stamp] = digest
            return digest
        } catch {
            throw FixtureError.unreadable(path, error)
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

enum TreeDigest {
    /// SHA-256 over all paths, contents and modes (as git stores them) of a tree, in hexadecimal. Throws `FixtureError`
    /// (`unreadable`).
    static func of(_ root: FilePath) throws -> String {
        var scanner = try TreeScanner(root: root, rules: IgnoreRules(), kept: [])
        try scanner.scan()
        let lines = try scanner.entries.map { entry in
            let (mode, content) =
                switch entry.kind {
                case .file:
                    (GitMode.file(entry.mode), Digest.sha256(try FileBytes.read(root.appending(bytes: entry.bytes))))
                case .directory: (GitMode.directory, "directory")
                case .link(let target): (entry.mode, Digest.sha256(target))
                }
            return "\(Digest.sha256(entry.bytes)) \(mode) \(content)"
        }
        return Digest.sha256(lines.joined(separator: "\n"))
    }
}
