import Foundation

/// SplitMix64: small, fast, and the same on every machine for the same seed.
///
/// Source: G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    /// A generator for one purpose, independent of those for other purposes with the same seed.
    package init(seed: UInt64, purpose: String) {
        var mixed = seed
        for byte in purpose.utf8 { mixed = (mixed ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        state = mixed
        _ = next()
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A uniform number from 0 to `bound` − 1. The standard library's draw may change between releases, but plans and
    /// generated packages must not.
    package mutating func draw(below bound: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(bound)).high) }

    /// A draw from the exponential distribution with mean 1.
    mutating func drawExponential() -> Double {
        // 53 bits give a number from 0 to below 1, so the logarithm is never of 0.
        -log(1 - Double(next() >> 11) / 9_007_199_254_740_992)
    }

    /// A uniform random permutation.
    mutating func shuffle<Element>(_ elements: inout [Element]) {
        for last in stride(from: elements.count - 1, to: 0, by: -1) { elements.swapAt(last, draw(below: last + 1)) }
    }
}

/// The order of the streams in successive laps: a drawn permutation, then its reverse, then a new one.
///
/// After every second lap each stream's mean position is the middle, whatever was drawn: drift over time affects all
/// streams alike.
struct BalancedOrder {
    private let count: Int
    private var generator: SeededGenerator
    private var reverse: [Int]?

    init(count: Int, generator: SeededGenerator) {
        self.count = count
        self.generator = generator
    }

    /// The order of the streams in the next lap, from 0.
    mutating func next() -> [Int] {
        if let order = reverse {
            reverse = nil
            return order
        }
        var order = Array(0..<count)
        generator.shuffle(&order)
        reverse = order.reversed()
        return order
    }
}

/// Which of a pair runs first: every two successive pairs contain one of each, in drawn order.
struct BalancedPairs {
    private var generator: SeededGenerator
    private var other: DirectRecord.Order?

    init(generator: SeededGenerator) { self.generator = generator }

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
