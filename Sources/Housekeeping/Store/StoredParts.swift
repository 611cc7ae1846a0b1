/// What an engine's disk holds of images and build cache, in parts that are removed as a whole, and which of them keep
/// which: an image and a cache record may keep the same part, which the disk gets back with the last of them.
struct StoredParts: Sendable, Equatable {
    /// Sizes of the parts on disk, in bytes.
    private(set) var bytes: [Int] = []
    /// The parts of each image, by its id.
    private(set) var images: [String: Set<Int>] = [:]
    /// The parts of each record of BuildKit's cache, by its id.
    private(set) var records: [String: Set<Int>] = [:]
    /// Parts that something else keeps as well, such as a container.
    private(set) var pinned: Set<Int> = []

    mutating func add(bytes: Int) -> Int {
        self.bytes.append(bytes)
        return self.bytes.count - 1
    }

    mutating func set(bytes: Int, of part: Int) { self.bytes[part] = bytes }
    mutating func keep(_ parts: some Sequence<Int>, image id: String) { images[id, default: []].formUnion(parts) }
    mutating func keep(_ parts: some Sequence<Int>, record id: String) { records[id, default: []].formUnion(parts) }
    /// What no other image keeps, in bytes; nil if there is no such image.
    func own(image id: String) -> Int? {
        images[id].map { sum($0.filter { part in !images.contains { $0.key != id && $0.value.contains(part) } }) }
    }

    /// What no image and no other record keeps, in bytes; nil if there is no such record.
    func own(record id: String) -> Int? {
        records[id].map { own in
            sum(
                own.filter { part in
                    !images.values.contains { $0.contains(part) }
                        && !records.contains { $0.key != id && $0.value.contains(part) }
                })
        }
    }

    func sum(_ parts: some Sequence<Int>) -> Int { parts.reduce(0) { $0 + bytes[$1] } }

    mutating func pin(_ parts: some Sequence<Int>) { pinned.formUnion(parts) }
}

/// Parts with the same keepers, joined to pieces.
struct StoredPieces: Sendable, Equatable {
    /// Sizes on disk, in bytes.
    private(set) var sizes: [Int] = []
    /// The pieces of each image and of each record, in the order in which they were asked for.
    private(set) var images: [[Int]] = []
    private(set) var records: [[Int]] = []
    /// Pieces that stay, because something else keeps them.
    private(set) var pinned: Set<Int> = []

    private struct Keepers: Hashable {
        var indexes: [Int]
        var isPinned: Bool
    }

    /// - Parameter images: for each image, the ids whose parts it keeps: its own, and those of its build's steps.
    /// - Parameter records: the records' ids.
    init(_ parts: StoredParts, images: [[String]], records: [String]) {
        let kept =
            images.map { ids in ids.reduce(into: Set<Int>()) { $0.formUnion(parts.images[$1] ?? []) } }
            + records.map { parts.records[$0] ?? [] }
        var keepers = [Keepers](
            repeating: Keepers(indexes: [], isPinned: false), count: parts.bytes.count)
        for (index, kept) in kept.enumerated() { for part in kept { keepers[part].indexes.append(index) } }
        // What is not asked for stays, and so does what it keeps.
        let (askedImages, askedRecords) = (Set(images.flatMap(\.self)), Set(records))
        let staying =
            Array(parts.images.filter { !askedImages.contains($0.key) }.values)
            + Array(parts.records.filter { !askedRecords.contains($0.key) }.values)
        for part in staying.reduce(parts.pinned, { $0.union($1) }) { keepers[part].isPinned = true }
        var pieces = [[Int]](repeating: [], count: kept.count)
        var known: [Keepers: Int] = [:]
        for (part, keepers) in keepers.enumerated() where !keepers.indexes.isEmpty {
            if let piece = known[keepers] {
                sizes[piece] += parts.bytes[part]
                continue
            }
            let piece = sizes.count
            sizes.append(parts.bytes[part])
            known[keepers] = piece
            for index in keepers.indexes { pieces[index].append(piece) }
            if keepers.isPinned { pinned.insert(piece) }
        }
        self.images = Array(pieces.prefix(images.count))
        self.records = Array(pieces.dropFirst(images.count))
    }
}
