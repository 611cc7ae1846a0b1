import Foundation

/// A bbolt database, read from disk while its owner continues to write to it.
/// Sources: the page, element and meta layouts of go.etcd.io/bbolt 1.3 (`page.go`, `bucket.go`, `db.go`), version 2 of
/// the format. A transaction writes over pages that the one before it freed, and its meta page last. Those of the newest
/// complete transaction are therefore never written over: a copy is whole if none was completed while it was made.
struct BoltFile {
    enum Problem: Error { case notReadable, changing, damaged }

    struct Bucket {
        /// Offset of its first page in the file; a small bucket's only page is inside its parent's.
        fileprivate let page: Int
    }

    enum Entry { case value(ArraySlice<UInt8>), bucket(Bucket) }

    private static let most = 64 << 20
    private static let attempts = 10
    private static let header = 16
    private static let deepest = 64

    private let bytes: [UInt8]
    private let meta: BoltMeta

    var root: Bucket { Bucket(page: meta.root * meta.pageSize) }

    init(path: String) throws(Problem) {
        for _ in 0..<Self.attempts {
            guard let bytes = HostFiles.bytes(path, most: Self.most, chunk: 1 << 20), let meta = BoltMeta(bytes)
            else { throw .notReadable }
            let pages = HostFiles.head(path, count: 2 * meta.pageSize)
            guard let newest = pages.flatMap({ BoltMeta($0) }) else { throw .notReadable }
            guard newest.transaction == meta.transaction else { continue }
            (self.bytes, self.meta) = (bytes, meta)
            return
        }
        throw .changing
    }

    func visit(_ bucket: Bucket, _ body: (String, Entry) throws(Problem) -> Void) throws(Problem) {
        try visit(page: bucket.page, depth: 0, body)
    }

    func bucket(_ name: String, in parent: Bucket) throws(Problem) -> Bucket? {
        var found: Bucket?
        try visit(parent) { key, entry throws(Problem) in
            if key == name, case .bucket(let bucket) = entry { found = bucket }
        }
        return found
    }

    private func visit(page: Int, depth: Int, _ body: (String, Entry) throws(Problem) -> Void) throws(Problem) {
        guard depth < Self.deepest else { throw .damaged }
        let flags: UInt16 = try number(at: page + 8)
        let count: UInt16 = try number(at: page + 10)
        for index in 0..<Int(count) {
            let element = page + Self.header + index * 16
            if flags & 0x01 != 0 {
                let child: UInt64 = try number(at: element + 8)
                guard child < UInt64(bytes.count) else { throw .damaged }
                try visit(page: Int(child) * meta.pageSize, depth: depth + 1, body)
            } else if flags & 0x02 != 0 {
                try visitLeaf(element, body)
            } else {
                throw .damaged
            }
        }
    }

    private func visitLeaf(_ element: Int, _ body: (String, Entry) throws(Problem) -> Void) throws(Problem) {
        func field(_ index: Int) throws(Problem) -> Int { Int(try number(at: element + 4 * index) as UInt32) }
        let key = element + (try field(1))
        let value = key + (try field(2))
        let end = value + (try field(3))
        guard end <= bytes.count else { throw .damaged }
        let name = String(decoding: bytes[key..<value], as: UTF8.self)
        guard try field(0) & 0x01 != 0 else { return try body(name, .value(bytes[value..<end])) }
        let root: UInt64 = try number(at: value)
        guard root < UInt64(bytes.count) else { throw .damaged }
        // A bucket's own header takes 16 bytes; an inline bucket's page follows it.
        try body(name, .bucket(Bucket(page: root == 0 ? value + 16 : Int(root) * meta.pageSize)))
    }

    private func number<Number: FixedWidthInteger & BitwiseCopyable>(at offset: Int) throws(Problem) -> Number {
        guard offset >= 0, offset + MemoryLayout<Number>.size <= bytes.count else { throw .damaged }
        return bytes.withUnsafeBytes { Number(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: Number.self)) }
    }
}

/// The newest of a bbolt database's two meta pages: where its tree begins.
struct BoltMeta: Equatable {
    /// In bytes.
    let pageSize: Int
    let root: Int
    let transaction: UInt64

    private static let magic: UInt32 = 0xED0C_DAED
    private static let version: UInt32 = 2
    private static let header = 16
    /// The bytes of a head of which the checksum is taken.
    private static let checked = 56

    /// Reads both meta pages from a file's first two pages; nil if neither is valid.
    init?(_ bytes: [UInt8]) {
        // The first meta page holds the page size; if it is torn, the usual size is tried.
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
        func number<Number: FixedWidthInteger & BitwiseCopyable>(at offset: Int) -> Number {
            bytes.withUnsafeBytes {
                Number(littleEndian: $0.loadUnaligned(fromByteOffset: start + offset, as: Number.self))
            }
        }
        let (size, root): (UInt32, UInt64) = (number(at: 8), number(at: 16))
        guard number(at: 0) == Self.magic, number(at: 4) == Self.version, number(at: 56) == checksum,
            (512...65_536).contains(size), root < UInt64(bytes.count)
        else { return nil }
        (pageSize, self.root, transaction) = (Int(size), Int(root), number(at: 48))
    }
}
