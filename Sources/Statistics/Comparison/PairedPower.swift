/// What the signed-rank test of pairs can find, given how much their differences vary.
///
/// By simulation: 1,000 times, as many differences as there are to be pairs are drawn with replacement from the measured
/// ones. These are moved so that they lie around 0, and each is used with both signs: where nothing differs, the sides
/// of a pair can be exchanged. So a shift up and a shift down are found equally often.
///
/// A shift is found if the interval of the drawn differences, moved by it, lies above 0: the test and Tukey's interval
/// agree. So the shift that a draw shows is known from its lower end, without a search. Values drawn twice are ties that
/// a measurement would not have: the test for values without ties is used. From few differences, or from a host that was
/// quieter than usual, the shift comes out too small. Over strata it is slightly larger than for the same number of
/// pairs in one.
///
/// Source: M. Hollander, D. Wolfe, "Nonparametric Statistical Methods", section 3.3, for the interval; B. Efron, R.
/// Tibshirani, "An Introduction to the Bootstrap" (1993), section 25.5, for resampling.
package struct PairedPower: Sendable, Equatable {
    static let simulations = 1000

    /// The measured differences around 0, with both signs, ascending; empty if there were fewer than two.
    private let noise: [Double]

    /// - Parameter differences: all finite, in any unit. A single one does not show how much they vary.
    package init(_ differences: [Double]) {
        guard differences.count > 1 else {
            noise = []
            return
        }
        let centre = PairedShift(differences).shift
        noise = differences.flatMap { [$0 - centre, centre - $0] }.sorted()
    }

    /// The smallest shift, in the unit of the differences and above 0, that `pairs` pairs show with a probability of at
    /// least `power`, at a p of at most `level`. 0 if the differences do not vary: then every shift is found. nil if so
    /// few pairs can never reach the level, there were fewer than two differences, or an argument is out of range.
    package func smallestVisible(
        pairs: Int, level: Double = 0.05, power: Double = 0.95, seed: UInt64 = 1
    ) -> Double? {
        guard power > 0, power < 1, let critical = critical(pairs, level) else { return nil }
        var draws = Draws(of: noise, count: pairs, seed: seed)
        // A draw shows any shift that raises the lower end of its interval above 0.
        let lowerEnds = (0..<Self.simulations).map { _ in draws.next().ranked(critical + 1) }.sorted()
        return max(0, 0 - lowerEnds[Self.allowedMisses(power)])
    }

    /// How many pairs it takes to show a shift with a probability of at least `power`. nil if `limit` pairs do not
    /// suffice, there were fewer than two differences, or an argument is out of range.
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

    /// The probability that `pairs` pairs show a shift, in its own direction, at a p of at most `level`. 0 if they are
    /// too few to reach the level.
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
        let critical = SignedRank.criticalW(pairs, level: level)
        return critical >= 0 ? critical : nil
    }

    private static func allowedMisses(_ power: Double) -> Int {
        Int(((1 - power) * Double(simulations) + 1e-9).rounded(.down))
    }
}

/// Differences drawn again and again; the same seed draws the same ones.
private struct Draws {
    private let noise: [Double]
    private let count: Int
    private var generator: FastGenerator
    private var times: [UInt32]

    init(of noise: [Double], count: Int, seed: UInt64) {
        (self.noise, self.count) = (noise, count)
        generator = FastGenerator(seed: seed)
        times = [UInt32](repeating: 0, count: noise.count)
    }

    /// The means of every two of the drawn differences. The sum of the ranks below 0 is the number of those below 0.
    mutating func next() -> OrderedPairs {
        generator.draw(count, into: &times)
        var drawn: [Double] = []
        drawn.reserveCapacity(count)
        for (value, times) in zip(noise, times) {
            for _ in 0..<times { drawn.append(value) }
        }
        return OrderedPairs(averages: drawn)
    }
}
