/// What a Mann–Whitney comparison can find, given how much the values vary.
///
/// By simulation: both sides are drawn, with replacement, from measured values, and one side is multiplied by 1 +
/// effect. The result is the share of 1,000 such comparisons that find it, with a standard error of 0.7 points at 95 %.
/// The same seed draws the same values for every effect, so a larger effect is never found less often. Values drawn
/// twice are ties that a measurement would not have: if the measured values all differ, the test for values without
/// ties is used. From few values, or from a host that was quieter than usual, the effect comes out too small.
///
/// Source: E. Lehmann, "Nonparametrics: Statistical Methods Based on Ranks" (1975), section 2.3, for the power of the
/// test; B. Efron, R. Tibshirani, "An Introduction to the Bootstrap" (1993), section 25.5, for resampling.
package struct DetectableEffect: Sendable, Equatable {
    static let simulations = 1000

    /// The smallest relative slow-down (0.07 is 7 %) that `count` values on each side show with a probability of at
    /// least `power`, at a p of at most `level`. Accurate to a hundredth of itself, or 0.0001. nil if so few values can
    /// never reach the level, even a hundredfold increase is not found, the median of `base` is not above 0, or an
    /// argument is out of range.
    package static func smallest(
        base: Sample, count: Int, level: Double = 0.05, power: Double = 0.95, seed: UInt64 = 1
    ) -> Double? {
        guard base.median > 0, power > 0, power < 1, reaches(level, count) else { return nil }
        let planted = PlantedEffect(base, count: count, level: level, seed: seed)
        var (low, high) = (0.0, 0.01)
        while !planted.isFound(high, power: power) {
            low = high
            high *= 2
            if high > 100 { return nil }
        }
        while high - low > max(0.0001, 0.01 * high) {
            let middle = (low + high) / 2
            if planted.isFound(middle, power: power) { high = middle } else { low = middle }
        }
        return high
    }

    /// The probability that `count` values on each side show a relative change at a p of at most `level`: 0.07 is 7 %
    /// more, −0.07 is 7 % less; only its own direction counts. For an effect of 0: that of a false alarm in either
    /// direction. 0 if so few values can never reach the level, for an effect not above −1 or a level not within 0…1.
    package static func power(
        base: Sample, count: Int, effect: Double, level: Double = 0.05, seed: UInt64 = 1
    ) -> Double {
        guard effect.isFinite, effect > -1, reaches(level, count) else { return 0 }
        return PlantedEffect(base, count: count, level: level, seed: seed).power(effect)
    }

    /// How many values each side needs to show a relative change with a probability of at least `power`. nil if `limit`
    /// values do not suffice, the median of `base` is not above 0, or an argument is out of range.
    package static func samplesNeeded(
        base: Sample, effect: Double, level: Double = 0.05, power: Double = 0.95, seed: UInt64 = 1, limit: Int = 1000
    ) -> Int? {
        guard base.median > 0, effect.isFinite, effect > -1, effect != 0, power > 0, power < 1, limit > 0,
            let least = (1...limit).first(where: { reaches(level, $0) })
        else { return nil }
        return CountSearch.fewest(from: least, to: limit) { count in
            PlantedEffect(base, count: count, level: level, seed: seed).isFound(effect, power: power)
        }
    }

    private static func reaches(_ level: Double, _ count: Int) -> Bool {
        guard level > 0, level < 1, let smallest = MannWhitney.smallestP(count, count) else { return false }
        // Allows for rounding in the logarithms from which it was computed.
        return smallest <= level * (1 + 1e-9)
    }
}

/// Comparisons of values drawn from one sample, one side of which is multiplied by 1 + effect.
private struct PlantedEffect {
    private let base: [Double]
    private let count: Int
    private let level: Double
    private let seed: UInt64
    private let simulations = DetectableEffect.simulations
    /// If no values of the base are equal: the largest 2·U, for the lower tail, at which the test finds a difference.
    private let critical: Int?

    /// - Parameters:
    ///   - count: the number of values on each side, at least 1.
    ///   - level: within 0…1.
    init(_ base: Sample, count: Int, level: Double, seed: UInt64) {
        (self.base, self.count, self.level, self.seed) = (base.sorted, count, level, seed)
        let hasTies = zip(base.sorted, base.sorted.dropFirst()).contains { $0 == $1 }
        critical = hasTies ? nil : 2 * MannWhitney.criticalU(count, level: level)
    }

    /// The share of comparisons that find the effect.
    func power(_ effect: Double) -> Double {
        Double(simulations - missed(effect, atMost: simulations)) / Double(simulations)
    }

    /// Whether the share of comparisons that find the effect is at least `power`.
    func isFound(_ effect: Double, power: Double) -> Bool {
        let allowed = Int(((1 - power) * Double(simulations) + 1e-9).rounded(.down))
        return missed(effect, atMost: allowed) <= allowed
    }

    /// How many comparisons miss the effect; `most` + 1 if there are more than `most`.
    private func missed(_ effect: Double, atMost most: Int) -> Int {
        let raised = base.map { $0 * (1 + effect) }
        var generator = FastGenerator(seed: seed)
        var first = [UInt32](repeating: 0, count: base.count)
        var second = first
        var missed = 0
        for _ in 0..<simulations {
            generator.draw(count, into: &first)
            generator.draw(count, into: &second)
            if !finds(effect, raised, first, second) { missed += 1 }
            if missed > most { return missed }
        }
        return missed
    }

    /// Whether the test finds that the raised values, drawn `second` times each, differ in the effect's direction.
    private func finds(_ effect: Double, _ raised: [Double], _ first: [UInt32], _ second: [UInt32]) -> Bool {
        let isAbove, isBelow: Bool
        if let critical {
            let u = doubledU(raised, first, second)
            isAbove = 2 * count * count - u <= critical
            isBelow = u <= critical
        } else {
            func drawn(_ values: [Double], _ times: [UInt32]) -> [Double] {
                zip(values, times).flatMap { [Double](repeating: $0, count: Int($1)) }
            }
            let test = MannWhitney(sorted: drawn(raised, second), drawn(base, first))
            isAbove = test.p <= level && test.cliffsDelta > 0
            isBelow = test.p <= level && test.cliffsDelta < 0
        }
        if effect == 0 { return isAbove || isBelow }
        return effect > 0 ? isAbove : isBelow
    }

    /// Twice the number of pairs in which the raised value is larger; equal pairs count half.
    private func doubledU(_ raised: [Double], _ first: [UInt32], _ second: [UInt32]) -> Int {
        var (sum, below, next) = (0, 0, 0)
        for index in raised.indices where second[index] > 0 {
            while next < base.count, base[next] < raised[index] {
                below += Int(first[next])
                next += 1
            }
            // No two values of the base are equal, so at most one of them equals this value.
            let equal = next < base.count && base[next] == raised[index] ? Int(first[next]) : 0
            sum += Int(second[index]) * (2 * below + equal)
        }
        return sum
    }
}
