import Model

/// A typed client of one engine. Endpoints are in extensions by noun.
///
/// A value: copies share connections. Use it only inside ``withClient(_:options:_:)``. Every method throws
/// ``EngineError``. Cancelling the calling task closes the connection of its request.
package struct EngineClient: Sendable {
    package let version: APIVersion
    package let meter: RequestMeter

    let transport: EngineTransport

    package var endpoint: EngineEndpoint { transport.endpoint }

    /// Connects, negotiates the newest version that both support, runs `body`, and closes the connections.
    /// - Throws: ``EngineError``: ``EngineError/Code/unreachable``, ``EngineError/Code/permissionDenied``,
    ///   ``EngineError/Code/tooOld`` (older than ``APIVersion/oldest``), ``EngineError/Code/tooNew``,
    ///   ``EngineError/Code/timedOut``; and errors of `body`.
    package static func withClient<R: Sendable>(
        _ endpoint: EngineEndpoint, options: EngineClientOptions = .init(),
        _ body: (EngineClient) async throws -> R
    ) async throws -> R {
        try await EngineTransport.withTransport(endpoint, options: options) { transport in
            let meter = RequestMeter()
            let version = try await negotiate(transport, meter)
            var versioned = transport
            versioned.base += "/v\(version)"
            return try await body(EngineClient(version: version, meter: meter, transport: versioned))
        }
    }

    /// The same client, counting in another meter. One meter per job separates jobs that run at the same time.
    package func counting(in meter: RequestMeter) -> EngineClient {
        EngineClient(version: version, meter: meter, transport: transport)
    }

    private static func negotiate(_ transport: EngineTransport, _ meter: RequestMeter) async throws -> APIVersion {
        let request = EngineRequest(.GET, "/_ping")
        return try await transport.exchange(request, meter: meter, limit: transport.options.connectTimeout) { answer in
            _ = try await answer.collect(upTo: transport.options.bodyLimit)
            guard let offered = answer.version else {
                throw transport.error(
                    .badAnswer, "its answer names no API version", request,
                    hint: "is this the address of a Docker or Podman engine?")
            }
            guard offered >= APIVersion.oldest else {
                throw transport.error(
                    .tooOld, "it speaks API \(offered), Plimsoll needs \(APIVersion.oldest) or newer", request,
                    hint: "use Docker 19.03 or newer, or Podman 3 or newer")
            }
            if offered > APIVersion.newest { try await refuseIfTooNew(transport, meter) }
            return min(offered, APIVersion.newest)
        }
    }

    /// Engines drop old versions of the API: the oldest that this one speaks may be newer than ours.
    private static func refuseIfTooNew(_ transport: EngineTransport, _ meter: RequestMeter) async throws {
        let request = EngineRequest(.GET, "/version")
        try await transport.exchange(request, meter: meter, limit: transport.options.connectTimeout) { answer in
            let version = try await answer.collect(upTo: transport.options.bodyLimit).decoded(EngineVersion.self)
            guard let oldest = APIVersion(version.oldestAPI), oldest > APIVersion.newest else { return }
            throw transport.tooNew(
                "it speaks no API older than \(oldest), Plimsoll speaks \(APIVersion.newest)", request)
        }
    }
}

extension EngineClient {
    func json<Answer: Decodable>(_ request: EngineRequest, as type: Answer.Type = Answer.self) async throws -> Answer {
        try await transport.exchange(request, meter: meter) { answer in
            try await answer.collect(upTo: transport.options.bodyLimit).decoded(type)
        }
    }

    func get<Answer: Decodable>(
        _ path: String, filters: EngineFilters = [:], query: [(String, String?)] = [],
        as type: Answer.Type = Answer.self
    ) async throws -> Answer {
        try await json(EngineRequest(.GET, path, query: [("filters", try filters.encoded())] + query))
    }

    func done(_ request: EngineRequest) async throws { try await chunks(request) { _ in } }

    func chunks(_ request: EngineRequest, _ onChunk: ([UInt8]) async throws -> Void) async throws {
        try await transport.exchange(request, meter: meter) { answer in
            while let chunk = try await answer.next() { try await onChunk(chunk) }
        }
    }

    func lines(_ request: EngineRequest, _ onLine: ([UInt8]) throws -> Void) async throws {
        var splitter = LineSplitter()
        try await transport.exchange(request, meter: meter) { answer in
            while let chunk = try await answer.next() {
                splitter.append(chunk)
                while let line = try splitter.next() { try onLine(line) }
            }
            if let rest = splitter.rest { try onLine(rest) }
        }
    }
}

package struct EngineClientOptions: Sendable {
    /// How long a request may be silent, in both directions, before it fails with ``EngineError/Code/timedOut``. It
    /// does not apply to a container's wait and the event stream, which are silent by nature.
    package var silenceTimeout: Duration
    /// How long the engine may take to open a connection and to answer the first ping.
    package var connectTimeout: Duration
    /// The longest body that is read whole (JSON answers), in bytes.
    var bodyLimit: Int

    package init(
        silenceTimeout: Duration = .seconds(600), connectTimeout: Duration = .seconds(30), bodyLimit: Int = 64 << 20
    ) {
        (self.silenceTimeout, self.connectTimeout, self.bodyLimit) = (silenceTimeout, connectTimeout, bodyLimit)
    }
}

package struct DeadlinePassed: Error, Sendable { package init() {} }

/// Runs `work` and cancels it at the given instant.
/// - Throws: `DeadlinePassed` if the instant came first; otherwise the errors of `work`.
package func withDeadline<Value: Sendable>(
    _ instant: ContinuousClock.Instant, _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask { try await work() }
        group.addTask {
            // One second at a time: a cancelled sleep keeps its timer in memory until its original end, and a job
            // cancels five sleeps of ten minutes each.
            while ContinuousClock.now < instant {
                try await Task.sleep(until: min(instant, .now + .seconds(1)), clock: .continuous)
            }
            return nil
        }
        defer { group.cancelAll() }
        guard let first = try await group.next(), let value = first else { throw DeadlinePassed() }
        return value
    }
}

/// Completes some work even when the surrounding task has been cancelled, as cleanup requires: an unstructured task
/// does not inherit cancellation. It is awaited here, so that it never outlives its caller.
package func shieldedFromCancellation<Value: Sendable>(
    _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await Task { try await work() }.value
}
