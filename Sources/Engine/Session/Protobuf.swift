/// One message of protobuf's wire format, every length checked against the remaining bytes. Of a field that comes
/// several times, the last value counts.
///
/// Only what BuildKit's trace needs (https://protobuf.dev/programming-guides/encoding/); no values of fixed width.
struct ProtobufMessage {
    struct Malformed: Error {}

    private var numbers: [UInt64: UInt64] = [:]
    private var pieces: [UInt64: [ArraySlice<UInt8>]] = [:]

    init(_ bytes: ArraySlice<UInt8>) throws {
        var rest = bytes
        while !rest.isEmpty {
            let tag = try Self.varint(&rest)
            let field = tag >> 3
            guard field > 0 else { throw Malformed() }
            switch tag & 7 {
            case 0: numbers[field] = try Self.varint(&rest)
            case 1: _ = try Self.take(8, of: &rest)
            case 2: pieces[field, default: []].append(try Self.take(Self.varint(&rest), of: &rest))
            case 5: _ = try Self.take(4, of: &rest)
            default: throw Malformed()
            }
        }
    }

    /// 0 if it is missing, as in proto3.
    func number(_ field: UInt64) -> UInt64 { numbers[field] ?? 0 }
    func all(_ field: UInt64) -> [ArraySlice<UInt8>] { pieces[field] ?? [] }
    func bytes(_ field: UInt64) -> ArraySlice<UInt8>? { pieces[field]?.last }
    func text(_ field: UInt64) -> String { String(decoding: bytes(field) ?? [], as: UTF8.self) }

    private static func take(_ count: UInt64, of rest: inout ArraySlice<UInt8>) throws -> ArraySlice<UInt8> {
        guard count <= UInt64(rest.count) else { throw Malformed() }
        defer { rest = rest.dropFirst(Int(count)) }
        return rest.prefix(Int(count))
    }

    private static func varint(_ rest: inout ArraySlice<UInt8>) throws -> UInt64 {
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
