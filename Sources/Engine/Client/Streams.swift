import NIOCore

struct LineSplitter {
    /// The limit is in bytes.
    struct LineTooLong: Error { var limit: Int }

    /// The longest line allowed, in bytes.
    let limit: Int
    private var buffer = ByteBuffer()
    /// Number of the buffer's readable bytes known to contain no line end.
    private var searched = 0

    init(limit: Int = 4 << 20) { self.limit = limit }

    mutating func append(_ chunk: ByteBuffer) {
        if buffer.readableBytes == 0 {
            buffer = chunk
            searched = 0
        } else {
            buffer.discardReadBytes()
            buffer.writeImmutableBuffer(chunk)
        }
    }

    /// The next complete line without its end, skipping empty ones; nil if more data is needed.
    mutating func next() throws -> ByteBuffer? {
        while true {
            let view = buffer.readableBytesView.dropFirst(searched)
            guard let end = view.firstIndex(of: UInt8(ascii: "\n")) else {
                searched = buffer.readableBytes
                guard searched <= limit else { throw LineTooLong(limit: limit) }
                return nil
            }
            let length = end - buffer.readerIndex
            guard length <= limit else { throw LineTooLong(limit: limit) }
            let line = buffer.readSlice(length: length)
            buffer.moveReaderIndex(forwardBy: 1)
            searched = 0
            if var line {
                if line.readableBytesView.last == UInt8(ascii: "\r") { line.moveWriterIndex(to: line.writerIndex - 1) }
                if line.readableBytes > 0 { return line }
            }
        }
    }

    /// The bytes after the last line end; nil if there are none.
    var rest: ByteBuffer? { buffer.readableBytes > 0 ? buffer : nil }
}

/// Splits a container's output into frames: 8 bytes of header (stream, three zeros, length), then content.
struct LogDemultiplexer {
    struct Malformed: Error {}

    private var header = ByteBuffer()
    private var stream = LogStream.output
    private var missing = 0

    /// Passes on the content of `chunk` in pieces. Frames may be cut anywhere, and are never buffered.
    mutating func read(_ chunk: ByteBuffer, _ onPiece: (LogStream, ByteBuffer) async throws -> Void) async throws {
        var chunk = chunk
        while chunk.readableBytes > 0 {
            if missing > 0, let piece = chunk.readSlice(length: min(missing, chunk.readableBytes)) {
                missing -= piece.readableBytes
                try await onPiece(stream, piece)
                continue
            }
            if var part = chunk.readSlice(length: min(8 - header.readableBytes, chunk.readableBytes)) {
                header.writeBuffer(&part)
            }
            guard header.readableBytes == 8 else { return }
            guard let kind = header.readInteger(as: UInt32.self), let length = header.readInteger(as: UInt32.self),
                kind & 0x00FF_FFFF == 0, let stream = LogStream(rawValue: UInt8(kind >> 24))
            else { throw Malformed() }
            header.clear()
            self.stream = stream
            missing = Int(length)
        }
    }

    var isComplete: Bool { missing == 0 && header.readableBytes == 0 }
}

package enum LogStream: UInt8, Sendable {
    case input, output, error
}
