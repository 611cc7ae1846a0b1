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

    /// The directory `name` of a state directory, which need not exist yet.
    init(stateDirectory: String, _ name: String) {
        let state = URL(fileURLWithPath: stateDirectory).standardizedFileURL.resolvingSymlinksInPath().path
        directory = "\(state)/\(name)"
    }

    /// The image of that name, if it was finished and its archive still has its size.
    func existing(_ name: String) -> PreparedImage? {
        guard let data = FileManager.default.contents(atPath: sidecar(name)),
            let facts = try? PreparedImage.decode(data),
            let attributes = try? FileManager.default.attributesOfItem(atPath: archive(name)),
            (attributes[.size] as? NSNumber)?.intValue == facts.bytes
        else { return nil }
        return PreparedImage(archive: archive(name), facts: facts)
    }

    /// The image of that name, made first if it is missing. One process makes it; others wait.
    /// - Parameters:
    ///   - bytes: free disk space needed to make it.
    ///   - make: writes the archive and returns its packages.
    /// - Throws: ``PreparationError``; `CancellationError`. Then only the cache and the lock's file are left.
    func image(
        _ name: String, needing bytes: Int, announce: @escaping Announce,
        make: (Workshop) async throws -> [String]
    ) async throws -> PreparedImage {
        if let image = existing(name) { return image }
        return try await locked(announce) { lock in
            if let image = existing(name) { return image }
            return try await inWorkshop(needing: bytes, lock, announce) { workshop in
                let began = ContinuousClock.now
                let packages = try await make(workshop)
                return try await keep(name, packages, since: began, workshop)
            }
        }
    }

    /// Runs work in the workshop that leaves no image. One process runs it; others wait.
    /// - Throws: ``PreparationError``; `CancellationError`; what `body` throws.
    func withWorkshop<Value: Sendable>(
        needing bytes: Int, announce: @escaping Announce, _ body: (Workshop) async throws -> Value
    ) async throws -> Value {
        try await locked(announce) { lock in try await inWorkshop(needing: bytes, lock, announce, body) }
    }

    private func locked<Value: Sendable>(
        _ announce: Announce, _ body: (FileLock) async throws -> Value
    ) async throws -> Value {
        try Self.makeDirectory(directory)
        return try await FileLock.hold(
            "\(directory)/lock", waiting: { announce("waiting for another Plimsoll that prepares in \(directory)") },
            body)
    }

    private func inWorkshop<Value: Sendable>(
        needing bytes: Int, _ lock: FileLock, _ announce: @escaping Announce,
        _ body: (Workshop) async throws -> Value
    ) async throws -> Value {
        let workshop = Workshop(
            directory: "\(directory)/work", cache: "\(directory)/cache", lock: lock, announce: announce)
        try workshop.clear()
        try requireSpace(bytes)
        try Self.makeDirectory(workshop.directory)
        try Self.makeDirectory(workshop.cache)
        defer { try? workshop.clear() }
        return try await body(workshop)
    }

    static func makeDirectory(_ path: String) throws(PreparationError) {
        do { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) } catch {
            throw PreparationError(
                .state, "\(path) cannot be made: make the state directory writable, or name another.", cause: "\(error)"
            )
        }
    }

    private func keep(
        _ name: String, _ packages: [String], since began: ContinuousClock.Instant, _ workshop: Workshop
    ) async throws -> PreparedImage {
        let taken = ContinuousClock.now - began
        let sum = try await workshop.run(.checksum, [workshop.archive])
        do {
            let attributes = try FileManager.default.attributesOfItem(atPath: workshop.archive)
            let facts = PreparedImage.Facts(
                digest: String(sum.prefix(64)), bytes: (attributes[.size] as? NSNumber)?.intValue ?? 0,
                packages: packages.sorted(),
                made: Date(timeIntervalSince1970: Date.now.timeIntervalSince1970.rounded()),
                seconds: taken / .seconds(1))
            guard rename(workshop.archive, archive(name)) == 0 else { throw CocoaError(.fileWriteUnknown) }
            try PreparedImage.encode(facts).write(to: URL(fileURLWithPath: sidecar(name)), options: .atomic)
            return PreparedImage(archive: archive(name), facts: facts)
        } catch {
            throw PreparationError(
                .state, "\(directory) cannot be written: make the state directory writable, or name another.",
                cause: "\(error)")
        }
    }

    private func requireSpace(_ bytes: Int) throws(PreparationError) {
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: directory)
        guard let free = (attributes?[.systemFreeSize] as? NSNumber)?.intValue, free < bytes else { return }
        throw PreparationError(
            .noSpace,
            "\(directory) has \(free >> 20) MiB free, but \(bytes >> 20) MiB are needed: "
                + "free some, or name another state directory.")
    }

    private func archive(_ name: String) -> String { "\(directory)/\(name).tar" }
    private func sidecar(_ name: String) -> String { "\(directory)/\(name).json" }
}

/// An image kept as a tar archive on the host, ready to be imported by any engine.
package struct PreparedImage: Sendable, Equatable {
    /// The content of the sidecar beside the archive.
    package struct Facts: Codable, Sendable, Equatable {
        /// SHA-256 of the archive, 64 hexadecimal digits.
        package var digest: String
        /// Size of the archive, in bytes.
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

    static func encode(_ facts: Facts) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        encoder.dateEncodingStrategy = .iso8601
        return try encoder.encode(facts)
    }

    static func decode(_ data: Data) throws -> Facts { try JSONText.decode(Facts.self, from: data) }
}
