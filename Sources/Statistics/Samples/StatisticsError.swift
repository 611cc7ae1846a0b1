/// Why values are no sample.
public enum StatisticsError: Error, Sendable, Equatable, CustomStringConvertible {
    /// There is not one value.
    case empty
    /// The value at an index, from 0, is infinite or not a number.
    case notFinite(index: Int)
    /// The weight at an index, from 0, is not a finite number above 0.
    case badWeight(index: Int)
    /// Two lists that belong together differ in length.
    case unequalCounts(Int, Int)

    /// What is wrong, in words.
    public var description: String {
        switch self {
        case .empty: "a sample needs at least one value"
        case .notFinite(let index): "value \(index) of the sample is infinite or not a number: leave it out, and say so"
        case .badWeight(let index): "weight \(index) of the sample is not a finite number above 0"
        case .unequalCounts(let first, let second): "\(first) values cannot be matched with \(second)"
        }
    }
}
