import Foundation

extension EngineClient {
    /// The engine's events from `since` (nil: now) until `until` (nil: no end).
    package func events(filters: EngineFilters = [:], since: Date? = nil, until: Date? = nil) throws -> EngineEvents {
        let request = EngineRequest(
            .GET, "/events",
            query: [("filters", try filters.encoded()), ("since", since?.unixText), ("until", until?.unixText)],
            isEndless: true)
        return EngineEvents(request: request, transport: transport)
    }
}

extension Date {
    /// Seconds since 1970 in the engine's form, with nine decimal places.
    fileprivate var unixText: String {
        EngineInstant(nanoseconds: Int((timeIntervalSince1970 * 1e9).rounded())).description
    }
}

extension EngineInstant {
    /// From nanoseconds since 1970.
    fileprivate init(nanoseconds: Int) {
        let (seconds, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        self.init(secondsSinceEpoch: Int64(seconds), nanoseconds: Int32(rest))
    }
}

/// An engine's events as they happen. Iterate it once. Leaving the loop, or cancelling its task, closes the connection.
///
/// It connects at the first `open()` or `next()`, and ends when the engine closes the stream: at `until`, or when it stops. The
/// client's ``RequestMeter`` does not count it, as it is always open.
package struct EngineEvents: AsyncSequence, Sendable {
    package typealias Element = EngineEvent

    let request: EngineRequest
    let transport: EngineTransport

    package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(request: request, transport: transport) }

    package struct AsyncIterator: AsyncIteratorProtocol {
        let request: EngineRequest
        let transport: EngineTransport
        private var answer: EngineAnswer?
        private var splitter = LineSplitter()

        init(request: EngineRequest, transport: EngineTransport) {
            (self.request, self.transport) = (request, transport)
        }

        /// Connects, unless it has, and waits for the head of the answer.
        package mutating func open() async throws { _ = try await opened() }

        private mutating func opened() async throws -> EngineAnswer {
            if let answer { return answer }
            let answer = try await transport.open(request)
            self.answer = answer
            return answer
        }

        /// The next event; nil when the engine ended the stream.
        package mutating func next() async throws -> EngineEvent? {
            let answer = try await opened()
            do {
                while true {
                    if let line = try splitter.next() { return try line.decoded(EngineEvent.self) }
                    guard let chunk = try await answer.next() else { return nil }
                    splitter.append(chunk)
                }
            } catch {
                throw transport.engineError(for: error, request: request)
            }
        }
    }
}

package struct EngineEvent: Sendable, Equatable, Decodable {
    private struct Actor: Equatable, Decodable {
        var id: String
        var attributes: [String: String]

        enum CodingKeys: String, CodingKey { case id = "ID", attributes = "Attributes" }
    }

    /// `container`, `image`, `volume`, `network`, `builder`, …
    package var type: String
    /// `create`, `start`, `die`, `oom`, `destroy`, …
    package var action: String
    private var actor: Actor?
    /// In nanoseconds since 1970.
    private var time: Int

    package var object: String { actor?.id ?? "" }
    /// The object's labels and values of the action, e.g. `exitCode`.
    package var attributes: [String: String] { actor?.attributes ?? [:] }

    package var instant: EngineInstant { EngineInstant(nanoseconds: time) }

    enum CodingKeys: String, CodingKey { case type = "Type", action = "Action", actor = "Actor", time = "timeNano" }
}
