/// What a Mann–Whitney comparison can find, given how much the values vary.
///
/// By simulation: both sides are drawn, with replacement, from measured values, and all of one side are multiplied by 1
/// + effect. The result is the share of 1,000 such comparisons that find it, with a standard error of 0.7 points at 95
/// %. The same seed draws the same values for every effect, so a larger effect is never found less often. Values drawn
/// twice are ties that a measurement would not have: if the measured values all differ, the test for values without
/// ties is used.
///
/// No simulation can know whether the next measurement varies as these values did. From few values, or from a host that
/// was quieter than usual, the effect comes out too small.
///
/// Source: E. Lehmann, "Nonparametrics: Statistical Methods Based on Ranks" (1975), section 2.3, for the power of the
/// test; B. Efron, R. Tibshirani, "An Introduction to the Bootstrap" (1993), section 25.5, for finding it by
/// resampling.
package struct DetectableEffect: Sendable, Equatable {
    static let simulations = 1000
    /// The largest effect searched for: slower by a hundred times the value.
    private static let greatest = 100.0

    /// The smallest relative slow-down (0.07 is 7 %) that `count` values on each side show with a probability of at
    /// least `power`, at a p of at most `level`. Accurate to a hundredth of itself, or 0.0001.
    ///
    /// nil if so few values can never reach the level, or the median of `base` is not above 0 (nothing is relative to
    /// it). Also nil if even a hundredfold increase is not found often enough, or a level or power is not within 0…1.
    package static func smallest(
        base: Sample, count: Int, level: Double = 0.05, power: Double = 0.95, seed: UInt64 = 1
    ) -> Double? {
        guard base.median > 0, power > 0, power < 1, reaches(level, count) else { return nil }
        let planted = PlantedEffect(base, count: count, level: level, simulations: simulations, seed: seed)
        var low = 0.0
        var high = 0.01
        while !planted.isFound(high, power: power) {
            low = high
            high *= 2
            if high > greatest { return nil }
        }
        while high - low > max(0.0001, 0.01 * high) {
            let middle = (low + high) / 2
            if planted.isFound(middle, power: power) { high = middle } else { low = middle }
        }
        return high
    }

    /// The probability, within 0…1, that `count` values on each side show a relative change at a p of at most `level`.
    /// 0.07 is 7 % more, −0.07 is 7 % less; only its own direction counts. For an effect of 0: the probability of a
    /// false alarm in either direction.
    ///
    /// 0 if so few values can never reach the level, for an effect not above −1, and for a level not within 0…1.
    package static func power(
        base: Sample, count: Int, effect: Double, level: Double = 0.05, seed: UInt64 = 1
    ) -> Double {
        guard effect.isFinite, effect > -1, reaches(level, count) else { return 0 }
        return PlantedEffect(base, count: count, level: level, simulations: simulations, seed: seed).power(effect)
    }

    /// How many values each side needs to show a relative change with a probability of at least `power`.
    ///
    /// nil if `limit` values do not suffice, or the median of `base` is not above 0. Also nil if the effect is 0 or not
    /// above −1, or a level or power is not within 0…1.
    package static func samplesNeeded(
        base: Sample, effect: Double, level: Double = 0.05, power: Double = 0.95, seed: UInt64 = 1, limit: Int = 1000
    ) -> Int? {
        guard base.median > 0, effect.isFinite, effect > -1, effect != 0, power > 0, power < 1, limit > 0,
            let least = (1...limit).first(where: { reaches(level, $0) })
        else { return nil }
        func suffices(_ count: Int) -> Bool {
            PlantedEffect(base, count: count, level: level, simulations: simulations, seed: seed)
                .isFound(effect, power: power)
        }
        var low = least - 1
        var high = least
        while !suffices(high) {
            if high >= limit { return nil }
            low = high
            high = min(2 * high, limit)
        }
        while high - low > 1 {
            let middle = (low + high) / 2
            if suffices(middle) { high = middle } else { low = middle }
        }
        return high
    }

    private static func reaches(_ level: Double, _ count: Int) -> Bool {
        guard level > 0, level < 1, let smallest = MannWhitney.smallestP(count, count) else { return false }
        // Allows for rounding in the logarithms from which it was computed.
        return smallest <= level * (1 + 1e-9)
    }
}

/// Comparisons of values drawn from one sample, one side of which is multiplied by 1 + effect.
struct PlantedEffect {
    private let base: [Double]
    private let count: Int
    private let level: Double
    private let simulations: Int
    private let seed: UInt64
    /// If no values of the base are equal: the largest 2·U, for the lower tail, at which the test finds a difference.
    private let critical: Int?

    /// - Parameters:
    ///   - count: the number of values on each side, at least 1.
    ///   - level: within 0…1.
    init(_ base: Sample, count: Int, level: Double, simulations: Int, seed: UInt64) {
        self.base = base.sorted
        (self.count, self.level, self.simulations, self.seed) = (count, level, simulations, seed)
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
        let isAbove: Bool
        let isBelow: Bool
        if let critical {
            let u = doubledU(raised, first, second)
            isAbove = 2 * count * count - u <= critical
            isBelow = u <= critical
        } else {
            let test = MannWhitney(sorted: Self.drawn(raised, second), Self.drawn(base, first))
            isAbove = test.p <= level && test.cliffsDelta > 0
            isBelow = test.p <= level && test.cliffsDelta < 0
        }
        if effect == 0 { return isAbove || isBelow }
        return effect > 0 ? isAbove : isBelow
    }

    /// Twice the number of pairs in which the raised value is larger; equal pairs count half.
    private func doubledU(_ raised: [Double], _ first: [UInt32], _ second: [UInt32]) -> Int {
        var sum = 0
        var below = 0
        var next = 0
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

    private static func drawn(_ values: [Double], _ times: [UInt32]) -> [Double] {
        zip(values, times).flatMap { [Double](repeating: $0, count: Int($1)) }
    }
}
