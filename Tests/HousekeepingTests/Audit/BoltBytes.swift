/// Makes databases in bbolt's format, of three pages and more: two heads, then leaves and a branch above them.
struct BoltBytes {
    static let pageSize = 4096

    /// What a key leads to.
    enum Entry {
        case value(String)
        case bytes([UInt8])
        /// A bucket on a page of its own.
        case bucket([(String, Entry)])
        /// A bucket inside its parent's page.
        case inline([(String, Entry)])
    }

    private var pages: [[UInt8]] = [[], []]

    /// A database whose outermost bucket holds these; with `split` its keys are on two leaves below a branch.
    static func database(_ entries: [(String, Entry)], transaction: UInt64 = 7, split: Bool = false) -> [UInt8] {
        var maker = BoltBytes()
        let root: Int
        if split {
            let half = entries.count / 2
            let parts = [Array(entries[..<half]), Array(entries[half...])]
            let leaves = parts.map { maker.page(of: $0) }
            root = maker.add(branch(zip(parts, leaves).map { ($0.first?.0 ?? "", $1) }))
        } else {
            root = maker.page(of: entries)
        }
        maker.pages[0] = meta(root: root, transaction: transaction - 1)
        maker.pages[1] = meta(root: root, transaction: transaction)
        return maker.pages.flatMap { $0 + [UInt8](repeating: 0, count: pageSize - $0.count) }
    }

    /// Puts a bucket on a page of its own, and returns the page's number.
    private mutating func page(of entries: [(String, Entry)]) -> Int {
        let bytes = leaf(entries)
        return add(bytes)
    }

    private mutating func add(_ page: [UInt8]) -> Int {
        pages.append(page)
        return pages.count - 1
    }

    private mutating func leaf(_ entries: [(String, Entry)]) -> [UInt8] {
        var elements: [UInt8] = []
        var data: [UInt8] = []
        for (index, (key, entry)) in entries.enumerated() {
            let value: [UInt8]
            var isBucket = false
            switch entry {
            case .value(let text): value = Array(text.utf8)
            case .bytes(let bytes): value = bytes
            case .bucket(let inside):
                isBucket = true
                value = Self.bytes(UInt64(page(of: inside))) + Self.bytes(0 as UInt64)
            case .inline(let inside):
                isBucket = true
                value = [UInt8](repeating: 0, count: 16) + leaf(inside)
            }
            let offset = (entries.count - index) * 16 + data.count
            elements += Self.bytes(UInt32(isBucket ? 1 : 0)) + Self.bytes(UInt32(offset))
            elements += Self.bytes(UInt32(key.utf8.count)) + Self.bytes(UInt32(value.count))
            data += Array(key.utf8) + value
        }
        return Self.header(flags: 0x02, count: entries.count) + elements + data
    }

    private static func branch(_ children: [(key: String, page: Int)]) -> [UInt8] {
        var elements: [UInt8] = []
        var data: [UInt8] = []
        for (index, child) in children.enumerated() {
            elements += bytes(UInt32((children.count - index) * 16 + data.count)) + bytes(UInt32(child.key.utf8.count))
            elements += bytes(UInt64(child.page))
            data += Array(child.key.utf8)
        }
        return header(flags: 0x01, count: children.count) + elements + data
    }

    private static func header(flags: UInt16, count: Int) -> [UInt8] {
        bytes(0 as UInt64) + bytes(flags) + bytes(UInt16(count)) + bytes(0 as UInt32)
    }

    private static func meta(root: Int, transaction: UInt64) -> [UInt8] {
        let fields =
            bytes(0xED0C_DAED as UInt32) + bytes(2 as UInt32) + bytes(UInt32(pageSize)) + bytes(0 as UInt32)
            + bytes(UInt64(root)) + bytes(0 as UInt64) + bytes(UInt64.max) + bytes(9 as UInt64) + bytes(transaction)
        var sum: UInt64 = 14_695_981_039_346_656_037
        for byte in fields { sum = (sum ^ UInt64(byte)) &* 1_099_511_628_211 }
        return header(flags: 0x04, count: 0) + fields + bytes(sum)
    }

    private static func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }
}
