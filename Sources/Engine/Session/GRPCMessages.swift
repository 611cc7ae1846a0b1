/// gRPC messages in a stream of bytes: a zero byte, the length in four bytes, the message
/// (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md).
struct GRPCMessages {
    /// A message is compressed, which was not requested, or too long for a session.
    struct Malformed: Error {}

    private static let headerLength = 5
    private static let longest = 16 << 20
    private var received: [UInt8] = []

    mutating func append(_ bytes: [UInt8]) { received += bytes }

    /// The next complete message; nil until more arrives. Throws `Malformed`.
    mutating func next() throws -> [UInt8]? {
        guard received.count >= Self.headerLength else { return nil }
        let length = received[1..<Self.headerLength].reduce(0) { $0 << 8 | Int($1) }
        guard received[0] == 0, length <= Self.longest else { throw Malformed() }
        let end = Self.headerLength + length
        guard received.count >= end else { return nil }
        defer { received.removeFirst(end) }
        return Array(received[Self.headerLength..<end])
    }

    static func write(_ message: [UInt8], to bytes: inout [UInt8]) {
        bytes.append(0)
        withUnsafeBytes(of: UInt32(message.count).bigEndian) { bytes += $0 }
        bytes += message
    }
}
