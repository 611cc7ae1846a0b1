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
        self.count = count
        self.level = level
        self.simulations = simulations
        self.seed = seed
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
