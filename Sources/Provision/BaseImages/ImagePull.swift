import Engine

/// Fetches an image that a scenario names.
public enum ImagePull {
    /// Sees to it that an image is on an engine: pulled from its registry, unless it is there already.
    ///
    /// - Returns: the image's id on that engine.
    /// - Throws: ``PreparationError`` with code `pullFailed` when it cannot be had; `EngineError` for anything that is not about the image.
    @discardableResult
    public static func ensure(
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
                "The image \(reference) cannot be had by \(client.endpoint): correct its name, let the engine reach its registry, "
                    + "or use \(BaseImage.reference), which Plimsoll makes itself.",
                cause: error.message)
        }
    }
}
