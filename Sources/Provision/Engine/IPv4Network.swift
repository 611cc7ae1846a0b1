/// A block of IPv4 addresses, as `10.192.0.0/18`.
struct IPv4Network: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The first address.
    let base: UInt32
    /// How many leading bits are fixed.
    let prefix: Int

    /// The block of `prefix` fixed bits that holds `address`.
    init(address: UInt32, prefix: Int) {
        self.prefix = prefix
        base = prefix == 0 ? 0 : address & (UInt32.max << UInt32(32 - prefix))
    }

    /// Reads `A.B.C.D/N`, or `A.B.C.D` for a single address; nil for anything else.
    init?(_ text: some StringProtocol) {
        let halves = text.split(separator: "/", omittingEmptySubsequences: false)
        let bytes = halves[0].split(separator: ".", omittingEmptySubsequences: false).compactMap { UInt8($0) }
        guard bytes.count == 4, halves.count <= 2 else { return nil }
        let bits = halves.count == 2 ? Int(halves[1]) : 32
        guard let bits, (0...32).contains(bits) else { return nil }
        self.init(address: bytes.reduce(0) { $0 << 8 | UInt32($1) }, prefix: bits)
    }

    /// Whether the two have any address in common.
    func overlaps(_ other: IPv4Network) -> Bool {
        let shorter = min(prefix, other.prefix)
        return IPv4Network(address: base, prefix: shorter) == IPv4Network(address: other.base, prefix: shorter)
    }

    /// The part of this block that starts `offset` addresses after its base.
    func part(at offset: UInt32, prefix: Int) -> IPv4Network {
        IPv4Network(address: base + offset, prefix: prefix)
    }

    /// The address `offset` after the base, as `A.B.C.D`.
    func address(_ offset: UInt32) -> String {
        let value = base + offset
        return [24, 16, 8, 0].map { String(value >> UInt32($0) & 0xFF) }.joined(separator: ".")
    }

    var description: String { "\(address(0))/\(prefix)" }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let read = IPv4Network(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an IPv4 network: \(text)")
        }
        self = read
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
