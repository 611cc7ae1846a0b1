import Foundation
import Model
import Synchronization

/// A session beside a BuildKit build, as docker's own client opens one: a connection on which the engine calls its
/// client back.
///
/// It serves files if it has some: an archive cannot carry a Dockerfile that is not in the context. Registry logins,
/// secrets and ssh agents are "unimplemented", as with a client that has none. The engine then pulls anonymously, and
/// builds without optional secrets.
struct BuildSession: Sendable {
    static let healthMethod = "/grpc.health.v1.Health/Check"
    static let fileMethod = "/moby.filesync.v1.FileSync/DiffCopy"

    let transport: EngineTransport
    let version: APIVersion
    /// The context and the Dockerfile; nil if the request carries them as an archive.
    let files: (any SyncedFiles)?

    /// Opens it for `body`, which is given its id, and closes it after.
    /// - Throws: ``EngineError`` if the engine has no sessions; errors in reading the files; errors of `body`.
    func serving<R: Sendable>(_ body: (String) async throws -> R) async throws -> R {
        let id = UUID().uuidString.lowercased().replacing("-", with: "")
        let failures = SessionFailures()
        let (bytes, output) = AsyncStream.makeStream(of: [UInt8].self)
        // The meter counts what a build asks for; a session only accompanies it.
        return try await transport.exchange(request(id, sending: bytes), meter: RequestMeter()) { answer in
            let connection = try HTTP2Connection { output.yield($0) }
            return try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await serve(answer, connection, failures) }
                let result: Result<R, any Error>
                do { result = .success(try await body(id)) } catch { result = .failure(error) }
                group.cancelAll()
                try await group.waitForAll()
                if let failure = failures.first, !(failure is CancellationError), !Task.isCancelled { throw failure }
                return try result.get()
            }
        }
    }

    private func serve(_ answer: EngineAnswer, _ connection: HTTP2Connection, _ failures: SessionFailures) async {
        let call = SessionCall(connection: connection, files: files, failures: failures)
        await withDiscardingTaskGroup { group in
            // If the connection breaks, the engine reports it as the build's failure.
            while let bytes = try? await answer.next(), let requests = try? await connection.receive(bytes) {
                for request in requests { group.addTask { await call.answer(request) } }
            }
            await connection.close()
        }
    }

    private func request(_ id: String, sending bytes: AsyncStream<[UInt8]>) -> EngineRequest {
        let methods = files == nil ? [Self.healthMethod] : [Self.healthMethod, Self.fileMethod]
        var request = EngineRequest(.POST, "/session", body: .stream(bytes), isEndless: true)
        request.isUpgrade = true
        request.headers = [
            ("Connection", "Upgrade"), ("Upgrade", "h2c"), ("X-Docker-Expose-Session-Uuid", id),
            ("X-Docker-Expose-Session-Name", "plimsoll"), ("X-Docker-Expose-Session-Sharedkey", files?.key ?? ""),
        ]
        request.headers += methods.map { ("X-Docker-Expose-Session-Grpc-Method", $0) }
        return request
    }
}

/// Answers the engine's calls to a session: HTTP/2 requests with gRPC messages.
struct SessionCall {
    private static let unimplemented = 12
    private static let unknown = 2
    /// The answer of `grpc.health.v1`: field 1 is 1, "serving".
    private static let serving: [UInt8] = [8, 1]
    private static let accepted = [(":status", "200"), ("content-type", "application/grpc")]

    let connection: HTTP2Connection
    /// nil: no files are offered.
    let files: (any SyncedFiles)?
    let failures: SessionFailures

    /// Answers a call. Errors in reading the files go to `failures`. The build reports a broken connection.
    func answer(_ request: HTTP2Connection.Request) async {
        try? await reply(to: request)
    }

    private func reply(to request: HTTP2Connection.Request) async throws {
        switch (request.values(":path").first, files) {
        case (BuildSession.healthMethod, _):
            var bytes: [UInt8] = []
            GRPCMessages.write(Self.serving, to: &bytes)
            try await connection.begin(request.id, Self.accepted)
            try await connection.write(request.id, bytes)
            try await connection.finish(request.id, trailers: Self.status(0))
        case (BuildSession.fileMethod, let files?):
            try await connection.begin(request.id, Self.accepted)
            let sync = FileSync(
                files: files, directory: request.values("dir-name").first ?? "",
                paths: Self.texts(request, "followpaths"), request: request, connection: connection)
            do {
                try await sync.send()
                try await connection.finish(request.id, trailers: Self.status(0))
            } catch {
                failures.note(error)
                try await connection.finish(request.id, trailers: Self.status(Self.unknown))
            }
        default: try await connection.refuse(request.id, Self.accepted + Self.status(Self.unimplemented))
        }
    }

    private static func status(_ code: Int) -> [(String, String)] { [("grpc-status", "\(code)")] }

    /// The values of a header. Newer engines escape them if they are not ASCII.
    private static func texts(_ request: HTTP2Connection.Request, _ name: String) -> [String] {
        let values = request.values(name)
        guard request.values("\(name)-encoded").first == "1" else { return values }
        return values.map { $0.replacing("+", with: " ").removingPercentEncoding ?? $0 }
    }
}

/// Why files could not be sent to the engine. The engine's own message does not say.
final class SessionFailures: Sendable {
    private let noted = Mutex<(any Error)?>(nil)

    var first: (any Error)? { noted.withLock { $0 } }
    func note(_ error: any Error) { noted.withLock { $0 = $0 ?? error } }
}
