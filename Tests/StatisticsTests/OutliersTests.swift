import Statistics
import Testing

@Suite struct OutliersTests {
    /// Values close together, without an outlier.
    private let quiet = [1.00, 1.02, 0.99, 1.01, 0.98, 1.03, 1.00, 0.97]

    @Test func quietValuesHaveNone() throws {
        let outliers = Outliers(try Sample(quiet))
        #expect(outliers.indices.isEmpty)
        #expect(!outliers.slowFirst)
    }

    @Test func findsPlantedOutliersByTheirPlace() throws {
        let outliers = Outliers(try Sample(quiet + [1.5] + quiet + [0.2]))
        #expect(outliers.indices == [8, 17])
        #expect(!outliers.slowFirst)
    }

    @Test func slowFirstRunIsAnotherThingThanAnOutlier() throws {
        #expect(Outliers(try Sample([1.6] + quiet)).slowFirst)
        // The first value being fast is an outlier, not a slow first run.
        let fast = Outliers(try Sample([0.3] + quiet))
        #expect(fast.indices == [0])
        #expect(!fast.slowFirst)
    }

    @Test func scoresAsPublished() throws {
        // Median 3, median absolute deviation 1.
        let scores = Outliers(try Sample([1, 2, 3, 4, 10])).scores
        #expect(agree(scores[4], 0.6745 * 7))
        #expect(agree(scores[0], -0.6745 * 2))
    }

    @Test func mostValuesEqual() throws {
        // The median absolute deviation is 0: the mean absolute deviation takes its place.
        let outliers = Outliers(try Sample([Double](repeating: 5, count: 20) + [9]))
        #expect(outliers.indices == [20])
        #expect(agree(outliers.scores[20], 4 / (1.253314 * 4.0 / 21)))
        #expect(Outliers(try Sample([5, 5, 5])).scores == [0, 0, 0])
        #expect(Outliers(try Sample([5])).indices.isEmpty)
    }
}
