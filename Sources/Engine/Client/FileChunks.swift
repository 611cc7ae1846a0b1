import Foundation
import NIOCore

/// A file's bytes, a piece at a time: never more than one piece in memory.
struct FileChunks: AsyncSequence, Sendable {
    typealias Element = ByteBuffer

    let path: String
    /// The file's length when it was opened, in bytes.
    let length: Int64

    /// - Throws: Foundation's error when the file cannot be looked at.
    init(path: String) throws {
        self.path = path
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        length = (attributes[.size] as? NSNumber)?.int64Value ?? 0
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(path: path)
    }

    struct AsyncIterator: AsyncIteratorProtocol {
        private static let pieceLength = 1 << 20

        let path: String
        private var handle: FileHandle?

        init(path: String) {
            self.path = path
        }

        mutating func next() async throws -> ByteBuffer? {
            let open = try handle ?? FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            handle = open
            guard let piece = try open.read(upToCount: Self.pieceLength), !piece.isEmpty else {
                try open.close()
                return nil
            }
            return ByteBuffer(bytes: piece)
        }
    }
}
