import FlyingSocks
import Foundation
import Synchronization

/// A real HTTP/1.1 server in this process, on a temporary unix socket, which answers as told and records what it was
/// asked.
///
/// A request that no route answers gets 501, and stands in ``unexpected``: check that it is empty.
public final class StubEngine: Sendable {
    private struct State {
        var requests: [StubRequest] = []
        var unexpected: [String] = []
        var clientCloses = 0
        var connections = 0
    }

    /// The socket's path.
    public let endpointPath: String
    /// The endpoint as the command line takes it.
    public var endpoint: String { "unix://\(endpointPath)" }

    private let routes: StubRoutes
    private let state = Mutex(State())

    private init(path: String, routes: StubRoutes) {
        endpointPath = path
        self.routes = routes
    }

    /// Every request whose body came whole, in the order of arrival.
    public var requests: [StubRequest] { state.withLock { $0.requests } }
    /// `METHOD /path` of every request.
    public var requestNames: [String] { requests.map(\.name) }
    /// Requests that no route answered.
    public var unexpected: [String] { state.withLock { $0.unexpected } }
    /// How many times a client closed its connection before its answer was whole.
    public var clientCloses: Int { state.withLock { $0.clientCloses } }
    /// How many connections were opened.
    public var connections: Int { state.withLock { $0.connections } }

    /// Waits until a client closed its connection before its answer was whole.
    ///
    /// - Returns: whether one did within `limit`.
    public func seesClientClose(within limit: Duration = .seconds(5)) async throws -> Bool {
        let end = ContinuousClock.now + limit
        while clientCloses == 0, ContinuousClock.now < end { try await Task.sleep(for: .milliseconds(5)) }
        return clientCloses > 0
    }

    /// Forgets what was recorded.
    public func reset() {
        state.withLock { $0 = State() }
    }

    /// Runs a server for `body`; its socket and its connections are gone afterwards.
    public static func withServer<R: Sendable>(
        _ routes: StubRoutes = StubRoutes(), _ body: (StubEngine) async throws -> R
    ) async throws -> R {
        let path = "/tmp/plimsoll-stub-\(UUID().uuidString.prefix(18)).sock"
        let stub = StubEngine(path: path, routes: routes)
        let pool = try await StubLoop.pool
        let listener = try AsyncSocket(socket: Socket(domain: AF_UNIX, type: .stream), pool: pool)
        defer { try? listener.close() }
        try listener.socket.bind(to: .unix(path: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        try listener.socket.listen()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            // Every accepted connection is closed before the group returns.
            defer { group.cancelAll() }
            group.addTask { await stub.accept(on: listener, pool) }
            return try await body(stub)
        }
    }

    /// Runs a server that asks one function for every answer.
    public static func withServer<R: Sendable>(
        handler: @escaping StubRoutes.Handler, _ body: (StubEngine) async throws -> R
    ) async throws -> R {
        let routes = ["GET", "HEAD", "POST", "PUT", "DELETE"].reduce(StubRoutes()) { $0.on("\($1) /**", handler) }
        return try await withServer(routes, body)
    }

    private func accept(on listener: AsyncSocket, _ pool: any AsyncSocketPool) async {
        await withDiscardingTaskGroup { connections in
            while !Task.isCancelled, let socket = try? await listener.accept() {
                connections.addTask { await StubConnection(socket: socket, pool: pool, stub: self).serve() }
            }
        }
    }

    func answer(_ request: StubRequest) async -> StubAnswer {
        state.withLock { $0.requests.append(request) }
        if let answer = await routes.answer(request) { return answer }
        state.withLock { $0.unexpected.append(request.name) }
        return .error(501, "the stub has no route for \(request.name)")
    }

    func opened() {
        state.withLock { $0.connections += 1 }
    }

    func clientClosed() {
        state.withLock { $0.clientCloses += 1 }
    }
}

/// The event loop of all stubs in this process. It is never stopped, and uses no time while it is idle.
///
/// FlyingSocks' own shared loop is not safe if two callers start it at once.
private enum StubLoop {
    private static let starting = Task.detached {
        let loop = SocketPool<ePoll>.ePoll(maxEvents: 64)
        try await loop.prepare()
        Task.detached { try await loop.run() }
        return loop
    }

    static var pool: some AsyncSocketPool { get async throws { try await starting.value } }
}
