import Engine
import Foundation
import Testing

@testable import Housekeeping

@Suite struct LayerTreeTests {
    /// What goes when one image after the other is removed, by the pieces.
    private func freed(_ cut: LayerTree.Cut, removing order: [Int]) -> [Int] {
        let images = cut.pieces.enumerated().map { image("\($0.offset)", pieces: $0.element) }
        var accounts = LayerAccounts(CollectionInventory(images: images, pieces: cut.sizes))
        return order.map { accounts.remove(images[$0].pieces) }
    }

    @Test func aBaseAndWhatStandsOnIt() {
        var tree = LayerTree()
        tree.add(layers: ["os"], size: 100)
        tree.add(layers: ["os", "a", "b"], size: 130)
        tree.add(layers: ["os", "c"], size: 105)
        #expect(tree.imagesToAsk().isEmpty, "the base's own size tells where they part")
        let cut = tree.cut()
        #expect(cut.sizes.reduce(0, +) == 135)
        #expect(cut.bases == [[], [0], [0]])
        #expect(freed(cut, removing: [1, 2, 0]) == [30, 5, 100])
        #expect(freed(cut, removing: [0, 1, 2]) == [0, 30, 105])
    }

    @Test func whereNoImageEndsAHistoryTells() {
        var tree = LayerTree()
        tree.add(layers: ["os", "deps", "a"], size: 111)
        tree.add(layers: ["os", "deps", "b"], size: 112)
        tree.add(layers: ["os", "other"], size: 103)
        #expect(tree.imagesToAsk().count == 1, "one image's history tells of both places")
        tree.learn(image: tree.imagesToAsk()[0], layerSizes: [100, 10, tree.imagesToAsk()[0] == 0 ? 1 : 2])
        #expect(tree.imagesToAsk().isEmpty)
        let cut = tree.cut()
        #expect(cut.bases == [[], [], []])
        #expect(freed(cut, removing: [0, 1, 2]) == [1, 12, 103])
    }

    @Test func whatIsNotKnownIsNeverPromised() {
        var tree = LayerTree()
        tree.add(layers: ["os", "deps", "a"], size: 111)
        tree.add(layers: ["os", "deps", "b"], size: 112)
        let cut = tree.cut()
        #expect(freed(cut, removing: [1, 0]) == [1, 111], "all but the difference is taken for shared")
        #expect(freed(cut, removing: [0, 1]) == [0, 112])
    }

    @Test func aHistoryThatDoesNotFitIsPassedOver() {
        var tree = LayerTree()
        tree.add(layers: ["os", "a"], size: 11)
        tree.add(layers: ["os", "b"], size: 12)
        tree.learn(image: 0, layerSizes: [10])
        #expect(tree.imagesToAsk() == [0])
    }

    @Test func imagesOfTheSameLayersStandOnNeither() {
        var tree = LayerTree()
        tree.add(layers: ["os"], size: 100)
        tree.add(layers: ["os"], size: 100)
        tree.add(layers: [], size: 0)
        let cut = tree.cut()
        #expect(cut.bases == [[], [], []])
        #expect(freed(cut, removing: [0, 2, 1]) == [0, 0, 100])
    }

    @Test func sizesFromAHistory() throws {
        let json = """
            [{"Id":"x","Created":3,"CreatedBy":"CMD","Size":0,"Tags":["a:1"]},
             {"Id":"<missing>","Created":2,"CreatedBy":"RUN true","Size":0,"Tags":null},
             {"Id":"<missing>","Created":2,"CreatedBy":"COPY","Size":7,"Tags":null},
             {"Id":"<missing>","Created":1,"CreatedBy":"import","Size":100,"Tags":null}]
            """
        let history = try JSONDecoder().decode([ImageHistoryEntry].self, from: Data(json.utf8))
        #expect(LayerSizes.of(layers: ["os", "copy"], history: history) == [100, 7])
        let empty = "sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef"
        #expect(LayerSizes.of(layers: ["os", "copy", empty], history: history) == [100, 7, 0])
        #expect(LayerSizes.of(layers: ["os", "copy", "folders only"], history: history) == nil, "whose size is 0?")
    }
}
