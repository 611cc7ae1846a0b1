import Model
import SystemPackage

/// What names the state of a tree.
enum TreeDigest {
    /// SHA-256 over every path, content and mode (as git has it) of a tree, as hexadecimal digits. Throws `FixtureError` (`unreadable`).
    static func of(_ root: FilePath) throws -> String {
        var scanner = try TreeScanner(root: root, rules: IgnoreRules(), kept: [])
        try scanner.scan()
        let lines = try scanner.entries.map { entry in
            let content =
                switch entry.kind {
                case .file: Digest.sha256(try FileBytes.read(root.appending(bytes: entry.bytes)))
                case .directory: "directory"
                case .link(let target): Digest.sha256(target)
                }
            let mode =
                switch entry.kind {
                case .file: GitMode.file(entry.mode)
                case .directory: GitMode.directory
                case .link: entry.mode
                }
            return "\(Digest.sha256(entry.bytes)) \(mode) \(content)"
        }
        return Digest.sha256(lines.joined(separator: "\n"))
    }
}
