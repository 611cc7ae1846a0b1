import Foundation
import NIOCore

extension ByteBuffer {
    /// The readable bytes decoded as JSON, without copying them.
    func decoded<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try withUnsafeReadableBytes { bytes in
            guard let start = bytes.baseAddress else {
                throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "the answer is empty"))
            }
            let data = Data(
                bytesNoCopy: UnsafeMutableRawPointer(mutating: start), count: bytes.count, deallocator: .none)
            return try JSONDecoder().decode(type, from: data)
        }
    }
}
