import Model

/// The order of the streams in successive laps: a drawn permutation, then its reverse, then a new one.
///
/// After every second lap each stream's mean place is the middle, whatever was drawn: what drifts with time weighs on all
/// streams alike.
struct BalancedOrder {
    private let count: Int
    private var generator: SeededGenerator
    private var reverse: [Int]?

    init(count: Int, generator: SeededGenerator) {
        self.count = count
        self.generator = generator
    }

    /// The streams, from 0, in the order of the next lap.
    mutating func next() -> [Int] {
        if let order = reverse {
            reverse = nil
            return order
        }
        var order = Array(0..<count)
        for last in stride(from: count - 1, to: 0, by: -1) {
            order.swapAt(last, generator.draw(below: last + 1))
        }
        reverse = order.reversed()
        return order
    }
}

extension SeededGenerator {
    /// A number from 0 to `bound` − 1, each alike. Not the standard library's draw: that may change between releases,
    /// and a plan must not.
    mutating func draw(below bound: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }
}
