import AsyncHTTPClient
import Foundation
import NIOCore

extension EngineClient {
    /// Builds an image from a context.
    ///
    /// - Parameters:
    ///   - context: the context as a tar, in pieces. BuildKit takes a tar whose first header is a PAX extension for a
    ///     Dockerfile: write GNU format.
    ///   - onProgress: called in order, for each step that begins and each line of output.
    /// - Returns: how it ended. A step that failed, or a Dockerfile that cannot be read, is a result with
    ///   ``BuildResult/error``.
    /// - Throws: ``EngineError`` when the engine is lost, silent, refuses the request, or cuts its stream short; and
    ///   what `context` throws. When the calling task is cancelled the connection is closed, by which the engine ends
    ///   the build.
    public func build<Context: AsyncSequence & Sendable>(
        _ request: BuildRequest, context: Context, onProgress: (@Sendable (BuildProgress) -> Void)? = nil
    ) async throws -> BuildResult where Context.Element == [UInt8] {
        let query = try request.query()
        let send: @Sendable ([(String, String?)]) async throws -> BuildResult = { more in
            let exchange = EngineRequest(
                .POST, "/build", query: query + more,
                body: .stream(context.map { ByteBuffer(bytes: $0) }, length: .unknown), contentType: "application/x-tar"
            )
            return try await build(request, exchange, onProgress)
        }
        guard request.builder == .buildkit, request.offersSession else { return try await send([]) }
        return try await BuildSession(transport: transport, version: version, files: nil).serving { id in
            try await send([("session", id)])
        }
    }

    /// Builds an image with BuildKit, which asks for the files itself, as with docker's own client: the Dockerfile need not be in
    /// the context.
    ///
    /// - Parameters:
    ///   - request: its `dockerfile` is a name in the directory `dockerfile`.
    ///   - files: the directories `context` and `dockerfile`.
    /// - Throws: as ``build(_:context:onProgress:)``; what `files` throws.
    public func build(
        _ request: BuildRequest, files: some SyncedFiles, onProgress: (@Sendable (BuildProgress) -> Void)? = nil
    ) async throws -> BuildResult {
        let session = BuildSession(transport: transport, version: version, files: files)
        return try await session.serving { id in
            let query = try request.query() + [("session", id), ("remote", "client-session")]
            return try await build(request, EngineRequest(.POST, "/build", query: query), onProgress)
        }
    }

    private func build(
        _ request: BuildRequest, _ exchange: EngineRequest, _ onProgress: (@Sendable (BuildProgress) -> Void)?
    ) async throws -> BuildResult {
        var reader: any BuildReader =
            request.builder == .buildkit
            ? BuildKitReader(dockerfile: request.dockerfileText)
            : LegacyBuildReader(dockerfile: request.dockerfileText)
        do {
            try await lines(exchange) { line in
                let message = try line.decoded(BuildMessage.self)
                try reader.read(message, at: .now) { onProgress?($0) }
            }
        } catch is ProtobufReader.Malformed {
            throw transport.error(.badAnswer, "a line of the build's trace cannot be read", exchange)
        } catch let error as EngineError where error.isFaultOfDockerfile {
            return BuildResult(error: error.message)
        }
        guard let result = reader.finish(at: .now) else {
            throw transport.error(
                .streamBroken, "the build's progress ended with neither an image nor an error", exchange)
        }
        return result
    }
}

extension EngineError {
    /// Whether the engine answered a build with a status, instead of a stream, because of the Dockerfile: BuildKit says
    /// the same inside its stream.
    fileprivate var isFaultOfDockerfile: Bool {
        status != nil && code != .noSpace && message.localizedCaseInsensitiveContains("dockerfile")
    }
}

extension BuildRequest {
    /// The request as the engine's query.
    func query() throws -> [(String, String?)] {
        func object(_ value: [String: String]) throws -> String? {
            value.isEmpty ? nil : try text(value)
        }
        func text(_ value: some Encodable) throws -> String {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            return String(decoding: try encoder.encode(value), as: UTF8.self)
        }
        return [
            ("version", builder == .buildkit ? "2" : nil),
            ("dockerfile", dockerfile),
            ("labels", try object(labels)),
            ("buildargs", try object(arguments)),
            ("nocache", noCache.flag),
            ("pull", pull.flag),
            ("cachefrom", cacheFrom.isEmpty ? nil : try text(cacheFrom)),
            ("memory", memory.map(String.init)),
            ("networkmode", networkMode),
            ("target", target),
            // The steps' containers are removed, also of one that fails: where they end, the steps' output ends.
            ("rm", "1"),
            ("forcerm", "1"),
        ] + extraHosts.map { ("extrahosts", $0) } + tags.map { ("t", $0) }
    }
}
