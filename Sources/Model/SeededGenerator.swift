import Foundation

/// SplitMix64: small, fast, and the same on every machine for the same seed.
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

/// Draws a value, then gives its opposite, then draws again: over every two of them everything has its mean place, whatever was
/// drawn, so that drift over time affects all alike.
struct Balanced<Value> {
    private var generator: SeededGenerator
    private var kept: Value?
    private let draw: (inout SeededGenerator) -> Value
    private let opposite: (Value) -> Value

    private init(
        _ generator: SeededGenerator, _ draw: @escaping (inout SeededGenerator) -> Value,
        opposite: @escaping (Value) -> Value
    ) {
        (self.generator, self.draw, self.opposite) = (generator, draw, opposite)
    }

    mutating func next() -> Value {
        if let value = kept {
            kept = nil
            return value
        }
        let value = draw(&generator)
        kept = opposite(value)
        return value
    }
}

extension Balanced<[Int]> {
    /// The order of streams in successive laps, from 0: a drawn permutation, then its reverse, then a new one.
    static func order(of count: Int, _ generator: SeededGenerator) -> Self {
        Self(
            generator,
            { generator in
                var order = Array(0..<count)
                generator.shuffle(&order)
                return order
            }, opposite: { $0.reversed() })
    }
}

extension Balanced<JobSide> {
    /// Which side of a round is built first: every two successive rounds begin with one of each, in drawn order.
    static func sides(_ generator: SeededGenerator) -> Self {
        Self(
            generator, { $0.draw(below: 2) == 0 ? .reference : .candidate },
            opposite: { $0 == .reference ? .candidate : .reference })
    }
}

extension Balanced<DirectRecord.Order> {
    /// Which of a pair runs first: every two successive pairs contain one of each, in drawn order.
    static func pairs(_ generator: SeededGenerator) -> Self {
        Self(generator, { $0.draw(below: 2) == 0 ? .before : .after }, opposite: { $0 == .before ? .after : .before })
    }
}
