/// Writes protobuf's wire format; what is zero or empty is left out, as proto3 has it.
struct ProtobufWriter {
    private(set) var bytes: [UInt8] = []

    /// A whole number.
    mutating func put(_ number: UInt64, varint value: UInt64) {
        guard value != 0 else { return }
        append(number << 3)
        append(value)
    }

    /// Bytes, a text, or a message.
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
