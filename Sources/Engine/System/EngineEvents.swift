import AsyncHTTPClient
import Foundation
import NIOCore

/// An engine's events as they happen. Iterate it once; ending the loop, or cancelling its task, closes the connection.
///
/// It ends when the engine closes the stream: at `until`, or when it stops. It is not counted by the ``RequestMeter``.
public struct EngineEvents: AsyncSequence, Sendable {
    /// What the sequence gives.
    public typealias Element = EngineEvent
    /// What it throws is an ``EngineError``.
    public typealias Failure = any Error

    let request: EngineRequest
    let transport: EngineTransport

    /// Connects at the first `next()`.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(request: request, transport: transport)
    }

    /// Reads the stream.
    public struct AsyncIterator: AsyncIteratorProtocol {
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
        public mutating func next() async throws -> EngineEvent? {
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
