import NIOCore
import NIOHPACK
import NIOHTTP2

/// One call of the engine's to a session: an HTTP/2 stream with gRPC's messages on it.
struct SessionCall {
    typealias Channel = NIOAsyncChannel<HTTP2Frame.FramePayload, HTTP2Frame.FramePayload>

    private static let unimplemented = 12
    private static let unknown = 2
    /// What `grpc.health.v1` answers: field 1 is 1, "serving".
    private static let serving: [UInt8] = [8, 1]

    /// nil: it offers none.
    let files: (any SyncedFiles)?
    let failures: SessionFailures

    /// Answers it. Errors in reading the files are kept in `failures`. A broken connection is reported by the build.
    func answer(_ channel: Channel) async {
        do {
            try await channel.executeThenClose { inbound, outbound in
                var received = inbound.makeAsyncIterator()
                guard case .headers(let head)? = try await received.next() else { return }
                try await answer(head.headers, &received, outbound)
            }
        } catch {
            return
        }
    }

    private func answer(
        _ headers: HPACKHeaders, _ received: inout NIOAsyncChannelInboundStream<HTTP2Frame.FramePayload>.AsyncIterator,
        _ outbound: NIOAsyncChannelOutboundWriter<HTTP2Frame.FramePayload>
    ) async throws {
        let head = HTTP2Frame.FramePayload.headers(
            .init(headers: [":status": "200", "content-type": "application/grpc"]))
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
            try await outbound.write(
                .headers(
                    .init(
                        headers: [
                            ":status": "200", "content-type": "application/grpc",
                            "grpc-status": "\(Self.unimplemented)",
                        ], endStream: true)))
        }
    }

    private static func trailers(status: Int) -> HTTP2Frame.FramePayload {
        .headers(.init(headers: ["grpc-status": "\(status)"], endStream: true))
    }

    /// The values of a header, which newer engines escape where they are not ASCII.
    private static func texts(_ headers: HPACKHeaders, _ name: String) -> [String] {
        let values = headers[name]
        guard headers.first(name: "\(name)-encoded") == "1" else { return values }
        return values.map { $0.replacing("+", with: " ").removingPercentEncoding ?? $0 }
    }
}
