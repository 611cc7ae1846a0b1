import Testing

@testable import Statistics

/// What is selected is what sorting finds.
struct WeightedSelectionTests {
    /// Values of few digits, so that many are equal, with weights of three kinds; all drawn from a small generator.
    private func drawn(_ count: Int, seed: UInt64) -> (values: [Double], weights: [Double]) {
        var generator = FastGenerator(seed: seed)
        let values = (0..<count).map { _ in Double(generator.next() % 50) / 7 }
        let weights = (0..<count).map { _ in [0.1, 1, 17.5][Int(generator.next() % 3)] }
        return (values, weights)
    }

    private func medians(_ values: [Double], _ weights: [Double]) throws -> (selected: [Double], sorted: Double) {
        var selection = try WeightedSelection(values, weights: weights)
        // Twice: what was parted already changes nothing.
        let selected = [selection.median(), selection.median()]
        return (selected, try WeightedSample(values, weights: weights).median)
    }

    @Test func mediansAreThoseOfTheSortedSample() throws {
        for count in 1...60 {
            let (values, weights) = drawn(count, seed: UInt64(count))
            let unlike = try medians(values, weights)
            #expect(unlike.selected == [unlike.sorted, unlike.sorted])
            let alike = try medians(values, [Double](repeating: 0.1, count: count))
            #expect(alike.selected == [alike.sorted, alike.sorted])
            #expect(alike.sorted == (try Sample(values)).median)
        }
    }

    @Test func manyValuesAndOrderedOnesToo() throws {
        let (values, weights) = drawn(20_001, seed: 3)
        let many = try medians(values, weights)
        #expect(many.selected == [many.sorted, many.sorted])
        let ascending = (0..<20_000).map { Double($0) }
        let descending = Array(ascending.reversed())
        for ordered in [ascending, descending] {
            let found = try medians(ordered, [Double](repeating: 2, count: ordered.count))
            #expect(found.selected == [9999.5, 9999.5])
        }
    }

    @Test func aShareOfTheWeightIsFound() throws {
        var selection = try WeightedSelection([3, 1, 2], weights: [1, 1, 2])
        #expect(selection.total == 4)
        let found = [
            selection.value { $0 >= 0.5 }, selection.value { $0 > 1 }, selection.value { $0 >= 3.5 },
            // Nothing is enough: the largest. Everything is: the smallest.
            selection.value { $0 > 4 }, selection.value { _ in true },
        ]
        #expect(found == [1, 2, 3, 3, 1])
    }

    @Test func whatIsNoSampleIsRefused() {
        #expect(throws: StatisticsError.empty) { try WeightedSelection([], weights: []) }
        #expect(throws: StatisticsError.unequalCounts(1, 2)) { try WeightedSelection([1], weights: [1, 2]) }
        #expect(throws: StatisticsError.notFinite(index: 1)) { try WeightedSelection([1, .nan], weights: [1, 1]) }
        #expect(throws: StatisticsError.badWeight(index: 0)) { try WeightedSelection([1, 2], weights: [0, 1]) }
    }
}
