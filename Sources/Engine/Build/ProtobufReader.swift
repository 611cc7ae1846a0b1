/// Reads protobuf's wire format field by field, every length checked against what is there.
///
/// Only what BuildKit's trace needs (https://protobuf.dev/programming-guides/encoding/).
struct ProtobufReader {
    /// The bytes are not protobuf.
    struct Malformed: Error {}

    /// A field's content.
    enum Value {
        case varint(UInt64)
        case bytes(ArraySlice<UInt8>)
        /// Of a fixed width; BuildKit's trace has none that matter.
        case fixed
    }

    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    /// The next field; nil at the end.
    mutating func next() throws -> (number: UInt64, value: Value)? {
        if rest.isEmpty { return nil }
        let tag = try varint()
        let number = tag >> 3
        guard number > 0 else { throw Malformed() }
        switch tag & 7 {
        case 0: return (number, .varint(try varint()))
        case 1: try skip(8)
        case 2:
            let length = try varint()
            guard length <= UInt64(rest.count) else { throw Malformed() }
            let bytes = rest.prefix(Int(length))
            rest = rest.dropFirst(Int(length))
            return (number, .bytes(bytes))
        case 5: try skip(4)
        default: throw Malformed()
        }
        return (number, .fixed)
    }

    private mutating func skip(_ count: Int) throws {
        guard rest.count >= count else { throw Malformed() }
        rest = rest.dropFirst(count)
    }

    private mutating func varint() throws -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            guard let byte = rest.popFirst() else { throw Malformed() }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        throw Malformed()
    }
}
