import Engine
import StubEngine

/// A client of the stub.
func withStubClient<R: Sendable>(
    _ routes: StubRoutes, options: EngineClientOptions = .init(),
    _ body: (EngineClient, StubEngine) async throws -> R
) async throws -> R {
    try await StubEngine.withServer(routes) { stub in
        try await EngineClient.withClient(.unix(path: stub.endpointPath), options: options) { client in
            try await body(client, stub)
        }
    }
}

/// A context of any pieces.
func context(_ pieces: [UInt8]...) -> AsyncStream<[UInt8]> {
    AsyncStream { continuation in
        for piece in pieces { continuation.yield(piece) }
        continuation.finish()
    }
}

/// The code of the ``EngineError`` that `body` throws; nil when it throws none.
func code<R>(of body: () async throws -> R) async -> EngineError.Code? {
    await engineError(of: body)?.code
}

/// The ``EngineError`` that `body` throws.
func engineError<R>(of body: () async throws -> R) async -> EngineError? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error as? EngineError
    }
}

/// What makes two steps alike, whatever the builder.
func essence(_ steps: [BuildStep]) -> [String] {
    steps.map { "\($0.instruction) | \($0.cacheable ? $0.cached ? "hit" : "miss" : "-")" }
}
