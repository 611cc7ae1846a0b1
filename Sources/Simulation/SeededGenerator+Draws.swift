import Foundation
import Model

extension SeededGenerator {
    /// A number from 0 up to, and without, 1.
    @inline(__always)
    mutating func uniform() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// A number of the exponential distribution with mean 1.
    @inline(__always)
    mutating func exponential() -> Double {
        -log(1 - uniform())
    }

    /// A number from 0 up to, and without, `count`.
    @inline(__always)
    mutating func index(below count: Int) -> Int {
        // The bias is below count / 2³².
        Int(((next() >> 32) &* UInt64(count)) >> 32)
    }
}
