import Foundation
import NIOCore

/// A file that an artifact's archive is written to as it arrives.
struct ArtifactFile: Sendable {
    /// Where the file is written.
    let path: String

    /// Writes what the body hands to its sink, and returns how many bytes that were.
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
