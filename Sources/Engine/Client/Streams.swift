struct LineSplitter {
    /// The limit is in bytes.
    struct LineTooLong: Error { var limit: Int }

    /// The longest line allowed, in bytes.
    let limit: Int
    private var buffer: [UInt8] = []
    /// Where the next line begins.
    private var start = 0
    /// The bytes before it contain no line end, from `start` on.
    private var searched = 0

    init(limit: Int = 4 << 20) { self.limit = limit }

    mutating func append(_ chunk: [UInt8]) {
        if start == buffer.count {
            (buffer, start, searched) = (chunk, 0, 0)
            return
        }
        if start > 0 {
            buffer.removeFirst(start)
            (start, searched) = (0, searched - start)
        }
        buffer += chunk
    }

    /// The next complete line without its end, skipping empty ones; nil if more data is needed.
    mutating func next() throws -> [UInt8]? {
        while true {
            guard let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) else {
                searched = buffer.count
                guard searched - start <= limit else { throw LineTooLong(limit: limit) }
                return nil
            }
            guard end - start <= limit else { throw LineTooLong(limit: limit) }
            var line = buffer[start..<end]
            (start, searched) = (end + 1, end + 1)
            if line.last == UInt8(ascii: "\r") { line.removeLast() }
            if !line.isEmpty { return Array(line) }
        }
    }

    /// The bytes after the last line end; nil if there are none.
    var rest: [UInt8]? { start < buffer.count ? Array(buffer[start...]) : nil }
}

/// Splits a container's output into frames: 8 bytes of header (stream, three zeros, length), then content.
struct LogDemultiplexer {
    struct Malformed: Error {}

    private static let headerLength = 8

    private var header: [UInt8] = []
    private var stream = LogStream.output
    private var missing = 0

    /// Passes on the content of `chunk` in pieces. Frames may be cut anywhere, and are never buffered.
    mutating func read(_ chunk: [UInt8], _ onPiece: (LogStream, [UInt8]) async throws -> Void) async throws {
        var chunk = chunk[...]
        while !chunk.isEmpty {
            if missing > 0 {
                let piece = chunk.prefix(missing)
                chunk = chunk.dropFirst(piece.count)
                missing -= piece.count
                try await onPiece(stream, Array(piece))
                continue
            }
            let part = chunk.prefix(Self.headerLength - header.count)
            header += part
            chunk = chunk.dropFirst(part.count)
            guard header.count == Self.headerLength else { return }
            guard header[1...3].allSatisfy({ $0 == 0 }), let stream = LogStream(rawValue: header[0]) else {
                throw Malformed()
            }
            self.stream = stream
            missing = header[4...].reduce(0) { $0 << 8 | Int($1) }
            header = []
        }
    }

    var isComplete: Bool { missing == 0 && header.isEmpty }
}

package enum LogStream: UInt8, Sendable {
    case input, output, error
}
