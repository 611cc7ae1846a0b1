@testable import Statistics

/// Noise of mean 0 and deviation 1, near the normal distribution: sums of twelve uniform numbers.
struct Noise {
    private var generator: FastGenerator

    init(seed: UInt64) {
        generator = FastGenerator(seed: seed)
    }

    mutating func next() -> Double {
        var sum = -6.0
        for _ in 0..<12 { sum += Double(generator.next() >> 11) / Double(1 << 53) }
        return sum
    }

    /// Values of the deviation 1 around `mean`.
    mutating func values(_ count: Int, around mean: Double = 0) -> [Double] {
        (0..<count).map { _ in mean + next() }
    }
}
