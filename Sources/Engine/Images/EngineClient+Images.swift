import AsyncHTTPClient

extension EngineClient {
    /// The engine's images; with `all` the legacy builder's intermediate ones too.
    public func images(filters: EngineFilters = [:], all: Bool = false) async throws -> [ImageSummary] {
        try await json(
            EngineRequest(.GET, "/images/json", query: [("filters", try filters.encoded()), ("all", all.flag)]))
    }

    /// Everything about one image, by name or id.
    public func image(_ reference: String) async throws -> ImageInspection {
        try await json(EngineRequest(.GET, "/images/\(reference.escaped)/json"))
    }

    /// How an image was made, the newest step first.
    public func history(_ reference: String) async throws -> [ImageHistoryEntry] {
        try await json(EngineRequest(.GET, "/images/\(reference.escaped)/history"))
    }

    /// Gives an image one more name.
    public func tag(_ reference: String, repository: String, tag: String) async throws {
        try await done(
            EngineRequest(.POST, "/images/\(reference.escaped)/tag", query: [("repo", repository), ("tag", tag)]))
    }

    /// Removes a name, and the image when it was its last.
    ///
    /// - Parameters:
    ///   - force: also when it has more names, or a stopped container uses it.
    ///   - pruneParents: also its untagged parents. With the legacy builder they are its cache.
    @discardableResult
    public func removeImage(
        _ reference: String, force: Bool = false, pruneParents: Bool = true
    ) async throws -> [RemovedImage] {
        try await json(
            EngineRequest(
                .DELETE, "/images/\(reference.escaped)",
                query: [("force", force.flag), ("noprune", pruneParents ? nil : "1")]))
    }

    /// Makes an image from a tar of a root file system.
    ///
    /// - Parameters:
    ///   - path: the tar's path, plain or compressed; it is streamed.
    ///   - changes: Dockerfile instructions to apply, as `LABEL a=b`.
    /// - Returns: the image's id.
    @discardableResult
    public func importImage(
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
    ///
    /// - Throws: ``EngineError``: ``EngineError/Code/notFound`` when the registry has no such image,
    ///   ``EngineError/Code/registryUnreachable`` when the registry does not answer, or stops to.
    @discardableResult
    public func pullImage(_ reference: String) async throws -> ImageTransfer {
        let name = ImageName(reference)
        return try await transfer(
            EngineRequest(
                .POST, "/images/create",
                query: [("fromImage", name.repository), ("tag", name.tag)]))
    }

    /// Sends an image to the registry in its name. The registry must not ask who it is.
    ///
    /// - Throws: ``EngineError``: ``EngineError/Code/registryUnreachable`` when the registry does not answer, or stops to:
    ///   what was sent of a layer is then lost, whole layers stay.
    @discardableResult
    public func pushImage(_ reference: String) async throws -> ImageTransfer {
        let name = ImageName(reference)
        var request = EngineRequest(
            .POST, "/images/\(name.repository.escaped)/push", query: [("tag", name.tag)])
        // Engines insist on the header; this is `{}`.
        request.headers.add(name: "X-Registry-Auth", value: "e30=")
        return try await transfer(request)
    }

    /// Removes images that no container uses: the untagged, or by `["dangling": ["false"]]` all.
    public func pruneImages(filters: EngineFilters = [:]) async throws -> PruneResult {
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
    ///
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
