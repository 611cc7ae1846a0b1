/// The newest of a bbolt database's two heads: where its tree begins.
struct BoltMeta: Equatable {
    /// The size of a page, in bytes.
    let pageSize: Int
    /// The page that the outermost bucket begins at.
    let root: Int
    /// The transaction that wrote it.
    let transaction: UInt64

    private static let magic: UInt32 = 0xED0C_DAED
    private static let version: UInt32 = 2
    private static let header = 16
    /// What of a head its checksum is taken of.
    private static let checked = 56

    /// Reads both heads out of a file's first two pages; nil where neither is whole.
    init?(_ bytes: [UInt8]) {
        // The first head says how large a page is; where it is torn, the usual size is tried.
        let first = Self(bytes, at: 0)
        let second = Self(bytes, at: first?.pageSize ?? 4096)
        guard let newest = [first, second].compactMap(\.self).max(by: { $0.transaction < $1.transaction }) else {
            return nil
        }
        self = newest
    }

    private init?(_ bytes: [UInt8], at page: Int) {
        let start = page + Self.header
        guard start + Self.checked + 8 <= bytes.count else { return nil }
        let checksum = bytes[start..<start + Self.checked].reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3
        }
        let fields = bytes.withUnsafeBytes { raw in
            (
                magic: UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: start, as: UInt32.self)),
                version: UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: start + 4, as: UInt32.self)),
                size: UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: start + 8, as: UInt32.self)),
                root: UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: start + 16, as: UInt64.self)),
                transaction: UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: start + 48, as: UInt64.self)),
                checksum: UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: start + 56, as: UInt64.self))
            )
        }
        guard fields.magic == Self.magic, fields.version == Self.version, fields.checksum == checksum,
            (512...65_536).contains(fields.size), fields.root < UInt64(bytes.count)
        else { return nil }
        pageSize = Int(fields.size)
        root = Int(fields.root)
        transaction = fields.transaction
    }
}
