import NIOCore

/// Takes a container's output apart: frames of 8 bytes of header (stream, three zeros, length) and their content.
struct LogDemultiplexer {
    /// What cannot be a frame's header.
    struct Malformed: Error {}

    private var header = ByteBuffer()
    private var stream = LogStream.output
    private var missing = 0

    /// Hands on what `chunk` holds, piece by piece: frames may be cut anywhere, and are never gathered.
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

    /// Whether the stream ended between frames.
    var isComplete: Bool { missing == 0 && header.readableBytes == 0 }
}

/// Where a piece of a container's output came from.
public enum LogStream: UInt8, Sendable {
    /// Standard input, as some engines echo it.
    case input = 0
    /// Standard output.
    case output = 1
    /// Standard error.
    case error = 2
}
