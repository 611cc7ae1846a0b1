import NIOCore
import NIOHTTP1

/// One client's connection: requests in, answers out, one after the other.
struct StubConnection: Sendable {
    typealias Wire = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>

    /// The answer ends here, and the connection with it.
    private struct Ended: Error {}

    let wire: Wire
    let stub: StubEngine

    func serve() async {
        stub.opened()
        // What goes wrong on a connection is its client's to notice.
        try? await wire.executeThenClose { inbound, outbound in
            var request: StubRequest?
            do {
                for try await part in inbound {
                    switch part {
                    case .head(let head): request = StubRequest(head)
                    case .body(let bytes): request?.append(bytes)
                    case .end:
                        guard let whole = request else { continue }
                        try await send(await stub.answer(whole), to: whole, outbound)
                        request = nil
                    }
                }
            } catch {
                if request != nil, !(error is Ended), !Task.isCancelled { stub.clientClosed() }
                throw error
            }
            if request != nil, !Task.isCancelled { stub.clientClosed() }
        }
    }

    private func send(
        _ answer: StubAnswer, to request: StubRequest,
        _ outbound: NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>
    ) async throws {
        if let status = answer.status {
            var headers = HTTPHeaders(answer.headers.map { ($0.key, $0.value) })
            if !answer.chunked, ![101, 204, 304].contains(status) {
                headers.add(name: "Content-Length", value: String(answer.length))
            }
            let head = HTTPResponseHead(
                version: .http1_1, status: HTTPResponseStatus(statusCode: status), headers: headers)
            try await outbound.write(.head(head))
        }
        for piece in answer.body {
            switch piece {
            case .bytes(let bytes): try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: bytes))))
            case .pause(let duration): try await pause(until: ContinuousClock.now + duration)
            case .silence: try await pause(until: nil)
            case .cut: throw Ended()
            }
        }
        try await outbound.write(.end(nil))
    }

    /// Waits, watching for the client to close.
    private func pause(until end: ContinuousClock.Instant?) async throws {
        while end.map({ ContinuousClock.now < $0 }) ?? true {
            guard wire.channel.isActive else { throw ChannelError.ioOnClosedChannel }
            try await Task.sleep(for: .milliseconds(2))
        }
    }
}

extension StubAnswer {
    fileprivate var length: Int {
        body.reduce(0) { sum, piece in
            if case .bytes(let bytes) = piece { sum + bytes.count } else { sum }
        }
    }
}

extension StubRequest {
    fileprivate mutating func append(_ bytes: ByteBuffer) {
        bodyLength += bytes.readableBytes
        let room = Self.keptBytes - bodyStart.count
        if room > 0 { bodyStart += bytes.readableBytesView.prefix(room) }
    }
}
