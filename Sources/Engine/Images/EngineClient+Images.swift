import AsyncHTTPClient
import Model

extension EngineClient {
    /// The engine's images; with `all` the legacy builder's intermediate ones too.
    package func images(filters: EngineFilters = [:], all: Bool = false) async throws -> [ImageSummary] {
        try await json(
            EngineRequest(.GET, "/images/json", query: [("filters", try filters.encoded()), ("all", all.flag)]))
    }

    package func image(_ reference: String) async throws -> ImageInspection {
        try await json(EngineRequest(.GET, "/images/\(reference.escaped)/json"))
    }

    /// How an image was made, the newest step first.
    package func history(_ reference: String) async throws -> [ImageHistoryEntry] {
        try await json(EngineRequest(.GET, "/images/\(reference.escaped)/history"))
    }

    package func tag(_ reference: String, repository: String, tag: String) async throws {
        try await done(
            EngineRequest(.POST, "/images/\(reference.escaped)/tag", query: [("repo", repository), ("tag", tag)]))
    }

    /// Removes a name, and the image when it was its last.
    /// - Parameters:
    ///   - force: also when it has more names, or a stopped container uses it.
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
    ///   - changes: Dockerfile instructions to apply, as `LABEL a=b`.
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

    /// Fetches an image from its registry.
    /// - Throws: ``EngineError``: ``EngineError/Code/notFound`` when the registry has no such image,
    ///   ``EngineError/Code/registryUnreachable`` when the registry does not answer, or stops to.
    @discardableResult
    package func pullImage(_ reference: String) async throws -> ImageTransfer {
        let name = ImageName(reference)
        return try await transfer(
            EngineRequest(
                .POST, "/images/create",
                query: [("fromImage", name.repository), ("tag", name.tag)]))
    }

    /// Sends an image to the registry in its name. The registry must not ask who it is.
    /// - Throws: ``EngineError``: ``EngineError/Code/registryUnreachable`` when the registry does not answer, or stops
    ///   to: what was sent of a layer is then lost, whole layers stay.
    @discardableResult
    package func pushImage(_ reference: String) async throws -> ImageTransfer {
        let name = ImageName(reference)
        var request = EngineRequest(.POST, "/images/\(name.repository.escaped)/push", query: [("tag", name.tag)])
        // Engines insist on the header; this is `{}`.
        request.headers.add(name: "X-Registry-Auth", value: "e30=")
        return try await transfer(request)
    }

    /// Removes images that no container uses: the untagged, or by `["dangling": ["false"]]` all.
    package func pruneImages(filters: EngineFilters = [:]) async throws -> PruneResult {
        try await json(EngineRequest(.POST, "/images/prune", query: [("filters", try filters.encoded())]))
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
    /// How many entries the history of an image will have that is built from a Dockerfile of one stage; nil where that is not known.
    ///
    /// Each instruction adds one, whatever it does; so does a commit. So an image that was built upon another has more than that.
    package func depth(building file: Dockerfile) async -> Int? {
        let outline = DockerfileOutline(file)
        guard outline.stages.count == 1, let stage = outline.stages.first,
            let base = file.bases().first?.reference, let below = try? await history(base).count
        else { return nil }
        return below + stage.instructions.dropFirst().count
    }

    /// Whether an image that outlives runs is the very one that Plimsoll made, and nothing built upon it under the same
    /// name.
    /// - Throws: ``EngineError``.
    package func isOwn(_ image: ImageSummary) async throws -> Bool {
        guard image.runOwner == nil else { return true }
        guard let depth = image.labels[PlimsollLabel.depthKey].flatMap({ Int($0) }) else { return false }
        return try await history(image.id).count == depth
    }
}

/// What a pull or a push told of what it moved.
package struct ImageTransfer: Sendable, Equatable {
    package struct Layer: Sendable, Equatable {
        package var id: String
        /// What the engine said of it last, as `Pull complete`, `Already exists`, `Layer already exists`, `Mounted from …`.
        package var status: String
        /// How large the engine said it is, in bytes, where it moved it; nil where it did not.
        ///
        /// Of a pull this is the compressed layer, as it travelled. Of a push it is the unpacked one: what travelled is
        /// less, and only the registry or the network can tell how much.
        package var size: Int?
    }

    /// The manifest's digest, as the registry knows the image; nil where the engine named none.
    package var digest: String?
    package var layers: [Layer] = []

    /// Of a pull: the bytes of the layers that travelled, without the manifest and the configuration.
    package var pulledBytes: Int { layers.reduce(0) { $0 + ($1.size ?? 0) } }

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
        // "Pulling from NAME" carries the tag in place of a layer's id.
        guard let id = message.id, !status.hasPrefix("Pulling from ") else { return }
        let known = transfer.layers.firstIndex { $0.id == id }
        if known == nil { transfer.layers.append(ImageTransfer.Layer(id: id, status: status)) }
        let index = known ?? transfer.layers.count - 1
        transfer.layers[index].status = status
        // What is unpacked has a progress too, by other sizes than what travelled.
        if ["Downloading", "Pushing"].contains(status), let total = message.progress?.total, total > 0 {
            transfer.layers[index].size = total
        }
    }
}
