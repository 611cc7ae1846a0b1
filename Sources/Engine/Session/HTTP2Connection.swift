import CHTTP2

/// The answering side of an HTTP/2 connection, by libnghttp2 (https://nghttp2.org/documentation/). It does no input or
/// output: received bytes are passed in, and bytes to send are passed to `output`.
actor HTTP2Connection {
    /// The connection failed: libnghttp2's message.
    struct Failed: Error, CustomStringConvertible { let description: String }

    /// A request of the peer.
    struct Request: Sendable {
        let id: Int32
        let headers: [(name: String, value: String)]
        /// The bytes of its body.
        let body: AsyncStream<[UInt8]>

        func values(_ name: String) -> [String] { headers.filter { $0.name == name }.map(\.value) }
    }

    /// How much of an answer's body may wait for the peer, in bytes.
    private static let room = 256 << 10

    private let streams = Streams()
    private let session: OpaquePointer
    private let output: @Sendable ([UInt8]) -> Void

    init(output: @escaping @Sendable ([UInt8]) -> Void) throws {
        self.output = output
        session = try streams.openSession()
    }

    /// Takes received bytes.
    /// - Returns: the requests whose headers are complete with them.
    func receive(_ bytes: [UInt8]) throws -> [Request] {
        let taken = nghttp2_session_mem_recv(session, bytes, bytes.count)
        guard taken == bytes.count else { throw Self.failure(Int32(taken)) }
        try flush()
        defer { streams.complete = [] }
        return streams.complete
    }

    /// Sends an answer's headers; its body and trailers follow.
    func begin(_ id: Int32, _ headers: [(String, String)]) throws {
        var source = nghttp2_data_provider()
        source.read_callback = Streams.readBody
        try Self.check(withFields(headers) { nghttp2_submit_response(session, id, $0, $1, &source) })
        try flush()
    }

    /// Sends an answer without a body.
    func refuse(_ id: Int32, _ headers: [(String, String)]) throws {
        try Self.check(withFields(headers) { nghttp2_submit_response(session, id, $0, $1, nil) })
        try flush()
    }

    /// Sends bytes of an answer's body, and waits while more than ``room`` of them are unsent.
    func write(_ id: Int32, _ bytes: [UInt8]) async throws {
        guard let stream = streams.open[id] else { throw Failed(description: "the stream was closed") }
        stream.write(bytes)
        nghttp2_session_resume_data(session, id)
        try flush()
        while streams.open[id] != nil, stream.unsent > Self.room {
            await withCheckedContinuation { stream.writer = $0 }
        }
    }

    /// Ends an answer after what was written.
    func finish(_ id: Int32, trailers: [(String, String)]) throws {
        streams.open[id]?.trailers = trailers
        nghttp2_session_resume_data(session, id)
        try flush()
    }

    /// Ends all requests' bodies: the connection is gone.
    func close() {
        for id in streams.open.keys { streams.end(id) }
    }

    private func flush() throws {
        while true {
            var bytes: UnsafePointer<UInt8>?
            let count = nghttp2_session_mem_send(session, &bytes)
            guard count >= 0 else { throw Self.failure(Int32(count)) }
            guard count > 0, let bytes else { return }
            output(Array(UnsafeBufferPointer(start: bytes, count: count)))
        }
    }

    fileprivate static func check(_ code: Int32) throws {
        guard code == 0 else { throw failure(code) }
    }

    private static func failure(_ code: Int32) -> Failed {
        Failed(description: String(cString: nghttp2_strerror(code)))
    }
}

/// The streams of a connection, as libnghttp2's callbacks see them. Used by its actor only.
private final class Streams {
    final class Stream {
        var headers: [(name: String, value: String)] = []
        var isAnnounced = false
        let body: AsyncStream<[UInt8]>
        let bodyEnd: AsyncStream<[UInt8]>.Continuation
        /// The answer's body; what stands before `sent` has been sent.
        private var written: [UInt8] = []
        private var sent = 0
        /// Set when the answer's body is complete.
        var trailers: [(String, String)]?
        var writer: CheckedContinuation<Void, Never>?

        init() { (body, bodyEnd) = AsyncStream.makeStream(of: [UInt8].self) }

        var unsent: Int { written.count - sent }

        func write(_ bytes: [UInt8]) {
            if sent >= unsent {
                written.removeFirst(sent)
                sent = 0
            }
            written += bytes
        }

        /// Moves unsent bytes to `target`, and returns their count.
        func read(_ target: UnsafeMutableBufferPointer<UInt8>) -> Int {
            let piece = written[sent...].prefix(target.count)
            _ = target.update(fromContentsOf: piece)
            sent += piece.count
            return piece.count
        }

        /// Lets the waiting writer go on.
        func wake() {
            writer?.resume()
            writer = nil
        }
    }

    var open: [Int32: Stream] = [:]
    var complete: [HTTP2Connection.Request] = []
    private var session: OpaquePointer?

    deinit { nghttp2_session_del(session) }

    /// Makes the session, which lives as long as this object and calls it.
    func openSession() throws -> OpaquePointer {
        var callbacks: OpaquePointer?
        try HTTP2Connection.check(nghttp2_session_callbacks_new(&callbacks))
        defer { nghttp2_session_callbacks_del(callbacks) }
        nghttp2_session_callbacks_set_on_begin_headers_callback(callbacks) { _, frame, context in
            if let frame, let context { Streams.at(context).begin(frame.pointee.hd.stream_id) }
            return 0
        }
        nghttp2_session_callbacks_set_on_header_callback(callbacks) {
            _, frame, name, nameLength, value, length, _, context in
            guard let frame, let context else { return 0 }
            let field = (text(name, nameLength), text(value, length))
            Streams.at(context).open[frame.pointee.hd.stream_id]?.headers.append(field)
            return 0
        }
        nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks) { _, _, id, bytes, count, context in
            guard let context else { return 0 }
            Streams.at(context).open[id]?.bodyEnd.yield(Array(UnsafeBufferPointer(start: bytes, count: count)))
            return 0
        }
        nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks) { _, frame, context in
            if let frame, let context { Streams.at(context).received(frame.pointee.hd) }
            return 0
        }
        nghttp2_session_callbacks_set_on_stream_close_callback(callbacks) { _, id, _, context in
            if let context { Streams.at(context).end(id) }
            return 0
        }
        let context = Unmanaged.passUnretained(self).toOpaque()
        try HTTP2Connection.check(nghttp2_session_server_new(&session, callbacks, context))
        guard let session else { throw HTTP2Connection.Failed(description: "no memory") }
        try HTTP2Connection.check(nghttp2_submit_settings(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), nil, 0))
        return session
    }

    private func begin(_ id: Int32) {
        // Trailers come as headers too.
        if open[id] == nil { open[id] = Stream() }
    }

    func end(_ id: Int32) {
        let stream = open.removeValue(forKey: id)
        stream?.bodyEnd.finish()
        stream?.wake()
    }

    private func received(_ frame: nghttp2_frame_hd) {
        guard let stream = open[frame.stream_id] else { return }
        if frame.type == UInt8(NGHTTP2_HEADERS.rawValue), !stream.isAnnounced {
            stream.isAnnounced = true
            complete.append(.init(id: frame.stream_id, headers: stream.headers, body: stream.body))
        }
        if frame.flags & UInt8(NGHTTP2_FLAG_END_STREAM.rawValue) != 0 { stream.bodyEnd.finish() }
    }

    /// Gives bytes of an answer's body, or its trailers after the last.
    static let readBody: nghttp2_data_source_read_callback = { session, id, target, room, flags, _, context in
        guard let context, let target, let flags, let stream = Streams.at(context).open[id] else {
            return Int(NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE.rawValue)
        }
        let count = stream.read(UnsafeMutableBufferPointer(start: target, count: room))
        guard count == 0 else {
            stream.wake()
            return count
        }
        guard let trailers = stream.trailers else { return Int(NGHTTP2_ERR_DEFERRED.rawValue) }
        flags.pointee |= UInt32(
            bitPattern: Int32(NGHTTP2_DATA_FLAG_EOF.rawValue | NGHTTP2_DATA_FLAG_NO_END_STREAM.rawValue))
        _ = withFields(trailers) { nghttp2_submit_trailer(session, id, $0, $1) }
        return 0
    }

    private static func at(_ context: UnsafeMutableRawPointer) -> Streams {
        Unmanaged<Streams>.fromOpaque(context).takeUnretainedValue()
    }
}

private func text(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> String {
    String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
}

/// Passes headers in libnghttp2's form, which copies them.
private func withFields<R>(_ headers: [(String, String)], _ body: (UnsafePointer<nghttp2_nv>?, Int) -> R) -> R {
    var bytes: [UInt8] = []
    var places: [(start: Int, count: Int)] = []
    for text in headers.flatMap({ [$0.0, $0.1] }) {
        places.append((bytes.count, text.utf8.count))
        bytes += text.utf8
    }
    return bytes.withUnsafeMutableBufferPointer { buffer in
        let fields = stride(from: 0, to: places.count, by: 2).map { index in
            let (name, value) = (places[index], places[index + 1])
            return nghttp2_nv(
                name: buffer.baseAddress.map { $0 + name.start }, value: buffer.baseAddress.map { $0 + value.start },
                namelen: name.count, valuelen: value.count, flags: UInt8(NGHTTP2_NV_FLAG_NONE.rawValue))
        }
        return body(fields, fields.count)
    }
}
