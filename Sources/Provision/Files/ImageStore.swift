import Foundation

/// A directory of prepared images: `NAME.tar`, its sidecar `NAME.json`, a lock, a cache and, while one is made, a workshop.
///
/// A name stands for its content's recipe, so what is there is reused. The sidecar is renamed into place last: an archive without
/// one was never finished.
struct ImageStore: Sendable {
    /// Path of the directory; made when it is needed.
    let directory: String

    /// The image of that name, if it was finished and its archive still has its size.
    func existing(_ name: String) -> PreparedImage? {
        guard let data = FileManager.default.contents(atPath: sidecar(name)),
            let facts = try? PreparedImage.decode(data),
            let attributes = try? FileManager.default.attributesOfItem(atPath: archive(name)),
            attributes[.size] as? Int == facts.bytes
        else { return nil }
        return PreparedImage(archive: archive(name), facts: facts)
    }

    /// The image of that name, made first if it is missing. Of several processes one makes it, the others wait.
    ///
    /// - Parameters:
    ///   - bytes: how much free disk space making it takes.
    ///   - progress: gets short sentences.
    ///   - make: writes the archive and returns what is inside.
    /// - Throws: ``PreparationError``; `CancellationError`. Then nothing is left but the cache and the empty lock.
    func image(
        _ name: String, needing bytes: Int, progress: @escaping Progress,
        make: (Workshop) async throws -> [String]
    ) async throws -> PreparedImage {
        if let image = existing(name) { return image }
        try createDirectory(directory)
        return try await FileLock.hold(
            "\(directory)/lock", waiting: { progress("waiting for another Plimsoll that prepares the same") }
        ) { lock in
            if let image = existing(name) { return image }
            let workshop = Workshop(
                directory: "\(directory)/work", cache: "\(directory)/cache", lock: lock, progress: progress)
            try await clear(workshop)
            try requireSpace(bytes)
            try createDirectory(workshop.directory)
            try createDirectory(workshop.cache)
            do {
                let packages = try await make(workshop)
                let image = try await keep(name, packages, workshop)
                try await clear(workshop)
                return image
            } catch {
                // Cancelled or failed, the workshop goes: in a task of its own, as a cancelled one runs no more programs.
                await Task.detached { try? await clear(workshop) }.value
                throw error
            }
        }
    }

    private func keep(_ name: String, _ packages: [String], _ workshop: Workshop) async throws -> PreparedImage {
        let sum = try await HostCommand(tool: .checksum, arguments: [workshop.archive]).run(holding: workshop.lock)
        do {
            let attributes = try FileManager.default.attributesOfItem(atPath: workshop.archive)
            let facts = PreparedImage.Facts(
                digest: String(sum.prefix(64)), bytes: attributes[.size] as? Int ?? 0, packages: packages.sorted(),
                made: Date(timeIntervalSince1970: Date.now.timeIntervalSince1970.rounded(.down)))
            guard rename(workshop.archive, archive(name)) == 0 else { throw CocoaError(.fileWriteUnknown) }
            try PreparedImage.encode(facts).write(to: URL(fileURLWithPath: sidecar(name)), options: .atomic)
            return PreparedImage(archive: archive(name), facts: facts)
        } catch {
            throw PreparationError(.state, "\(directory) cannot be written.", cause: "\(error)")
        }
    }

    /// Removes what the last work there left, whoever did it. Never crosses into a filesystem mounted inside.
    private func clear(_ workshop: Workshop) async throws {
        try await HostCommand(tool: .remove, arguments: ["-rf", "--one-file-system", "--", workshop.directory])
            .run(holding: workshop.lock)
    }

    private func requireSpace(_ bytes: Int) throws {
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: directory)
        guard let free = attributes?[.systemFreeSize] as? Int, free < bytes else { return }
        throw PreparationError(
            .noSpace,
            "\(directory) has \(free >> 20) MiB free, \(bytes >> 20) MiB are needed: free some, or name another state directory.")
    }

    private func createDirectory(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw PreparationError(
                .state, "\(path) cannot be made: make the state directory writable, or name another.", cause: "\(error)")
        }
    }

    private func archive(_ name: String) -> String { "\(directory)/\(name).tar" }
    private func sidecar(_ name: String) -> String { "\(directory)/\(name).json" }
}
