import Testing

@testable import Housekeeping

@Suite struct ImageSharingTests {
    @Test func sharedLayersCountOnceAndImagesBesidesForNothing() {
        var tree = LayerTree()
        tree.add(layers: ["os", "ci", "python", "a"], size: 160)
        tree.add(layers: ["os", "ci", "node"], size: 145)
        // Beside: what they stand on, and one that nobody uses.
        tree.add(layers: ["os"], size: 100)
        tree.add(layers: ["os", "ci"], size: 120)
        tree.add(layers: ["os", "ci", "unused"], size: 920)
        #expect(tree.imagesToAsk().isEmpty)
        let sharing = ImageSharing(tree.cut(), count: 2)
        #expect(sharing.images == [.init(bytes: 160, shared: 120), .init(bytes: 145, shared: 120)])
        #expect(sharing.together == 185)
    }

    @Test func oneImageSharesNothing() {
        var tree = LayerTree()
        tree.add(layers: ["os", "a"], size: 7)
        let sharing = ImageSharing(tree.cut(), count: 1)
        #expect(sharing.images == [.init(bytes: 7, shared: 0)] && sharing.together == 7)
    }
}
