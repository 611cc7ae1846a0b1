import Engine
import Fixtures
import Foundation
import Glibc
import Model

/// A build context as BuildKit asks for it in a session: the context, and the Dockerfile apart.
struct ContextFiles: SyncedFiles {
    let context: BuildContext
    /// The bytes of all messages that were sent.
    let sent = ContextArchive.ByteCount()

    /// A stream's tree has a place of its own, and so a key of its own.
    var key: String { Digest.sha256(context.root.string) }

    func didSend(_ bytes: Int) { sent.add(bytes) }

    func list(_ directory: String, following paths: [String]) throws -> [SyncedFile] {
        let entries: [ContextEntry] =
            switch directory {
            case "dockerfile": try context.dockerfileEntries()
            case "context" where paths == [".dockerignore"]: try context.ignoreFileEntries()
            case "context": context.entries
            default: []
            }
        let isContext = directory == "context"
        return entries.map { file($0, owner: isContext ? context.owner : 0) }
            .sorted { Self.order($0.path).lexicographicallyPrecedes(Self.order($1.path)) }
    }

    private func file(_ entry: ContextEntry, owner: Int) -> SyncedFile {
        let (type, size, target): (mode_t, Int, [UInt8]) =
            switch entry.kind {
            case .file(let size): (S_IFREG, size, [])
            case .directory: (S_IFDIR, 0, [])
            case .link(let target): (S_IFLNK, target.count, target)
            }
        return SyncedFile(
            path: entry.bytes, mode: type | entry.mode, size: size,
            modified: entry.modified.seconds * 1_000_000_000 + entry.modified.nanoseconds, owner: owner, target: target
        ) { [context] in
            let reader = try EntryReader(entry, of: context)
            return { try reader.next() }
        }
    }

    /// A directory comes right before what is in it: a slash sorts before every other character.
    private static func order(_ path: [UInt8]) -> [UInt8] {
        path.map { $0 == UInt8(ascii: "/") ? 0 : $0 }
    }
}
