/// Draws `count` times from 0..<count with replacement, and counts how often each number was drawn. The values are
/// sorted, so these counts are the sorted resample: nothing is copied or sorted again.
struct Resampler {
    private(set) var counts: [UInt32]
    private var generator: FastGenerator

    init(count: Int, seed: UInt64) {
        counts = [UInt32](repeating: 0, count: count)
        generator = FastGenerator(seed: seed)
    }

    mutating func draw() { generator.draw(counts.count, into: &counts) }

    /// The two middle numbers of the draw in ascending order; equal for an odd count.
    var middle: (low: Int, high: Int) {
        counts.withUnsafeBufferPointer { counts in
            var index = 0
            var drawn = Int(counts[0])
            func move(to rank: Int) -> Int {
                while drawn <= rank {
                    index += 1
                    drawn += Int(counts[index])
                }
                return index
            }
            let low = move(to: (counts.count - 1) / 2)
            return (low, move(to: counts.count / 2))
        }
    }
}

/// SplitMix64, with two 32-bit numbers per step: resampling draws tens of millions. The caller's generator seeds it.
///
/// Source: G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
struct FastGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    @inline(__always)
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Draws `times` times from the indices of `counts` with replacement, and counts how often each was drawn.
    @inline(__always)
    mutating func draw(_ times: Int, into counts: inout [UInt32]) {
        let count = UInt64(counts.count)
        counts.withUnsafeMutableBufferPointer { counts in
            counts.update(repeating: 0)
            forEach(times) { random in
                // Lemire's reduction; its bias is below count / 2³².
                counts[Int(truncatingIfNeeded: (UInt64(random) &* count) >> 32)] &+= 1
            }
        }
    }

    /// Draws from `ranks` with replacement, as often as there are ranks, and adds to the count at each drawn rank.
    ///
    /// The random numbers are those of `draw(_:into:)`.
    mutating func draw(_ ranks: [Int], into counts: inout [UInt32]) {
        var generator = self
        let count = UInt64(ranks.count)
        counts.withUnsafeMutableBufferPointer { counts in
            ranks.withUnsafeBufferPointer { ranks in
                generator.forEach(ranks.count) { random in
                    counts[ranks[Int(truncatingIfNeeded: (UInt64(random) &* count) >> 32)]] &+= 1
                }
            }
        }
        self = generator
    }

    /// Passes `count` random numbers to `body`.
    @inline(__always)
    mutating func forEach(_ count: Int, _ body: (UInt32) -> Void) {
        for _ in 0..<count / 2 {
            let random = next()
            body(UInt32(truncatingIfNeeded: random))
            body(UInt32(truncatingIfNeeded: random >> 32))
        }
        if count % 2 == 1 { body(UInt32(truncatingIfNeeded: next())) }
    }
}

/// How the bias-corrected and accelerated bootstrap moves the tails of an interval.
///
/// Source: B. Efron, "Better bootstrap confidence intervals", Journal of the American Statistical Association 82
/// (1987). In the share of statistics below the estimate, equal ones count half.
struct BiasCorrection {
    private let bias, acceleration: Double

    init(estimate: Double, sorted: [Double], jackknife: [Double]) {
        let below = Double(sorted.count(where: { $0 < estimate }))
        let equal = Double(sorted.count(where: { $0 == estimate }))
        let count = Double(max(sorted.count, 1))
        // At least half a resample on either side, so that the bias stays finite.
        let share = min(max((below + equal / 2) / count, 0.5 / count), 1 - 0.5 / count)
        bias = Normal.quantile(share)

        let mean = jackknife.reduce(0) { $0 + $1 / Double(jackknife.count) }
        var (squares, cubes) = (0.0, 0.0)
        for value in jackknife {
            let distance = mean - value
            squares += distance * distance
            cubes += distance * distance * distance
        }
        acceleration = squares > 0 ? cubes / (6 * squares * squares.squareRoot()) : 0
    }

    /// The quantile of the resampled statistics for a tail's probability.
    func adjusted(_ probability: Double) -> Double {
        let z = bias + Normal.quantile(probability)
        return Normal.cumulative(bias + z / (1 - acceleration * z))
    }
}
