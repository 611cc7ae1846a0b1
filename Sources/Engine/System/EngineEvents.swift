import AsyncHTTPClient
import Foundation
import Model
import NIOCore

/// An engine's events as they happen. Iterate it once. Leaving the loop, or cancelling its task, closes the connection.
///
/// It ends when the engine closes the stream: at `until`, or when it stops. The ``RequestMeter`` does not count it.
package struct EngineEvents: AsyncSequence, Sendable {
    package typealias Element = EngineEvent
    /// An ``EngineError``.
    package typealias Failure = any Error

    let request: EngineRequest
    let transport: EngineTransport

    /// Connects at the first `next()`.
    package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(request: request, transport: transport) }

    package struct AsyncIterator: AsyncIteratorProtocol {
        let request: EngineRequest
        let transport: EngineTransport
        private var body: HTTPClientResponse.Body.AsyncIterator?
        private var splitter: LineSplitter

        init(request: EngineRequest, transport: EngineTransport) {
            self.request = request
            self.transport = transport
            splitter = LineSplitter(limit: transport.options.lineLimit)
        }

        /// The next event; nil when the engine ended the stream.
        package mutating func next() async throws -> EngineEvent? {
            do {
                var body: HTTPClientResponse.Body.AsyncIterator
                if let open = self.body { body = open } else { body = try await open() }
                defer { self.body = body }
                while true {
                    if let line = try splitter.next() { return try line.decoded(EngineEvent.self) }
                    guard let chunk = try await body.next() else {
                        try Task.checkCancellation()
                        return nil
                    }
                    splitter.append(chunk)
                }
            } catch {
                throw transport.engineError(for: error, request: request)
            }
        }

        private func open() async throws -> HTTPClientResponse.Body.AsyncIterator {
            try await transport.exchange(request, meter: nil) { $0.body.makeAsyncIterator() }
        }
    }
}

package struct EngineEvent: Sendable, Equatable, Decodable {
    /// `container`, `image`, `volume`, `network`, `builder`, …
    package var type: String
    /// `create`, `start`, `die`, `oom`, `destroy`, …
    package var action: String
    package var object: String
    /// The object's labels and values of the action, e.g. `exitCode`.
    package var attributes: [String: String]
    /// In nanoseconds since 1970.
    var nanosecondsSinceEpoch: Int

    package var instant: EngineInstant {
        let (seconds, rest) = nanosecondsSinceEpoch.quotientAndRemainder(dividingBy: 1_000_000_000)
        return EngineInstant(secondsSinceEpoch: Int64(seconds), nanoseconds: Int32(rest))
    }

    enum CodingKeys: String, CodingKey { case type = "Type", action = "Action", actor = "Actor", time = "timeNano" }

    private struct Actor: Decodable {
        var id: String
        var attributes: [String: String]

        enum CodingKeys: String, CodingKey { case id = "ID", attributes = "Attributes" }
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        type = try container.decode(String.self, forKey: .type)
        action = try container.decode(String.self, forKey: .action)
        let actor = try container.decodeIfPresent(Actor.self, forKey: .actor)
        object = actor?.id ?? ""
        attributes = actor?.attributes ?? [:]
        nanosecondsSinceEpoch = try container.decode(Int.self, forKey: .time)
    }
}
