/// Whether two numbers agree to nine digits, or both are missing.
func agree(_ left: Double?, _ right: Double?, relative: Double = 1e-9) -> Bool {
    switch (left, right) {
    case (nil, nil): true
    case (let left?, let right?): abs(left - right) <= relative * max(abs(left), abs(right), 1e-3)
    default: false
    }
}

/// A generator whose numbers are fixed, and whose draws are counted.
struct CountingGenerator: RandomNumberGenerator {
    var drawn = 0
    var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        drawn += 1
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 31)
    }
}
