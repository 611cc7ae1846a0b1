import Foundation

/// Writes lines of a BuildKit build's stream, to plant a truth.
public enum BuildKitTrace {
    /// A vertex as one line tells of it.
    public struct Vertex: Sendable {
        /// Its identity.
        public var digest: String
        /// As `[2/5] RUN make`.
        public var name: String
        /// Whether its result came from the cache.
        public var cached: Bool
        /// Seconds since 1970 at which it began; nil: not yet.
        public var started: Double?
        /// Seconds since 1970 at which it ended; nil: not yet.
        public var completed: Double?
        /// Why it failed; empty: it did not.
        public var error: String

        /// A vertex with its parts.
        public init(
            _ digest: String, _ name: String, cached: Bool = false, started: Double? = nil, completed: Double? = nil,
            error: String = ""
        ) {
            self.digest = digest
            self.name = name
            self.cached = cached
            self.started = started
            self.completed = completed
            self.error = error
        }
    }

    /// A line of the trace.
    public static func line(_ vertices: [Vertex], logs: [(vertex: String, text: String)] = []) -> String {
        let bytes =
            vertices.flatMap { field(1, encode($0)) }
            + logs.flatMap { field(3, field(1, Array($0.vertex.utf8)) + field(4, Array($0.text.utf8))) }
        return #"{"id":"moby.buildkit.trace","aux":"\#(Data(bytes).base64EncodedString())"}"#
    }

    /// The line that names the image.
    public static func image(_ id: String) -> String { #"{"id":"moby.image.id","aux":{"ID":"\#(id)"}}"# }

    private static func encode(_ vertex: Vertex) -> [UInt8] {
        var bytes = field(1, Array(vertex.digest.utf8)) + field(3, Array(vertex.name.utf8))
        if vertex.cached { bytes += varint(4 << 3) + varint(1) }
        if let started = vertex.started { bytes += field(5, time(started)) }
        if let completed = vertex.completed { bytes += field(6, time(completed)) }
        if !vertex.error.isEmpty { bytes += field(7, Array(vertex.error.utf8)) }
        return bytes
    }

    private static func time(_ seconds: Double) -> [UInt8] {
        let whole = seconds.rounded(.down)
        let rest = UInt64(((seconds - whole) * 1e9).rounded())
        return varint(1 << 3) + varint(UInt64(whole)) + varint(2 << 3) + varint(rest)
    }

    private static func field(_ number: UInt64, _ bytes: [UInt8]) -> [UInt8] {
        varint(number << 3 | 2) + varint(UInt64(bytes.count)) + bytes
    }

    private static func varint(_ value: UInt64) -> [UInt8] {
        var value = value
        var bytes: [UInt8] = []
        while value >= 0x80 {
            bytes.append(UInt8(value & 0x7F) | 0x80)
            value >>= 7
        }
        return bytes + [UInt8(value)]
    }
}
