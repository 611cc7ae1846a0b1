/// What a comparison by the Mann–Whitney test can find, given how much the values vary.
///
/// By simulation: both sides are drawn, with replacement, from measured values, all of one side are multiplied by 1 + effect, and
/// the share of 1,000 such comparisons that find it is counted: with a standard error of 0.7 points at 95 %. The same seed draws
/// the same values for every effect, so that a greater effect is never found less often. Values drawn twice are repeats that a
/// measurement would not have: where the measured values all differ, the test is that for values without ties.
///
/// What no simulation can know: whether the next measurement varies as these values did. From few values, or from a host that was
/// quieter than it will be, the effect comes out too small.
///
/// Source: E. Lehmann, "Nonparametrics: Statistical Methods Based on Ranks" (1975), section 2.3, for the power of the test;
/// B. Efron, R. Tibshirani, "An Introduction to the Bootstrap" (1993), section 25.5, for finding it by resampling.
package struct DetectableEffect: Sendable, Equatable {
    static let simulations = 1000
    /// The greatest effect that is looked for: a hundred times as slow again.
    private static let greatest = 100.0

    /// The smallest relative slow-down (0.07 is 7 %) that `count` values on each side show, at a p of at most `level`, with a
    /// probability of at least `power`; to within a hundredth of itself, or 0.0001.
    ///
    /// Nil where so few values can never reach the level, where the median of `base` is not above 0 (nothing is relative to it),
    /// where not even a hundredfold increase is found so often, and for a level or a power not within 0…1.
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

    /// The probability, within 0…1, that `count` values on each side show a relative change (0.07 is 7 % more, −0.07 is 7 % less)
    /// on its side at a p of at most `level`. With an effect of 0: how often either side alarms.
    ///
    /// 0 where so few values can never reach the level, for an effect that is not above −1, and for a level not within 0…1.
    package static func power(
        base: Sample, count: Int, effect: Double, level: Double = 0.05, seed: UInt64 = 1
    ) -> Double {
        guard effect.isFinite, effect > -1, reaches(level, count) else { return 0 }
        return PlantedEffect(base, count: count, level: level, simulations: simulations, seed: seed).power(effect)
    }

    /// How many values each side needs to show a relative change with a probability of at least `power`.
    ///
    /// Nil where `limit` values do not suffice, where the median of `base` is not above 0, for an effect of 0 or not
    /// above −1, and for a level or a power not within 0…1.
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
        // The logarithms by which it was computed round.
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
    /// Where no values of the base are equal: the largest 2·U, for the lower tail, at which the test finds a difference.
    private let critical: Int?

    /// - Parameters:
    ///   - count: the values on each side, at least 1.
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

    /// Whether that share is at least `power`.
    func isFound(_ effect: Double, power: Double) -> Bool {
        let allowed = Int(((1 - power) * Double(simulations) + 1e-9).rounded(.down))
        return missed(effect, atMost: allowed) <= allowed
    }

    /// How many comparisons miss the effect; one more than `most` when there are more.
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

    /// Whether the test finds that the raised values, drawn `second` times each, lie on the effect's side of the base's.
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

    /// Twice the number of pairs in which the raised value is the larger, equal ones counted by half.
    private func doubledU(_ raised: [Double], _ first: [UInt32], _ second: [UInt32]) -> Int {
        var sum = 0
        var below = 0
        var next = 0
        for index in raised.indices where second[index] > 0 {
            while next < base.count, base[next] < raised[index] {
                below += Int(first[next])
                next += 1
            }
            // No two values of the base are equal: one of them at most equals this.
            let equal = next < base.count && base[next] == raised[index] ? Int(first[next]) : 0
            sum += Int(second[index]) * (2 * below + equal)
        }
        return sum
    }

    private static func drawn(_ values: [Double], _ times: [UInt32]) -> [Double] {
        zip(values, times).flatMap { [Double](repeating: $0, count: Int($1)) }
    }
}
