import Model

extension EngineClient {
    /// The engine's images; with `all`, also the legacy builder's intermediate ones.
    package func images(filters: EngineFilters = [:], all: Bool = false) async throws -> [ImageSummary] {
        try await get("/images/json", filters: filters, query: [("all", all.flag)])
    }

    package func image(_ reference: String) async throws -> ImageInspection {
        try await get("/images/\(reference.escaped)/json")
    }

    /// The size of an image's unpacked layers, in bytes: the same on both stores.
    package func layerBytes(of image: ImageInspection) async throws -> Int {
        // In the history the layers are unpacked on both.
        guard image.isOfContent else { return image.size }
        let unpacked = try await history(image.id).reduce(0) { $0 + $1.size }
        return unpacked > 0 ? unpacked : image.size
    }

    package func layerBytes(of reference: String) async throws -> Int {
        try await layerBytes(of: try await image(reference))
    }

    /// The image's build steps, the newest first.
    package func history(_ reference: String) async throws -> [ImageHistoryEntry] {
        try await get("/images/\(reference.escaped)/history")
    }

    package func tag(_ reference: String, repository: String, tag: String) async throws {
        let query: [(String, String?)] = [("repo", repository), ("tag", tag)]
        try await done(EngineRequest(.POST, "/images/\(reference.escaped)/tag", query: query))
    }

    /// Removes a name, and the image if it was its last.
    /// - Parameters:
    ///   - force: also if it has more names, or a stopped container uses it.
    ///   - pruneParents: also its untagged parents. With the legacy builder they are its cache.
    @discardableResult
    package func removeImage(
        _ reference: String, force: Bool = false, pruneParents: Bool = true
    ) async throws -> [RemovedImage] {
        let query = [("force", force.flag), ("noprune", (!pruneParents).flag)]
        return try await json(EngineRequest(.DELETE, "/images/\(reference.escaped)", query: query))
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
        let request = EngineRequest(
            .POST, "/images/create",
            query: [("fromSrc", "-"), ("repo", repository), ("tag", tag)] + changes.map { ("changes", $0) },
            body: try .file(path), contentType: "application/x-tar")
        var id: String?
        try await progress(request) { if $0.status?.hasPrefix("sha256:") == true { id = $0.status } }
        guard let id else { throw transport.error(.streamBroken, "the import ended without an image id", request) }
        return id
    }

    /// Pulls an image from its registry.
    /// - Throws: ``EngineError``: ``EngineError/Code/notFound`` if the registry has no such image,
    ///   ``EngineError/Code/registryUnreachable`` if the registry does not answer, or stops answering.
    @discardableResult
    package func pullImage(_ reference: String) async throws -> ImageTransfer {
        let name = ImageName(reference)
        return try await transfer(
            EngineRequest(.POST, "/images/create", query: [("fromImage", name.repository), ("tag", name.tag)]))
    }

    /// Pushes an image to the registry in its name. The registry must not require authentication.
    /// - Throws: ``EngineError``: ``EngineError/Code/registryUnreachable`` if the registry does not answer, or stops
    ///   answering. A partly sent layer is then lost; complete layers stay.
    @discardableResult
    package func pushImage(_ reference: String) async throws -> ImageTransfer {
        let name = ImageName(reference)
        var request = EngineRequest(.POST, "/images/\(name.repository.escaped)/push", query: [("tag", name.tag)])
        // Engines require the header; this is `{}`.
        request.headers.append(("X-Registry-Auth", "e30="))
        return try await transfer(request)
    }

    private func transfer(_ request: EngineRequest) async throws -> ImageTransfer {
        var transfer = ImageTransfer()
        do { try await progress(request) { transfer.read($0) } } catch let error as EngineError {
            throw error.ofRegistry()
        }
        return transfer
    }

    /// Reads a progress stream to its end.
    /// - Throws: ``EngineError`` with the engine's words when a line is an error.
    private func progress(_ request: EngineRequest, _ onMessage: (ImageProgress) -> Void) async throws {
        try await lines(request) { line in
            let message = try line.decoded(ImageProgress.self)
            if let words = message.error { throw transport.engineError(saying: words, request: request) }
            onMessage(message)
        }
    }
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
}

/// One line of the progress of a pull, a push or an import.
private struct ImageProgress: Decodable {
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

extension ImageTransfer {
    fileprivate mutating func read(_ message: ImageProgress) {
        if let told = message.auxiliary?.digest { digest = told }
        guard let status = message.status else { return }
        if status.hasPrefix("Digest: ") { digest = String(status.dropFirst("Digest: ".count)) }
        // "Pulling from NAME" has the tag in place of a layer's id.
        guard let id = message.id, !status.hasPrefix("Pulling from ") else { return }
        let index = layers.firstIndex { $0.id == id } ?? layers.count
        if index == layers.count { layers.append(Layer(id: id, status: status)) }
        layers[index].status = status
        // Unpacking reports progress too, but with other sizes than the transfer.
        if ["Downloading", "Pushing"].contains(status), let total = message.progress?.total, total > 0 {
            layers[index].size = total
        }
    }
}
