import Engine
import Fixtures
import Foundation
import Glibc
import Model

extension EngineClient {
    func answers() async -> Bool { (try? await ping()) != nil }

    /// Builds an image from a context, by archive or session, as docker's own client would.
    ///
    /// - Returns: how it ended, and how many bytes were sent for it.
    /// - Throws: `EngineError`; `FixtureError` where the context cannot be read.
    func build(_ request: BuildRequest, of context: BuildContext) async throws -> (result: BuildResult, sent: Int) {
        guard context.dockerfileTravelsApart else {
            let archive = context.archive
            return (try await build(request, context: archive), archive.sent.value)
        }
        let files = ContextFiles(context: context)
        return (try await build(request, files: files), files.sent.value)
    }

    /// Builds an image from the bytes of an archive or of a Dockerfile: BuildKit takes any other upload for a
    /// Dockerfile.
    func build(_ request: BuildRequest, uploading bytes: [UInt8]) async throws -> BuildResult {
        let upload = AsyncStream<[UInt8]> { continuation in
            continuation.yield(bytes)
            continuation.finish()
        }
        return try await build(request, context: upload)
    }

    /// An image by its name or id; nil where the engine has none.
    func imageIfThere(_ name: String) async throws -> ImageInspection? {
        do { return try await image(name) } catch let error as EngineError where error.code == .notFound { return nil }
    }

    /// Removes an image; already removed counts as success.
    func removeImageIfThere(_ name: String, force: Bool = false) async throws {
        do { _ = try await removeImage(name, force: force) } catch let error as EngineError
            where error.code == .notFound
        {}
    }

    /// Those of a Dockerfile's needs that the engine cannot meet with the images that it has.
    ///
    /// - Parameter images: names seen on the engine, which are not asked for again; names found are added.
    func unmet(_ needs: [SessionNeed], knowing images: inout Set<String>) async throws -> [SessionNeed] {
        var unmet: [SessionNeed] = []
        for need in needs {
            guard let name = need.image else {
                unmet.append(need)
                continue
            }
            if images.contains(name) { continue }
            if try await imageIfThere(name) != nil { images.insert(name) } else { unmet.append(need) }
        }
        return unmet
    }
}

/// A build context as BuildKit asks for it in a session: the context, and the Dockerfile separately.
struct ContextFiles: SyncedFiles {
    let context: BuildContext
    /// The bytes of all messages sent.
    let sent = ContextArchive.ByteCount()

    /// Each stream's tree has its own path, and so its own key.
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

    /// Sorts a directory right before its contents: a slash comes before every other character.
    private static func order(_ path: [UInt8]) -> [UInt8] {
        path.map { $0 == UInt8(ascii: "/") ? 0 : $0 }
    }
}
