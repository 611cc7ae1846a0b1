/// Reads protobuf's wire format field by field, checking every length against the remaining bytes.
///
/// Only what BuildKit's trace needs (https://protobuf.dev/programming-guides/encoding/).
struct ProtobufReader {
    /// The bytes are not protobuf.
    struct Malformed: Error {}

    enum Value {
        case varint(UInt64), bytes(ArraySlice<UInt8>)
        /// Fixed width; BuildKit's trace has none that matter.
        case fixed
    }

    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

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

/// Writes protobuf's wire format; zero or empty values are left out, as in proto3.
struct ProtobufWriter {
    private(set) var bytes: [UInt8] = []

    mutating func put(_ number: UInt64, varint value: UInt64) {
        guard value != 0 else { return }
        append(number << 3)
        append(value)
    }

    mutating func put(_ number: UInt64, bytes value: [UInt8], evenEmpty: Bool = false) {
        guard evenEmpty || !value.isEmpty else { return }
        append(number << 3 | 2)
        append(UInt64(value.count))
        bytes += value
    }

    private mutating func append(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}
