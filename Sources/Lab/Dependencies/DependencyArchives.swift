import Foundation
import NIOCore
import SystemPackage

/// A store of archives of what a package manager keeps, as a central dependency cache has one, and the place on the worker that
/// they are restored to. One stream's: what others saved would change what it measures.
///
/// An archive is fetched when the manifest differs from that of the job before: the one of its key, or else the newest. While the
/// manifest stays, so does what was fetched, down to the byte, or every build after a save would miss its cache.
actor DependencyArchives {
    private let directory: String
    /// Keys in the order in which they were saved.
    private var saved: [String] = []
    /// The key that was restored for last.
    private var current: String?

    /// A store in a directory, which is made when it is needed.
    init(directory: String) {
        self.directory = URL(fileURLWithPath: directory).path
    }

    private var fetched: String { directory + "/worker.tar" }

    private func stored(_ key: String) -> String { "\(directory)/store/\(key).tar" }

    /// Fetches the archive for a key, and returns where it lies on the worker.
    ///
    /// - Parameter cold: as if nothing had ever been saved; the next job finds everything as it was.
    /// - Throws: `DependencyArchiveError`.
    func restore(_ key: String, cold: Bool) async throws -> FilePath {
        try attempt("its directory cannot be made") {
            try FileManager.default.createDirectory(
                atPath: directory + "/store", withIntermediateDirectories: true)
        }
        if cold {
            try await writeEmpty(directory + "/cold.tar")
            return FilePath(directory + "/cold.tar")
        }
        guard key != current else { return FilePath(fetched) }
        if let source = saved.contains(key) ? key : saved.last {
            try attempt("it cannot be fetched") {
                try? FileManager.default.removeItem(atPath: fetched)
                try FileManager.default.copyItem(atPath: stored(source), toPath: fetched)
            }
        } else {
            try await writeEmpty(fetched)
        }
        current = key
        return FilePath(fetched)
    }

    /// Saves what the body hands to its sink, a tar as an engine gives it, under a key that the store lacks.
    ///
    /// - Returns: the archive's size in bytes; nil where the store has the key.
    /// - Throws: `DependencyArchiveError`; what the body throws.
    func save(
        _ key: String, cold: Bool,
        _ body: @Sendable (_ sink: @Sendable (ByteBuffer) throws -> Void) async throws -> Void
    ) async throws -> Int? {
        let isKnown = saved.contains(key)
        guard cold || !isKnown else { return nil }
        let raw = directory + "/raw.tar"
        let packed = directory + "/packed.tar"
        defer { for path in [raw, packed] { try? FileManager.default.removeItem(atPath: path) } }
        _ = try await ArtifactFile(path: raw).write(body)
        try await ArchiveRepacking(directory: directory + "/unpacked").repack(raw, to: packed)
        let size = try attempt("it cannot be read") {
            (try FileManager.default.attributesOfItem(atPath: packed)[.size] as? NSNumber)?.intValue ?? 0
        }
        guard !isKnown else { return size }
        try attempt("it cannot be stored") { try FileManager.default.moveItem(atPath: packed, toPath: stored(key)) }
        saved.append(key)
        return size
    }

    private func writeEmpty(_ path: String) async throws {
        try await ArchiveRepacking(directory: directory + "/unpacked").repack(nil, to: path)
    }

    private func attempt<Value>(_ complaint: String, _ body: () throws -> Value) throws -> Value {
        do { return try body() } catch { throw DependencyArchiveError(message: "\(complaint): \(error)") }
    }
}
