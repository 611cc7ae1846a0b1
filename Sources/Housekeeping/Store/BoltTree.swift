/// A bucket of a bbolt database with all that is in it: values by their keys, and buckets by their names.
struct BoltTree: Sendable {
    private(set) var values: [String: [UInt8]] = [:]
    private(set) var buckets: [String: BoltTree] = [:]

    init() {}

    init(_ file: BoltFile, _ bucket: BoltFile.Bucket) throws(BoltFile.Problem) {
        var (values, buckets) = (values, buckets)
        try file.visit(bucket) { key, entry throws(BoltFile.Problem) in
            switch entry {
            case .value(let bytes): values[key] = Array(bytes)
            case .bucket(let inner): buckets[key] = try BoltTree(file, inner)
            }
        }
        (self.values, self.buckets) = (values, buckets)
    }

    init(path: String) throws(BoltFile.Problem) {
        let file = try BoltFile(path: path)
        try self.init(file, file.root)
    }

    /// An inner bucket; an empty one if there is none.
    subscript(_ names: String...) -> BoltTree { names.reduce(self) { $0.buckets[$1] ?? BoltTree() } }

    func text(_ key: String) -> String? { values[key].map { String(decoding: $0, as: UTF8.self) } }

    /// A number as Go's `binary.PutVarint` writes it; nil if there is none.
    func number(_ key: String) -> Int? { unsigned(key).map { Int(bitPattern: ($0 >> 1) ^ (0 &- ($0 & 1))) } }

    /// A number as Go's `binary.PutUvarint` writes it; nil if there is none.
    func unsigned(_ key: String) -> UInt? {
        guard let bytes = values[key] else { return nil }
        var (result, shift) = (0 as UInt, 0 as UInt)
        for byte in bytes {
            result |= UInt(byte & 0x7F) << shift
            if byte < 0x80 { return result }
            shift += 7
        }
        return nil
    }
}
