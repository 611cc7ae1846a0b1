import Engine
import Model

struct ImportedImage: Sendable {
    var reference: String
    var changes: [String]

    /// The label that holds the SHA-256 of the archive an image was imported from.
    static let archiveLabel = "plimsoll.archive"

    /// Imports the archive and returns the image's id. If the engine already has an image of it, that one gets the
    /// name. An older import of that name is removed if nothing uses it.
    /// - Throws: `nameTaken` where an image that Plimsoll did not import has the name; `EngineError`.
    func ensure(_ image: PreparedImage, on client: EngineClient, announce: Announce) async throws -> String {
        let name = ImageName(reference)
        let known = try await imported(image.facts.digest, on: client)
        let named = try await nameHolder(on: client)
        if let known, named == known { return known }
        let id: String
        if let known {
            try await client.tag(known, repository: name.repository, tag: name.tag)
            id = known
        } else {
            announce("importing \(reference) (\(image.facts.bytes >> 20) MiB)")
            var labels = PlimsollLabel.labels(name: reference, depth: 1)
            labels[Self.archiveLabel] = image.facts.digest
            let words = labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            id = try await client.importImage(
                from: image.archive, repository: name.repository, tag: name.tag,
                changes: changes + ["LABEL " + words.joined(separator: " ")])
        }
        if let named {
            do { try await client.removeImage(named) } catch let error as EngineError
                where [.conflict, .notFound].contains(error.code)
            {}
        }
        return id
    }

    /// The image imported from an archive of that digest. A second import would have another id, and the cache would
    /// hold nothing built on the first.
    private func imported(_ digest: String, on client: EngineClient) async throws -> String? {
        let labels = ["\(PlimsollLabel.key)=1", "\(Self.archiveLabel)=\(digest)"]
        for candidate in try await client.images(filters: ["label": labels], all: true) {
            if try await isImport(candidate.id, on: client) { return candidate.id }
        }
        return nil
    }

    /// The id of the import that has the name now; nil if no image has it.
    private func nameHolder(on client: EngineClient) async throws -> String? {
        let holder: ImageInspection
        do { holder = try await client.image(reference) } catch let error as EngineError where error.code == .notFound {
            return nil
        }
        guard holder.config.labels[Self.archiveLabel] != nil, try await isImport(holder.id, on: client) else {
            throw PreparationError(
                .nameTaken,
                "the engine at \(client.endpoint) has an image \(reference) that Plimsoll did not make: give it another name "
                    + "(docker tag \(reference) NAME, docker rmi \(reference)), or run with --engine embedded")
        }
        return holder.id
    }

    /// An image built on an import has its labels too, but a longer history.
    private func isImport(_ id: String, on client: EngineClient) async throws -> Bool {
        try await client.history(id).count == 1
    }
}

package enum ImagePull {
    /// Makes sure that an image is on an engine, pulled if it is not there; returns its id.
    /// - Throws: `pullFailed` when the image is not available; `EngineError` for errors that are not about the image.
    @discardableResult
    package static func ensure(
        _ reference: String, on client: EngineClient, announce: @escaping Announce = { _ in }
    ) async throws -> String {
        do {
            return try await client.image(reference).id
        } catch let error as EngineError where error.code == .notFound {}
        announce("pulling \(reference)")
        do {
            try await client.pullImage(reference)
            return try await client.image(reference).id
        } catch let error as EngineError
            where [.notFound, .failed, .refused, .registryUnreachable].contains(error.code)
        {
            throw PreparationError(
                .pullFailed,
                "The engine at \(client.endpoint) cannot get the image \(reference): correct its name, let the engine reach its registry, "
                    + "or use \(BaseImage.reference), which Plimsoll makes itself.",
                cause: error.message)
        }
    }
}
