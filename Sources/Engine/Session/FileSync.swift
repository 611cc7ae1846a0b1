import NIOCore
import NIOHTTP2

/// Sends a directory: every file is announced, then those whose content is asked for are sent.
struct FileSync {
    /// The engine gave up, in its own words.
    struct Refused: Error, CustomStringConvertible {
        let description: String
    }

    typealias Received = NIOAsyncChannelInboundStream<HTTP2Frame.FramePayload>.AsyncIterator

    private static let batch = 32 * 1024

    let files: any SyncedFiles
    let directory: String
    let paths: [String]
    let outbound: NIOAsyncChannelOutboundWriter<HTTP2Frame.FramePayload>

    /// Sends all files that the engine asks for. Throws what the files throw, `Refused`, and what the connection throws.
    func send(_ received: inout Received) async throws {
        let list: [SyncedFile]
        do {
            list = try files.list(directory, following: paths)
            try await announce(list)
        } catch {
            try await write([.failed(Array("\(error)".utf8))])
            throw error
        }
        var messages = GRPCMessages()
        while case let payload? = try await received.next() {
            guard case .data(let data) = payload, case .byteBuffer(let bytes) = data.data else { continue }
            messages.append(bytes)
            while let message = try messages.next() {
                switch try SyncPacket(message[...]) {
                case .request(let number):
                    guard list.indices.contains(Int(number)) else { throw GRPCMessages.Malformed() }
                    try await send(list[Int(number)], number)
                case .finished: return try await write([.finished])
                case .failed(let reason): throw Refused(description: String(decoding: reason, as: UTF8.self))
                default: continue
                }
            }
        }
        throw Refused(description: "the engine left before it had all files")
    }

    private func announce(_ list: [SyncedFile]) async throws {
        var buffer = ByteBuffer()
        for file in list {
            GRPCMessages.write(SyncPacket.stat(file).bytes, to: &buffer)
            guard buffer.readableBytes >= Self.batch else { continue }
            try await write(buffer)
            buffer = ByteBuffer()
        }
        GRPCMessages.write(SyncPacket.stat(nil).bytes, to: &buffer)
        try await write(buffer)
    }

    private func send(_ file: SyncedFile, _ number: UInt32) async throws {
        do {
            let next = try file.open()
            var left = file.size
            while let piece = try next() {
                left -= piece.count
                try await write([.data(number, piece)])
            }
            guard left == 0 else { throw Changed(path: String(decoding: file.path, as: UTF8.self)) }
        } catch {
            try await write([.failed(Array("\(error)".utf8))])
            throw error
        }
        try await write([.data(number, [])])
    }

    /// A file is not as long as it was announced.
    struct Changed: Error, CustomStringConvertible {
        let path: String
        var description: String { "\(path) changed while it was read; stop what writes to it, or exclude it" }
    }

    private func write(_ packets: [SyncPacket]) async throws {
        var buffer = ByteBuffer()
        for packet in packets { GRPCMessages.write(packet.bytes, to: &buffer) }
        try await write(buffer)
    }

    private func write(_ buffer: ByteBuffer) async throws {
        files.didSend(buffer.readableBytes)
        try await outbound.write(.data(.init(data: .byteBuffer(buffer))))
    }
}
