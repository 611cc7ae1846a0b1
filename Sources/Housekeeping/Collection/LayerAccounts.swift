/// Counts who still holds each piece of the images' layers: a piece goes from the disk with its last holder.
struct LayerAccounts: Sendable {
    private let sizes: [Int]
    private var holders: [Int]

    init(_ inventory: CollectionInventory) {
        sizes = inventory.pieces
        holders = [Int](repeating: 0, count: sizes.count)
        for piece in inventory.images.flatMap(\.pieces) { holders[piece] += 1 }
    }

    /// Takes an image out.
    ///
    /// - Returns: what that gives back, in bytes.
    mutating func remove(_ image: CollectableImage) -> Int {
        image.pieces.reduce(0) { sum, piece in
            holders[piece] -= 1
            return holders[piece] == 0 ? sum + sizes[piece] : sum
        }
    }
}
