import Engine
import Foundation
import NIOCore

/// The last lines that a container wrote.
enum OutputTail {
    private static let lines = 40
    /// Lines can have any length: at most this much is kept, in bytes.
    private static let limit = 16_384

    /// Reads them in constant memory, however much the container wrote.
    static func read(of container: String, from client: EngineClient) async throws -> [String] {
        var kept: [UInt8] = []
        try await client.logs(container, tail: lines) { _, chunk in
            kept.append(contentsOf: chunk.readableBytesView)
            if kept.count > 4 * limit { kept.removeFirst(kept.count - limit) }
        }
        return lines(of: kept.suffix(limit))
    }

    static func lines(of bytes: some Collection<UInt8>) -> [String] {
        String(decoding: bytes, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).suffix(lines).map(String.init)
    }
}

/// A file to which an artifact's archive is written as it arrives.
struct ArtifactFile: Sendable {
    let path: String

    /// Writes what the body sends to its sink, and returns the number of bytes.
    ///
    /// - Throws: `CocoaError` or `POSIXError` when the file cannot be written; what the body throws.
    func write(_ body: (_ sink: @Sendable (ByteBuffer) throws -> Void) async throws -> Void) async throws -> Int {
        guard let file = fopen(path, "w") else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        let handle = FileHandle(fileDescriptor: fileno(file), closeOnDealloc: false)
        defer { fclose(file) }
        try await body { try handle.write(contentsOf: Data($0.readableBytesView)) }
        return Int(try handle.offset())
    }
}
