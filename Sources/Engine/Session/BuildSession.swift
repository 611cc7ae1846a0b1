import Foundation
import Model
import NIOCore
import NIOHPACK
import NIOHTTP2
import NIOPosix
import NIOSSL
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
        let (channel, streams) = try await open(id)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await serve(streams, failures) }
            let result: Result<R, any Error>
            do { result = .success(try await body(id)) } catch {
                result = .failure(error)
            }
            channel.close(promise: nil)
            group.cancelAll()
            try await group.waitForAll()
            if let failure = failures.first, !(failure is CancellationError), !Task.isCancelled { throw failure }
            return try result.get()
        }
    }

    private func serve(_ streams: SessionUpgrade.Streams, _ failures: SessionFailures) async {
        let call = SessionCall(files: files, failures: failures)
        await withDiscardingTaskGroup { group in
            do {
                for try await stream in streams.inbound { group.addTask { await call.answer(stream) } }
            } catch {
                // The connection broke: the engine reports it as the build's failure.
            }
        }
    }

    private func open(_ id: String) async throws -> (any Channel, SessionUpgrade.Streams) {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let promise = loop.makePromise(of: SessionUpgrade.Streams.self)
        let patience = TimeAmount(transport.options.connectTimeout)
        let head = head(id)
        let tls = try tlsHandlerMaker()
        let bootstrap = ClientBootstrap(group: loop).connectTimeout(patience).channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                if let tls { try channel.pipeline.syncOperations.addHandler(tls()) }
                try channel.pipeline.syncOperations.addHandler(
                    SessionUpgrade(request: head, patience: patience, promise: promise))
            }
        }
        let request = EngineRequest(.POST, "/session")
        do {
            let channel: any Channel
            do { channel = try await connect(bootstrap) } catch {
                promise.fail(error)
                throw error
            }
            return (channel, try await promise.futureResult.get())
        } catch let refused as SessionUpgrade.Refused {
            throw transport.error(
                .refused, "it opens no session for BuildKit: \(refused)", request,
                hint: "BuildKit needs Docker 18.09 or newer")
        } catch {
            throw transport.engineError(for: error, request: request)
        }
    }

    private func connect(_ bootstrap: ClientBootstrap) async throws -> any Channel {
        switch transport.endpoint {
        case .unix(let path): try await bootstrap.connect(unixDomainSocketPath: path).get()
        case .tcp(let host, let port, _): try await bootstrap.connect(host: host, port: port).get()
        }
    }

    private func tlsHandlerMaker() throws -> (@Sendable () throws -> NIOSSLClientHandler)? {
        guard case .tcp(let host, _, let tls?) = transport.endpoint else { return nil }
        let context = try NIOSSLContext(configuration: try tls.configuration(for: transport.endpoint))
        let isAddress = (try? SocketAddress(ipAddress: host, port: 0)) != nil
        return { try NIOSSLClientHandler(context: context, serverHostname: isAddress ? nil : host) }
    }

    private func head(_ id: String) -> String {
        let methods = files == nil ? [Self.healthMethod] : [Self.healthMethod, Self.fileMethod]
        let offered = methods.map { "X-Docker-Expose-Session-Grpc-Method: \($0)\r\n" }.joined()
        return
            """
            POST /v\(version)/session HTTP/1.1\r
            Host: localhost\r
            Connection: Upgrade\r
            Upgrade: h2c\r
            X-Docker-Expose-Session-Uuid: \(id)\r
            X-Docker-Expose-Session-Name: plimsoll\r
            X-Docker-Expose-Session-Sharedkey: \(files?.key ?? "")\r
            \(offered)\r

            """
    }
}

/// One call by the engine to a session: an HTTP/2 stream with gRPC messages.
struct SessionCall {
    typealias Channel = NIOAsyncChannel<HTTP2Frame.FramePayload, HTTP2Frame.FramePayload>

    private static let unimplemented = 12
    private static let unknown = 2
    /// The answer of `grpc.health.v1`: field 1 is 1, "serving".
    private static let serving: [UInt8] = [8, 1]

    /// nil: no files are offered.
    let files: (any SyncedFiles)?
    let failures: SessionFailures

    /// Answers the call. Errors in reading the files go to `failures`. The build reports a broken connection.
    func answer(_ channel: Channel) async {
        try? await channel.executeThenClose { inbound, outbound in
            var received = inbound.makeAsyncIterator()
            guard case .headers(let head)? = try await received.next() else { return }
            try await answer(head.headers, &received, outbound)
        }
    }

    private func answer(
        _ headers: HPACKHeaders, _ received: inout FileSync.Received,
        _ outbound: NIOAsyncChannelOutboundWriter<HTTP2Frame.FramePayload>
    ) async throws {
        let accepted: HPACKHeaders = [":status": "200", "content-type": "application/grpc"]
        let head = HTTP2Frame.FramePayload.headers(.init(headers: accepted))
        switch (headers.first(name: ":path"), files) {
        case (BuildSession.healthMethod, _):
            var buffer = ByteBuffer()
            GRPCMessages.write(Self.serving, to: &buffer)
            try await outbound.write(head)
            try await outbound.write(.data(.init(data: .byteBuffer(buffer))))
            try await outbound.write(Self.trailers(status: 0))
        case (BuildSession.fileMethod, let files?):
            try await outbound.write(head)
            let sync = FileSync(
                files: files, directory: headers.first(name: "dir-name") ?? "",
                paths: Self.texts(headers, "followpaths"), outbound: outbound)
            do {
                try await sync.send(&received)
                try await outbound.write(Self.trailers(status: 0))
            } catch {
                failures.note(error)
                try await outbound.write(Self.trailers(status: Self.unknown))
            }
        default:
            var refused = accepted
            refused.add(name: "grpc-status", value: "\(Self.unimplemented)")
            try await outbound.write(.headers(.init(headers: refused, endStream: true)))
        }
    }

    private static func trailers(status: Int) -> HTTP2Frame.FramePayload {
        .headers(.init(headers: ["grpc-status": "\(status)"], endStream: true))
    }

    /// The values of a header. Newer engines escape them if they are not ASCII.
    private static func texts(_ headers: HPACKHeaders, _ name: String) -> [String] {
        let values = headers[name]
        guard headers.first(name: "\(name)-encoded") == "1" else { return values }
        return values.map { $0.replacing("+", with: " ").removingPercentEncoding ?? $0 }
    }
}

/// Why files could not be sent to the engine. The engine's own message does not say.
final class SessionFailures: Sendable {
    private let noted = Mutex<(any Error)?>(nil)

    var first: (any Error)? { noted.withLock { $0 } }
    func note(_ error: any Error) { noted.withLock { $0 = $0 ?? error } }
}
