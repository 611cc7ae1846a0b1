extension EngineClient {
    /// How many entries the history of an image will have that is built from a Dockerfile of one stage; nil where that is not known.
    ///
    /// Each instruction adds one, whatever it does; so does a commit. So an image that was built upon another has more than that.
    public func depth(building file: Dockerfile) async -> Int? {
        let outline = DockerfileOutline(file)
        guard outline.stages.count == 1, let stage = outline.stages.first,
            let base = file.bases().first?.reference, let below = try? await history(base).count
        else { return nil }
        return below + stage.instructions.dropFirst().count
    }

    /// Whether an image that outlives runs is the very one that Plimsoll made, and nothing built upon it under the same name.
    ///
    /// - Throws: ``EngineError``.
    public func isOwn(_ image: ImageSummary) async throws -> Bool {
        guard image.runOwner == nil else { return true }
        guard let depth = image.labels[PlimsollLabel.depthKey].flatMap({ Int($0) }) else { return false }
        return try await history(image.id).count == depth
    }
}
