import Engine
import Fixtures
import Foundation
import Glibc
import Model
import Provision

extension EngineClient {
    func answers() async -> Bool { (try? await ping()) != nil }

    /// Builds an image from a context, by archive or session, as docker's own client would; also returns the number of
    /// bytes sent. Throws `EngineError`; `FixtureError` where the context cannot be read.
    func build(_ request: BuildRequest, of context: BuildContext) async throws -> (result: BuildResult, sent: Int) {
        guard context.dockerfileTravelsApart else {
            let archive = context.archive
            return (try await build(request, context: archive), archive.sent.value)
        }
        let files = ContextFiles(context: context)
        return (try await build(request, files: files), files.sent.value)
    }

    /// Builds an image from a Dockerfile that copies nothing. Podman takes archives only.
    func build(_ request: BuildRequest, dockerfile text: String) async throws -> BuildResult {
        let file = PackedFile(path: request.dockerfile, bytes: Array(text.utf8))
        return try await build(request, uploading: try ArchiveBytes.pack([file], as: .tar))
    }

    /// Builds an image from an archive.
    func build(_ request: BuildRequest, uploading bytes: [UInt8]) async throws -> BuildResult {
        let upload = AsyncStream<[UInt8]> { continuation in
            continuation.yield(bytes)
            continuation.finish()
        }
        return try await build(request, context: upload)
    }

    func imageIfThere(_ name: String) async throws -> ImageInspection? {
        do { return try await image(name) } catch let error as EngineError where error.code == .notFound { return nil }
    }

    func removeImageIfThere(_ name: String, force: Bool = false) async throws {
        do { _ = try await removeImage(name, force: force) } catch let error as EngineError {
            guard error.code == .notFound else { throw error }
        }
    }

    /// Those of a Dockerfile's needs that the engine cannot meet with the images that it has. It is not asked for the
    /// `images` that were seen on it before; those found are added to them.
    func unmet(_ needs: [SessionNeed], knowing images: Shared<Set<String>>) async throws -> [SessionNeed] {
        for name in needs.compactMap(\.image) where !images.value.contains(name) {
            if try await imageIfThere(name) != nil { images.change { $0.insert(name) } }
        }
        return needs.filter { need in need.image.map { !images.value.contains($0) } ?? true }
    }
}

extension Builder {
    package var kind: BuilderKind {
        switch self {
        case .legacy: .legacy
        case .buildkit: .buildkit
        case .buildah: .buildah
        case .buildx: .buildx
        }
    }
}

/// A build context as BuildKit asks for it in a session: the context, and the Dockerfile separately.
struct ContextFiles: SyncedFiles {
    let context: BuildContext
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
        return entries.map { file($0, owner: directory == "context" ? context.owner : 0) }
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
    private static func order(_ path: [UInt8]) -> [UInt8] { path.map { $0 == UInt8(ascii: "/") ? 0 : $0 } }
}

enum OutputTail {
    private static let lines = 40
    /// Lines can have any length: at most this much is kept, in bytes.
    private static let limit = 16_384

    /// Reads them in constant memory, however much the container wrote.
    static func read(of container: String, from client: EngineClient) async throws -> [String] {
        var kept: [UInt8] = []
        try await client.logs(container, tail: lines) { _, chunk in
            kept.append(contentsOf: chunk)
            if kept.count > 4 * limit { kept.removeFirst(kept.count - limit) }
        }
        return lines(of: kept.suffix(limit))
    }

    static func lines(of bytes: some Collection<UInt8>) -> [String] {
        String(decoding: bytes, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).suffix(lines).map(String.init)
    }
}

/// Writes an archive to a file as it arrives from the body, and returns the number of bytes. Throws `CocoaError` or
/// `POSIXError` when the file cannot be written; what the body throws.
func writeFile(
    _ path: String, _ body: (_ sink: @Sendable ([UInt8]) throws -> Void) async throws -> Void
) async throws -> Int {
    guard let file = fopen(path, "w") else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    let handle = FileHandle(fileDescriptor: fileno(file), closeOnDealloc: false)
    defer { fclose(file) }
    try await body { try handle.write(contentsOf: $0) }
    return Int(try handle.offset())
}
