import Foundation

extension EngineClient {
    /// Builds an image from a context.
    ///
    /// - Parameters:
    ///   - context: the context as a tar, in chunks. BuildKit treats a tar whose first header is a PAX extension as a
    ///     Dockerfile, so write GNU format.
    ///   - onProgress: called in order, for each step that begins and each line of output.
    /// - Returns: how it ended. A failed step, or an unreadable Dockerfile, is a result with ``BuildResult/error``.
    /// - Throws: ``EngineError`` if the engine is lost, silent, refuses the request, or cuts its stream short; and
    ///   errors of `context`. If the calling task is cancelled, the connection is closed, which makes the engine stop
    ///   the build.
    package func build<Context: AsyncSequence & Sendable>(
        _ request: BuildRequest, context: Context, onProgress: (@Sendable (BuildProgress) -> Void)? = nil
    ) async throws -> BuildResult where Context.Element == [UInt8] {
        let query = try request.query()
        let send: @Sendable ([(String, String?)]) async throws -> BuildResult = { more in
            let exchange = EngineRequest(
                .POST, "/build", query: query + more, body: .stream(context), contentType: "application/x-tar")
            return try await build(request, exchange, onProgress)
        }
        guard request.builder.isBuildKit, request.offersSession else { return try await send([]) }
        return try await BuildSession(transport: transport, version: version, files: nil).serving { id in
            try await send([("session", id)])
        }
    }

    /// Builds an image with BuildKit, which requests the files itself, as with docker's own client. The Dockerfile need
    /// not be in the context: `request.dockerfile` is a name in the directory `dockerfile` of `files`.
    /// - Throws: as ``build(_:context:onProgress:)``; errors of `files`.
    package func build(
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
        let outline = request.dockerfileText.map { DockerfileOutline(Dockerfile($0)) }
        var reader: any BuildReader =
            request.builder.isBuildKit ? BuildKitReader(outline) : LegacyBuildReader(outline)
        do {
            try await lines(exchange) { line in
                let message = try line.decoded(BuildMessage.self)
                try reader.read(message, at: Moment()) { onProgress?($0) }
            }
        } catch is ProtobufMessage.Malformed {
            throw transport.error(.badAnswer, "a line of the build's trace cannot be read", exchange)
        } catch let error as EngineError where error.isFaultOfDockerfile {
            return BuildResult(error: error.message)
        }
        guard let result = reader.finish(at: Moment()) else {
            throw transport.error(
                .streamBroken, "the build's progress ended with neither an image nor an error", exchange)
        }
        return result
    }
}

extension EngineError {
    /// Whether the engine answered a build with an error status, not a stream, because of the Dockerfile. BuildKit
    /// reports the same inside its stream.
    fileprivate var isFaultOfDockerfile: Bool {
        status != nil && code != .noSpace && message.localizedCaseInsensitiveContains("dockerfile")
    }
}

/// Turns a build's progress stream into its result. Pure: the time is passed in.
protocol BuildReader {
    /// Reads the next line and reports the progress in it.
    /// - Throws: if a builder cannot have written the line.
    mutating func read(_ message: BuildMessage, at moment: Moment, _ report: (BuildProgress) -> Void) throws

    /// The result after the stream has ended; nil if it was cut: it ended with neither an image nor an error.
    mutating func finish(at moment: Moment) -> BuildResult?
}

/// When a line arrived, by the wall clock and by a monotonic clock.
struct Moment {
    let date = Date()
    let monotonic = ContinuousClock.now
}

struct BuildMessage: Decodable {
    enum Auxiliary: Equatable {
        case image(String)
        /// Base64, e.g. BuildKit's trace.
        case text(String)
    }

    private struct ImageAnswer: Decodable {
        var id: String?

        enum CodingKeys: String, CodingKey { case id = "ID" }
    }

    private struct ErrorDetail: Decodable { var message: String? }

    var id: String?
    var stream: String?
    var status: String?
    var error: String?
    var auxiliary: Auxiliary?

    enum CodingKeys: String, CodingKey { case id, stream, status, error, errorDetail, auxiliary = "aux" }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decodeIfPresent(String.self, forKey: .id)
        stream = try container.decodeIfPresent(String.self, forKey: .stream)
        status = try container.decodeIfPresent(String.self, forKey: .status)
        error =
            try container.decodeIfPresent(ErrorDetail.self, forKey: .errorDetail)?.message
            ?? container.decodeIfPresent(String.self, forKey: .error)
        guard container.contains(.auxiliary) else { return }
        if let text = try? container.decode(String.self, forKey: .auxiliary), !text.isEmpty {
            auxiliary = .text(text)
        } else if let id = try? container.decodeIfPresent(ImageAnswer.self, forKey: .auxiliary)?.id {
            auxiliary = .image(id)
        }
    }
}

/// The last lines of output that arrives in arbitrary chunks, from several sources at once.
struct OutputTail {
    static let capacity = 40
    /// How much of a line is kept, in bytes.
    static let lineLimit = 2_000

    private var kept: [String] = []
    private var partial: [String: [UInt8]] = [:]

    /// Adds a chunk of one source's output; complete lines are also passed to `report`.
    mutating func append(_ bytes: some Collection<UInt8>, from source: String = "", _ report: (String) -> Void) {
        var line = partial.removeValue(forKey: source) ?? []
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                keep(line, report)
                line.removeAll(keepingCapacity: true)
            } else if line.count < Self.lineLimit {
                line.append(byte)
            }
        }
        if !line.isEmpty { partial[source] = line }
    }

    mutating func lines() -> [String] {
        for source in partial.keys.sorted() { keep(partial[source] ?? [], { _ in }) }
        partial = [:]
        return kept.suffix(Self.capacity)
    }

    private mutating func keep(_ bytes: [UInt8], _ report: (String) -> Void) {
        let line = Self.text(bytes)
        guard !line.isEmpty else { return }
        if kept.count >= 4 * Self.capacity { kept.removeFirst(3 * Self.capacity) }
        kept.append(line)
        report(line)
    }

    /// The line without colours and carriage returns. If a line was overwritten, the last state.
    private static func text(_ bytes: [UInt8]) -> String {
        var visible: [UInt8] = []
        visible.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == 0x1B, index < bytes.count, bytes[index] == UInt8(ascii: "[") {
                index += 1
                while index < bytes.count, !(0x40...0x7E).contains(bytes[index]) { index += 1 }
                index += 1
            } else if byte == UInt8(ascii: "\r") {
                if index < bytes.count { visible.removeAll(keepingCapacity: true) }
            } else {
                visible.append(byte)
            }
        }
        return String(decoding: visible, as: UTF8.self)
    }
}
