import Model

/// Which of a pair runs first: every two successive pairs hold one of each, in drawn order.
struct BalancedPairs {
    private var generator: SeededGenerator
    private var other: DirectRecord.Order?

    init(generator: SeededGenerator) {
        self.generator = generator
    }

    mutating func next() -> DirectRecord.Order {
        if let order = other {
            other = nil
            return order
        }
        let before = generator.draw(below: 2) == 0
        other = before ? .after : .before
        return before ? .before : .after
    }
}
