import Testing

@testable import Housekeeping

@Suite struct StoredPiecesTests {
    /// An image's own part, one that it shares with a record, one of the record alone, one that a container has too.
    private var parts: StoredParts {
        var parts = StoredParts()
        let own = parts.add(bytes: 1)
        let both = parts.add(bytes: 10)
        let record = parts.add(bytes: 100)
        let container = parts.add(bytes: 1000)
        parts.keep([own, both, container], image: "i")
        parts.keep([both, record], record: "r")
        parts.pin([container])
        return parts
    }

    private func inventory(_ pieces: StoredPieces) -> CollectionInventory {
        CollectionInventory(
            images: [image("i", usedHoursAgo: 9, pieces: pieces.images[0])],
            records: pieces.records.map { kept in
                var record = record("r", usedHoursAgo: 10, size: 7)
                record.pieces = kept
                return record
            }, pieces: pieces.sizes, pinned: pieces.pinned)
    }

    @Test func whatImageAndRecordShareIsFreedWithTheLastOfThem() {
        let inventory = inventory(StoredPieces(parts, images: [["i"]], records: ["r"]))
        #expect(inventory.accountedBytes == 1111)
        var accounts = LayerAccounts(inventory)
        #expect(accounts.remove(inventory.images[0].pieces) == 1)
        #expect(accounts.remove(inventory.records[0].pieces ?? []) == 110)
        var other = LayerAccounts(inventory)
        #expect(other.remove(inventory.records[0].pieces ?? []) == 100)
        #expect(other.remove(inventory.images[0].pieces) == 11)
    }

    @Test func aCacheThatMayNotBeCollectedKeepsWhatItHas() {
        let pieces = StoredPieces(parts, images: [["i"]], records: [])
        var accounts = LayerAccounts(inventory(pieces))
        #expect(accounts.remove(pieces.images[0]) == 1)
    }

    @Test func theStepsOfABuildGoWithItsImage() {
        var parts = parts
        let step = parts.add(bytes: 10_000)
        parts.keep([step], image: "step")
        let pieces = StoredPieces(parts, images: [["i", "step"]], records: ["r"])
        var accounts = LayerAccounts(inventory(pieces))
        #expect(accounts.remove(pieces.images[0]) == 10_001)
        // Alone it stays, because nobody asked for it.
        let alone = StoredPieces(parts, images: [["i"]], records: ["r"])
        #expect(alone.sizes.reduce(0, +) == 1111)
    }
}
