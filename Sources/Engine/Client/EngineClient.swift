import AsyncHTTPClient
import Foundation
import NIOCore

/// A typed client of one engine. Endpoints stand in extensions by noun.
///
/// A value: copies share connections. Use it inside ``withClient(_:options:_:)`` only.
/// Every method throws ``EngineError``. Cancelling the calling task closes the connection of its request.
public struct EngineClient: Sendable {
    /// The API version that client and engine agreed on.
    public let version: APIVersion
    /// Counts this client's requests.
    public let meter: RequestMeter

    let transport: EngineTransport

    /// Where the engine listens.
    public var endpoint: EngineEndpoint { transport.endpoint }

    /// Connects, agrees on the newest version that both speak, runs `body`, and closes the connections.
    ///
    /// - Throws: ``EngineError``: ``EngineError/Code/unreachable``, ``EngineError/Code/permissionDenied``,
    ///   ``EngineError/Code/tooOld`` (older than ``APIVersion/oldest``), ``EngineError/Code/timedOut``; and what `body`
    ///   throws.
    public static func withClient<R: Sendable>(
        _ endpoint: EngineEndpoint, options: EngineClientOptions = .init(),
        _ body: (EngineClient) async throws -> R
    ) async throws -> R {
        try await EngineTransport.withTransport(endpoint, options: options) { transport in
            let meter = RequestMeter()
            let version = try await transport.negotiate(meter: meter)
            var versioned = transport
            versioned.base += "/v\(version)"
            return try await body(EngineClient(version: version, meter: meter, transport: versioned))
        }
    }

    /// The same client, counting in another meter: one a job tells jobs apart that run at once.
    public func counting(in meter: RequestMeter) -> EngineClient {
        EngineClient(version: version, meter: meter, transport: transport)
    }
}

extension EngineTransport {
    /// Asks the engine for its version and picks the newest that both speak.
    fileprivate func negotiate(meter: RequestMeter) async throws -> APIVersion {
        let request = EngineRequest(.GET, "/_ping")
        let deadline = NIODeadline.now() + TimeAmount(options.connectTimeout)
        return try await exchange(request, meter: meter, deadline: deadline) { response in
            _ = try await response.body.collect(upTo: options.bodyLimit)
            guard let text = response.headers.first(name: "API-Version"), let offered = APIVersion(text) else {
                throw error(
                    .badAnswer, "its answer names no API version", request,
                    hint: "is this the address of a Docker or Podman engine?")
            }
            guard offered >= APIVersion.oldest else {
                throw error(
                    .tooOld, "it speaks API \(offered), Plimsoll needs \(APIVersion.oldest) or newer", request,
                    hint: "use Docker 19.03 or newer, or Podman 3 or newer")
            }
            return min(offered, APIVersion.newest)
        }
    }
}

// What the endpoints' one-liners are made of.
extension EngineClient {
    /// The answer decoded from JSON.
    func json<Answer: Decodable>(_ request: EngineRequest, as type: Answer.Type = Answer.self) async throws -> Answer {
        try await transport.exchange(request, meter: meter) { response in
            let body = try await response.body.collect(upTo: transport.options.bodyLimit)
            return try body.decoded(type)
        }
    }

    /// An answer that says nothing but that it went well.
    func done(_ request: EngineRequest) async throws {
        try await chunks(request) { _ in }
    }

    /// The body piece by piece, as it comes.
    func chunks(_ request: EngineRequest, _ onChunk: (ByteBuffer) async throws -> Void) async throws {
        try await transport.exchange(request, meter: meter) { response in
            for try await chunk in response.body { try await onChunk(chunk) }
            // A cancelled body just ends: that is not its end.
            try Task.checkCancellation()
        }
    }

    /// The body line by line.
    func lines(_ request: EngineRequest, _ onLine: (ByteBuffer) throws -> Void) async throws {
        var splitter = LineSplitter(limit: transport.options.lineLimit)
        try await transport.exchange(request, meter: meter) { response in
            for try await chunk in response.body {
                splitter.append(chunk)
                while let line = try splitter.next() { try onLine(line) }
            }
            try Task.checkCancellation()
            if let rest = splitter.rest() { try onLine(rest) }
        }
    }
}
