import Engine

/// What one build of a provided image took and gave.
public struct ProvidedBuild: Sendable, Hashable {
    /// The image.
    public var image: ProvidedImage
    /// From the request to the end of the build, in seconds.
    public var seconds: Double
    /// Whether the build's every step was made anew; false where some came from the cache, so that its time says little.
    public var isWhole: Bool
    /// All its layers, in bytes.
    public var bytes: Int
    /// Its layers without those of the image that it stands on, in bytes.
    public var ownBytes: Int
}

extension ProvidedImage {
    /// Builds the image, whatever the engine has of that name, by BuildKit.
    ///
    /// - Parameters:
    ///   - extraHosts: `name:address` entries, as for the package mirror.
    ///   - anew: whether the cache may not be used, as when a rebuild is to fetch newer packages.
    ///   - mark: a text that tells this build's image from that of the same Dockerfile before; it becomes a small layer.
    /// - Throws: ``PreparationError`` with code `suiteInvalid` where its Dockerfile does not build; `EngineError`.
    public func build(
        on client: EngineClient, extraHosts: [String] = [], anew: Bool = false, mark: String? = nil
    ) async throws -> ProvidedBuild {
        let text = dockerfile + (mark.map { "\nRUN echo '\($0)' > /etc/plimsoll-provided\n" } ?? "")
        // BuildKit takes an upload that is no archive for a Dockerfile.
        let upload = AsyncStream<[UInt8]> { continuation in
            continuation.yield(Array(text.utf8))
            continuation.finish()
        }
        let depth = await client.depth(building: Dockerfile(text))
        let request = BuildRequest(
            builder: .buildkit, dockerfileText: text, tags: [reference],
            labels: PlimsollLabel.labels(name: reference, depth: depth).merging([Self.label: name]) { $1 },
            noCache: anew,
            extraHosts: extraHosts)
        let clock = ContinuousClock()
        let began = clock.now
        let result = try await client.build(request, context: upload)
        let taken = clock.now - began
        if let error = result.error {
            throw PreparationError(
                .suiteInvalid, "the provided image \(reference) was not built: mend its Dockerfile",
                cause: (result.outputTail + [error]).joined(separator: "\n"))
        }
        let bytes = try await client.image(reference).size
        var below = 0
        if let base { below = try await client.image(base).size }
        return ProvidedBuild(
            image: self, seconds: Double(taken.components.seconds) + Double(taken.components.attoseconds) / 1e18,
            isWhole: !result.steps.contains(where: \.cached), bytes: bytes, ownBytes: bytes - below)
    }
}
