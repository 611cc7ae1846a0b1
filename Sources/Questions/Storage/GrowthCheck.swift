/// How well a model of the first two thirds of a trace foretells the last third.
struct GrowthCheck: Sendable, Equatable {
    /// The fewest increments that can be divided into something to fit and something to judge.
    static let fewestIncrements = 9

    /// How many increments the model was fitted on.
    var fitted: Int
    /// How many it was judged on.
    var judged: Int
    /// The growth over those, as it was, in bytes.
    var actual: Double
    /// The growth over those as the model foretold it, in bytes.
    var predicted: Double
    /// The mean distance between the disk's level and the foretold one, over the samples of the last third, in bytes.
    var meanError: Double
    /// All that was made or removed in the last third: the sum of its increments without their signs, in bytes.
    var moved: Double

    /// By how much the model is wrong at the end, in bytes: above 0 where it foretold too much.
    var error: Double { predicted - actual }

    /// The error as a share of the actual growth; nil where the disk did not grow.
    var relativeError: Double? { actual == 0 ? nil : error / abs(actual) }

    /// Fits the first two thirds of increments, in their order, and judges the last; nil where they are too few.
    init?(_ increments: [DiskIncrement]) {
        let fitted = increments.count * 2 / 3
        guard increments.count >= Self.fewestIncrements, let model = GrowthModel(fitting: Array(increments[..<fitted]))
        else { return nil }
        var actual = 0.0
        var predicted = 0.0
        var distance = 0.0
        var moved = 0.0
        for increment in increments[fitted...] {
            actual += increment.bytes
            predicted += model.growth(of: increment.kind)
            distance += abs(predicted - actual)
            moved += abs(increment.bytes)
        }
        self.fitted = fitted
        self.judged = increments.count - fitted
        self.actual = actual
        self.predicted = predicted
        self.meanError = distance / Double(judged)
        self.moved = moved
    }
}
