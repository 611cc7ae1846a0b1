import AsyncHTTPClient
import Model

extension EngineClient {
    /// The engine's images; with `all`, also the legacy builder's intermediate ones.
    package func images(filters: EngineFilters = [:], all: Bool = false) async throws -> [ImageSummary] {
        try await json(
            EngineRequest(.GET, "/images/json", query: [("filters", try filters.encoded()), ("all", all.flag)]))
    }

    package func image(_ reference: String) async throws -> ImageInspection {
        try await json(EngineRequest(.GET, "/images/\(reference.escaped)/json"))
    }

    /// The image's build steps, the newest first.
    package func history(_ reference: String) async throws -> [ImageHistoryEntry] {
        try await json(EngineRequest(.GET, "/images/\(reference.escaped)/history"))
    }

    package func tag(_ reference: String, repository: String, tag: String) async throws {
        try await done(
            EngineRequest(.POST, "/images/\(reference.escaped)/tag", query: [("repo", repository), ("tag", tag)]))
    }

    /// Removes a name, and the image if it was its last.
    /// - Parameters:
    ///   - force: also if it has more names, or a stopped container uses it.
    ///   - pruneParents: also its untagged parents. With the legacy builder they are its cache.
    @discardableResult
    package func removeImage(
        _ reference: String, force: Bool = false, pruneParents: Bool = true
    ) async throws -> [RemovedImage] {
        try await json(
            EngineRequest(
                .DELETE, "/images/\(reference.escaped)",
                query: [("force", force.flag), ("noprune", pruneParents ? nil : "1")]))
    }

    /// Makes an image from a tar of a root file system.
    /// - Parameters:
    ///   - path: the tar's path, plain or compressed; it is streamed.
    ///   - changes: Dockerfile instructions to apply, e.g. `LABEL a=b`.
    /// - Returns: the image's id.
    @discardableResult
    package func importImage(
        from path: String, repository: String, tag: String, changes: [String] = []
    ) async throws -> String {
        let file = try FileChunks(path: path)
        let request = EngineRequest(
            .POST, "/images/create",
            query: [("fromSrc", "-"), ("repo", repository), ("tag", tag)] + changes.map { ("changes", $0) },
            body: .stream(file, length: .known(file.length)), contentType: "application/x-tar")
        guard let id = try await progress(request).last(where: { $0.hasPrefix("sha256:") }) else {
            throw transport.error(.streamBroken, "the import ended without an image id", request)
        }
        return id
    }

    /// Pulls an image from its registry.
    /// - Throws: ``EngineError``: ``EngineError/Code/notFound`` if the registry has no such image,
    ///   ``EngineError/Code/registryUnreachable`` if the registry does not answer, or stops answering.
    @discardableResult
    package func pullImage(_ reference: String) async throws -> ImageTransfer {
        let name = ImageName(reference)
        return try await transfer(
            EngineRequest(
                .POST, "/images/create",
                query: [("fromImage", name.repository), ("tag", name.tag)]))
    }

    /// Pushes an image to the registry in its name. The registry must not require authentication.
    /// - Throws: ``EngineError``: ``EngineError/Code/registryUnreachable`` if the registry does not answer, or stops
    ///   answering. A partly sent layer is then lost; complete layers stay.
    @discardableResult
    package func pushImage(_ reference: String) async throws -> ImageTransfer {
        let name = ImageName(reference)
        var request = EngineRequest(.POST, "/images/\(name.repository.escaped)/push", query: [("tag", name.tag)])
        // Engines require the header; this is `{}`.
        request.headers.add(name: "X-Registry-Auth", value: "e30=")
        return try await transfer(request)
    }

    /// Reads a pull's or a push's progress to its end.
    private func transfer(_ request: EngineRequest) async throws -> ImageTransfer {
        var reader = ImageTransferReader()
        do {
            try await lines(request) { line in
                let message = try line.decoded(ImageTransferReader.Message.self)
                if let words = message.error { throw transport.engineError(saying: words, request: request) }
                reader.read(message)
            }
        } catch let error as EngineError {
            throw error.ofRegistry()
        }
        return reader.transfer
    }

    /// Reads a progress stream to its end.
    /// - Returns: its last status lines.
    /// - Throws: ``EngineError`` with the engine's words when a line is an error.
    private func progress(_ request: EngineRequest) async throws -> [String] {
        var statuses: [String] = []
        try await lines(request) { line in
            let message = try line.decoded(ProgressMessage.self)
            if let words = message.error { throw transport.engineError(saying: words, request: request) }
            guard let status = message.status else { return }
            if statuses.count == 100 { statuses.removeFirst(50) }
            statuses.append(status)
        }
        return statuses
    }
}

/// One line of an import's progress.
private struct ProgressMessage: Decodable {
    var status: String?
    var error: String?
}

extension EngineClient {
    /// How many history entries an image built from a single-stage Dockerfile will have; nil if unknown.
    ///
    /// Each instruction adds one, whatever it does; so does a commit. So an image built on another has more entries
    /// than that.
    package func depth(building file: Dockerfile) async -> Int? {
        let outline = DockerfileOutline(file)
        guard outline.stages.count == 1, let stage = outline.stages.first,
            let base = file.bases().first?.reference, let below = try? await history(base).count
        else { return nil }
        return below + stage.instructions.dropFirst().count
    }

    /// Whether an image that outlives runs is the very one that Plimsoll made, and not one built on it under the same
    /// name.
    /// - Throws: ``EngineError``.
    package func isOwn(_ image: ImageSummary) async throws -> Bool {
        guard image.runOwner == nil else { return true }
        guard let depth = image.labels[PlimsollLabel.depthKey].flatMap({ Int($0) }) else { return false }
        return try await history(image.id).count == depth
    }
}

/// What a pull or a push reported about the transfer.
package struct ImageTransfer: Sendable, Equatable {
    package struct Layer: Sendable, Equatable {
        package var id: String
        /// The engine's last status of it: `Pull complete`, `Already exists`, `Layer already exists`, `Mounted from …`.
        package var status: String
        /// Its size in bytes as the engine reported it; nil if it was not transferred.
        ///
        /// For a pull this is the compressed layer, as transferred. For a push it is the unpacked one: fewer bytes are
        /// transferred, and only the registry or the network can tell how many.
        package var size: Int?
    }

    /// The manifest's digest in the registry; nil if the engine named none.
    package var digest: String?
    package var layers: [Layer] = []

    init(digest: String? = nil, layers: [Layer] = []) {
        self.digest = digest
        self.layers = layers
    }
}

/// Reads the progress stream of a pull or a push.
struct ImageTransferReader {
    struct Message: Decodable {
        struct Progress: Decodable { var total: Int? }

        struct Auxiliary: Decodable {
            var digest: String?

            enum CodingKeys: String, CodingKey { case digest = "Digest" }
        }

        var id: String?
        var status: String?
        var error: String?
        var progress: Progress?
        var auxiliary: Auxiliary?

        enum CodingKeys: String, CodingKey { case id, status, error, progress = "progressDetail", auxiliary = "aux" }
    }

    private(set) var transfer = ImageTransfer()

    mutating func read(_ message: Message) {
        if let digest = message.auxiliary?.digest { transfer.digest = digest }
        guard let status = message.status else { return }
        if status.hasPrefix("Digest: ") { transfer.digest = String(status.dropFirst("Digest: ".count)) }
        // "Pulling from NAME" has the tag in place of a layer's id.
        guard let id = message.id, !status.hasPrefix("Pulling from ") else { return }
        let known = transfer.layers.firstIndex { $0.id == id }
        if known == nil { transfer.layers.append(ImageTransfer.Layer(id: id, status: status)) }
        let index = known ?? transfer.layers.count - 1
        transfer.layers[index].status = status
        // Unpacking reports progress too, but with other sizes than the transfer.
        if ["Downloading", "Pushing"].contains(status), let total = message.progress?.total, total > 0 {
            transfer.layers[index].size = total
        }
    }
}
