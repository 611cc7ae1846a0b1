import EngineAPI

/// An image that comes onto an engine by importing a prepared archive.
struct ImportedImage: Sendable {
    /// The image's name on the engine.
    var reference: String
    /// Dockerfile instructions that complete it.
    var changes: [String]

    /// The label whose value is the SHA-256 of the archive that an image was imported from.
    static let archiveLabel = "plimsoll.archive"

    /// Imports the archive, unless the engine has an image of it: then that gets the name.
    ///
    /// - Returns: the image's id.
    func ensure(_ image: PreparedImage, on client: EngineClient, announce: Announce) async throws -> String {
        let name = ImageName(reference)
        if let id = try await imported(image.facts.digest, on: client) {
            try await client.tag(id, repository: name.repository, tag: name.tag)
            return id
        }
        announce("importing \(reference) (\(image.facts.bytes >> 20) MiB)")
        return try await client.importImage(
            from: image.archive, repository: name.repository, tag: name.tag,
            changes: changes + ["LABEL \(PlimsollLabel.key)=1 \(Self.archiveLabel)=\(image.facts.digest)"])
    }

    /// The image that was imported from an archive of that digest: a second import would have another id, and nothing built upon the
    /// first would be found in the cache.
    private func imported(_ digest: String, on client: EngineClient) async throws -> String? {
        let labels = ["\(PlimsollLabel.key)=1", "\(Self.archiveLabel)=\(digest)"]
        for candidate in try await client.images(filters: ["label": labels], all: true) {
            // What was built upon it has its labels too, but a longer history.
            if try await client.history(candidate.id).count == 1 { return candidate.id }
        }
        return nil
    }
}
