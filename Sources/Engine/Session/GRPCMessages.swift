import NIOCore

/// gRPC's messages within a stream of bytes: a zero byte, the length in four bytes, the message.
struct GRPCMessages {
    /// A message is compressed, which was not asked for, or too long for a session.
    struct Malformed: Error {}

    private static let longest = 16 << 20
    private var received = ByteBuffer()

    /// Adds what arrived.
    mutating func append(_ bytes: ByteBuffer) {
        var bytes = bytes
        received.writeBuffer(&bytes)
    }

    /// The next whole message; nil until more arrives. Throws `Malformed`.
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

    /// Puts a message behind others.
    static func write(_ message: [UInt8], to buffer: inout ByteBuffer) {
        buffer.writeInteger(UInt8(0))
        buffer.writeInteger(UInt32(message.count))
        buffer.writeBytes(message)
    }
}
