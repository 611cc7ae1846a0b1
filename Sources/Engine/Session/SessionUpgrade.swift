import NIOCore
import NIOHTTP2

/// Upgrades a connection to a session: the engine accepts our HTTP request, then becomes the caller, and we answer.
final class SessionUpgrade: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer
    typealias Streams = NIOHTTP2Handler.AsyncStreamMultiplexer<SessionCall.Channel>

    /// The engine did not accept: the status line of its answer, or a reason.
    struct Refused: Error, CustomStringConvertible { let description: String }

    private static let end = Array("\r\n\r\n".utf8)
    private static let agreement = Array("HTTP/1.1 101 ".utf8)

    private let request: String
    private let promise: EventLoopPromise<Streams>
    private let patience: TimeAmount
    private var received = ByteBuffer()
    private var limit: Scheduled<Void>?
    private var isDone = false

    /// - Parameters:
    ///   - request: the request's head.
    ///   - patience: how long the engine may take to accept.
    init(request: String, patience: TimeAmount, promise: EventLoopPromise<Streams>) {
        (self.request, self.patience, self.promise) = (request, patience, promise)
    }

    func channelActive(context: ChannelHandlerContext) {
        let channel = context.channel
        limit = context.eventLoop.scheduleTask(in: patience) { channel.close(promise: nil) }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: request)), promise: nil)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        received.writeBuffer(&bytes)
        let view = received.readableBytesView
        guard let end = view.firstRange(of: Self.end) else { return }
        guard view.starts(with: Self.agreement) else {
            return fail(Refused(description: String(decoding: view.prefix { $0 != 13 }, as: UTF8.self)), context)
        }
        received.moveReaderIndex(to: end.upperBound)
        do {
            let streams = try context.pipeline.syncOperations.configureAsyncHTTP2Pipeline(mode: .server) { channel in
                channel.eventLoop.makeCompletedFuture { try SessionCall.Channel(wrappingChannelSynchronously: channel) }
            }
            isDone = true
            limit?.cancel()
            promise.succeed(streams)
            if received.readableBytes > 0 {
                context.fireChannelRead(wrapInboundOut(received))
                context.fireChannelReadComplete()
            }
            context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
        } catch {
            fail(error, context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(Refused(description: "it closed the connection, or took too long"), context)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { fail(error, context) }

    private func fail(_ error: any Error, _ context: ChannelHandlerContext) {
        guard !isDone else { return }
        isDone = true
        limit?.cancel()
        promise.fail(error)
        context.close(promise: nil)
    }
}

/// gRPC messages in a stream of bytes: a zero byte, the length in four bytes, the message.
struct GRPCMessages {
    /// A message is compressed, which was not requested, or too long for a session.
    struct Malformed: Error {}

    private static let longest = 16 << 20
    private var received = ByteBuffer()

    mutating func append(_ bytes: ByteBuffer) {
        var bytes = bytes
        received.writeBuffer(&bytes)
    }

    /// The next complete message; nil until more arrives. Throws `Malformed`.
    mutating func next() throws -> [UInt8]? {
        let start = received.readerIndex
        guard let compressed = received.getInteger(at: start, as: UInt8.self),
            let length = received.getInteger(at: start + 1, as: UInt32.self)
        else { return nil }
        guard compressed == 0, length <= Self.longest else { throw Malformed() }
        guard let message = received.getBytes(at: start + 5, length: Int(length)) else { return nil }
        received.moveReaderIndex(forwardBy: 5 + Int(length))
        received.discardReadBytes()
        return message
    }

    static func write(_ message: [UInt8], to buffer: inout ByteBuffer) {
        buffer.writeInteger(UInt8(0))
        buffer.writeInteger(UInt32(message.count))
        buffer.writeBytes(message)
    }
}
