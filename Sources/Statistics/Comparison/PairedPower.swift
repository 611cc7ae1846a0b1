/// What the signed-rank test of pairs in strata can find, given how much their differences vary.
///
/// By simulation: 1,000 times, differences are drawn with replacement from the measured ones of each stratum. The
/// measured ones are moved so that they lie around 0. Each is used with both signs, since the sides of a pair can be
/// exchanged where nothing differs; so a shift up and a shift down are found equally often. The n differences of a
/// stratum lie closer to their own middle than to the true one, and are stretched by `√(n/(n − 1))`.
///
/// A shift is found if the test's interval of the drawn differences, moved by it, lies above 0. So the interval's lower
/// end says which shifts a draw shows. Values drawn twice are ties that a measurement would not have: the test for
/// values without ties is used.
///
/// The result is as uncertain as the spread of the measured differences. Twelve normal ones a stratum, at level 0.01:
/// the shift for a power of 0.95 is found in 0.87 (one stratum) or 0.92 (two, four) of cases. From a host that was
/// quieter than usual it comes out too small.
///
/// Source: M. Hollander, D. Wolfe, "Nonparametric Statistical Methods", section 3.3, for the interval; B. Efron, R.
/// Tibshirani, "An Introduction to the Bootstrap" (1993), section 25.5, for resampling; A. Davison, D. Hinkley,
/// "Bootstrap Methods and their Application" (1997), section 6.2, for the stretching.
package struct PairedPower: Sendable, Equatable {
    static let simulations = 1000

    /// By stratum, the measured differences around 0, with both signs, ascending.
    private let noise: [[Double]]

    /// - Parameter strata: the differences of each stratum, all finite, in any unit. A stratum with fewer than two does
    ///   not show how much they vary, and is left out.
    package init(_ strata: [[Double]]) {
        noise = strata.filter { $0.count > 1 }.map { differences in
            let centre = PairedShift(differences).shift
            let stretch = (Double(differences.count) / Double(differences.count - 1)).squareRoot()
            return differences.flatMap { [stretch * ($0 - centre), stretch * (centre - $0)] }.sorted()
        }
    }

    /// As one stratum.
    package init(_ differences: [Double]) { self.init([differences]) }

    /// The smallest shift, in the unit of the differences and above 0, that `pairs` pairs in each stratum show with a
    /// probability of at least `power`, at a p of at most `level`. 0 if the differences do not vary: then every shift is
    /// found. nil if so few pairs can never reach the level, no stratum had two differences, or an argument is out of
    /// range.
    package func smallestVisible(
        pairs: Int, level: Double = 0.05, power: Double = 0.95, seed: UInt64 = 1
    ) -> Double? {
        guard power > 0, power < 1, let critical = critical(pairs, level) else { return nil }
        var draws = Draws(of: noise, count: pairs, seed: seed)
        // A draw shows any shift that raises the lower end of its interval above 0.
        let lowerEnds = (0..<Self.simulations).map { _ in draws.next().ranked(critical + 1) }.sorted()
        return max(0, 0 - lowerEnds[Self.allowedMisses(power)])
    }

    /// How many pairs each stratum needs to show a shift with a probability of at least `power`. nil if `limit` pairs do
    /// not suffice, no stratum had two differences, or an argument is out of range.
    ///
    /// - Parameter effect: in the unit of the differences; its sign does not matter.
    package func pairsNeeded(
        for effect: Double, level: Double = 0.05, power: Double = 0.95, seed: UInt64 = 1, limit: Int = 500
    ) -> Int? {
        guard effect.isFinite, effect != 0, power > 0, power < 1, limit > 0,
            let least = (1...limit).first(where: { critical($0, level) != nil })
        else { return nil }
        let allowed = Self.allowedMisses(power)
        return CountSearch.fewest(from: least, to: limit) { pairs in
            missed(abs(effect), pairs: pairs, level: level, seed: seed, atMost: allowed) <= allowed
        }
    }

    /// The probability that `pairs` pairs in each stratum show a shift, in its own direction, at a p of at most `level`.
    /// 0 if they are too few to reach the level.
    func power(_ shift: Double, pairs: Int, level: Double = 0.05, seed: UInt64 = 1) -> Double {
        let missed = missed(abs(shift), pairs: pairs, level: level, seed: seed, atMost: Self.simulations)
        return Double(Self.simulations - missed) / Double(Self.simulations)
    }

    /// How many of the simulated tests miss a shift; `most` + 1 if there are more than `most`.
    private func missed(_ shift: Double, pairs: Int, level: Double, seed: UInt64, atMost most: Int) -> Int {
        guard let critical = critical(pairs, level) else { return Self.simulations }
        var draws = Draws(of: noise, count: pairs, seed: seed)
        var missed = 0
        for _ in 0..<Self.simulations where missed <= most {
            if draws.next().countAtMost(-shift) > critical { missed += 1 }
        }
        return missed
    }

    /// The largest rank sum of the lower side at which the test finds a shift; nil: there is none.
    private func critical(_ pairs: Int, _ level: Double) -> Int? {
        guard !noise.isEmpty, pairs > 0, level > 0, level < 1 else { return nil }
        let null = SignedRankNull(
            counts: noise.map { _ in pairs }, exactLimit: StratifiedSignedRank.exactLimit)
        let critical = null.critical(level: level)
        return critical >= 0 ? critical : nil
    }

    private static func allowedMisses(_ power: Double) -> Int {
        Int(((1 - power) * Double(simulations) + 1e-9).rounded(.down))
    }
}

/// Differences drawn again and again, `count` in each stratum; the same seed draws the same ones.
private struct Draws {
    private let noise: [[Double]]
    private let count: Int
    private var generator: FastGenerator
    private var times: [[UInt32]]

    init(of noise: [[Double]], count: Int, seed: UInt64) {
        (self.noise, self.count) = (noise, count)
        generator = FastGenerator(seed: seed)
        times = noise.map { [UInt32](repeating: 0, count: $0.count) }
    }

    /// The means of every two of a stratum's drawn differences. The number of those below 0 is the sum of the ranks of
    /// the differences below 0.
    ///
    /// Source: J. Tukey, "The simplest signed-rank tests", Statistical Research Group, Princeton (1949).
    mutating func next() -> OrderedPairs {
        OrderedPairs(
            noise.indices.map { stratum in
                generator.draw(count, into: &times[stratum])
                var drawn: [Double] = []
                drawn.reserveCapacity(count)
                for (value, times) in zip(noise[stratum], times[stratum]) {
                    for _ in 0..<times { drawn.append(value) }
                }
                return OrderedPairs(averages: drawn)
            })
    }
}
