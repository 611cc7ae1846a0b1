import Foundation
import Model

/// A directory of prepared images: `NAME.tar`, its sidecar `NAME.json`, a lock, a cache and, during a build, a
/// workshop.
///
/// A name stands for the recipe of its content, so what is there is reused. The sidecar is written last: an archive
/// without one is unfinished.
struct ImageStore: Sendable {
    /// Absolute path of the directory, which is made when needed.
    let directory: String

    init(directory: String) { self.directory = HostFiles.resolved(directory) }

    init(stateDirectory: String, _ name: String) { directory = "\(HostFiles.resolved(stateDirectory))/\(name)" }

    /// The image of that name, if it was finished and its archive still has its size.
    func existing(_ name: String) -> PreparedImage? {
        guard let data = FileManager.default.contents(atPath: sidecar(name)),
            let facts = try? JSONText.decode(PreparedImage.Facts.self, from: data),
            HostFiles.size(archive(name)) == facts.bytes
        else { return nil }
        return PreparedImage(archive: archive(name), facts: facts)
    }

    /// The image of that name, made first if it is missing: `make` writes the archive and returns its packages. One
    /// process makes it; others wait. After an error only the cache and the lock's file are left.
    /// - Parameter bytes: free disk space needed to make it.
    func image(
        _ name: String, needing bytes: Int, announce: @escaping Announce, make: (Workshop) async throws -> [String]
    ) async throws -> PreparedImage {
        if let image = existing(name) { return image }
        return try await withWorkshop(needing: bytes, unless: { existing(name) }, announce: announce) { workshop in
            let began = ContinuousClock.now
            let packages = try await make(workshop)
            return try await keep(name, packages, since: began, workshop)
        }
    }

    /// Runs work in the workshop, unless its outcome is there. One process runs it; others wait.
    func withWorkshop<Value: Sendable>(
        needing bytes: Int, unless outcome: () async -> Value? = { nil }, announce: @escaping Announce,
        _ body: (Workshop) async throws -> Value
    ) async throws -> Value {
        try Self.makeDirectory(directory)
        return try await FileLock.hold(
            "\(directory)/lock", waiting: { announce("waiting for another Plimsoll that works in \(directory)") }
        ) { lock in
            if let value = await outcome() { return value }
            let workshop = Workshop(
                directory: "\(directory)/work", cache: "\(directory)/cache", lock: lock, announce: announce)
            try workshop.clear()
            if let free = FilesystemUsage(path: directory)?.free, free < bytes {
                throw PreparationError(
                    .noSpace,
                    "\(directory) has \(free >> 20) MiB free, but \(bytes >> 20) MiB are needed: "
                        + "free some, or name another state directory.")
            }
            try Self.makeDirectory(workshop.directory)
            try Self.makeDirectory(workshop.cache)
            defer { try? workshop.clear() }
            return try await body(workshop)
        }
    }

    static func makeDirectory(_ path: String) throws(PreparationError) {
        try PreparationError.state("\(path) cannot be made: make the state directory writable, or name another.") {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
    }

    private func keep(
        _ name: String, _ packages: [String], since began: ContinuousClock.Instant, _ workshop: Workshop
    ) async throws -> PreparedImage {
        let taken = ContinuousClock.now - began
        let sum = try await workshop.run(.checksum, [workshop.archive])
        let complaint = "\(directory) cannot be written: make the state directory writable, or name another."
        return try PreparationError.state(complaint) {
            guard let bytes = HostFiles.size(workshop.archive) else { throw CocoaError(.fileReadNoSuchFile) }
            let facts = PreparedImage.Facts(
                digest: String(sum.prefix(64)), bytes: bytes, packages: packages.sorted(),
                made: Date(timeIntervalSince1970: Date.now.timeIntervalSince1970.rounded()),
                seconds: taken / .seconds(1))
            guard rename(workshop.archive, archive(name)) == 0 else { throw CocoaError(.fileWriteUnknown) }
            try JSONText.data(facts, .prettyPrinted).write(to: URL(fileURLWithPath: sidecar(name)), options: .atomic)
            return PreparedImage(archive: archive(name), facts: facts)
        }
    }

    private func archive(_ name: String) -> String { "\(directory)/\(name).tar" }
    private func sidecar(_ name: String) -> String { "\(directory)/\(name).json" }
}

/// An image kept as a tar archive on the host, ready to be imported by any engine.
package struct PreparedImage: Sendable, Equatable {
    package struct Facts: Codable, Sendable, Equatable {
        /// SHA-256 of the archive, 64 hexadecimal digits.
        package var digest: String
        package var bytes: Int
        /// The packages inside, as `name version`, sorted.
        package var packages: [String]
        /// When it was made; not part of the archive.
        package var made: Date
        /// Time to make it, in seconds; nil if not known.
        package var seconds: Double?
    }

    package var archive: String
    package var facts: Facts
}
