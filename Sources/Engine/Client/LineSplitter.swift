import NIOCore

/// Cuts a stream into lines, which may come in any pieces.
struct LineSplitter {
    /// A line went on beyond the limit.
    struct LineTooLong: Error {
        /// The limit, in bytes.
        var limit: Int
    }

    /// The longest line allowed, in bytes.
    let limit: Int
    private var buffer = ByteBuffer()
    /// How many of the buffer's readable bytes are known to hold no line end.
    private var searched = 0

    init(limit: Int) {
        self.limit = limit
    }

    mutating func append(_ chunk: ByteBuffer) {
        if buffer.readableBytes == 0 {
            buffer = chunk
            searched = 0
        } else {
            buffer.discardReadBytes()
            buffer.writeImmutableBuffer(chunk)
        }
    }

    /// The next whole line without its end, empty ones skipped; nil when more must come first.
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

    /// What stands after the last line end; nil when nothing does.
    mutating func rest() -> ByteBuffer? {
        buffer.readableBytes > 0 ? buffer : nil
    }
}
