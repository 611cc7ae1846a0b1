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
public struct DetectableEffect: Sendable, Equatable {
    /// How many comparisons are simulated.
    static let simulations = 1000
    /// The greatest effect that is looked for: a hundred times as slow again.
    private static let greatest = 100.0

    /// The smallest relative slow-down (0.07 is 7 %) that `count` values on each side show, at a p of at most `level`, with a
    /// probability of at least `power`; to within a hundredth of itself, or 0.0001.
    ///
    /// Nil where so few values can never reach the level, where the median of `base` is not above 0 (nothing is relative to it),
    /// where not even a hundredfold increase is found so often, and for a level or a power not within 0…1.
    public static func smallest(
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
    public static func power(
        base: Sample, count: Int, effect: Double, level: Double = 0.05, seed: UInt64 = 1
    ) -> Double {
        guard effect.isFinite, effect > -1, reaches(level, count) else { return 0 }
        return PlantedEffect(base, count: count, level: level, simulations: simulations, seed: seed).power(effect)
    }

    /// How many values each side needs to show a relative change with a probability of at least `power`.
    ///
    /// Nil where `limit` values do not suffice, where the median of `base` is not above 0, for an effect of 0 or not above −1, and
    /// for a level or a power not within 0…1.
    public static func samplesNeeded(
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

    /// Whether samples of this size can reach the level at all.
    private static func reaches(_ level: Double, _ count: Int) -> Bool {
        guard level > 0, level < 1, let smallest = MannWhitney.smallestP(count, count) else { return false }
        // The logarithms by which it was computed round.
        return smallest <= level * (1 + 1e-9)
    }
}
