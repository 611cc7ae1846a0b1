/// How the bias-corrected and accelerated bootstrap moves the tails of an interval.
///
/// Source: B. Efron, "Better bootstrap confidence intervals", Journal of the American Statistical Association 82 (1987);
/// the share of statistics below the estimate counts equal ones by half.
struct BiasCorrection {
    private let bias: Double
    private let acceleration: Double

    init(estimate: Double, sorted: [Double], jackknife: [Double]) {
        let below = Double(sorted.count(where: { $0 < estimate }))
        let equal = Double(sorted.count(where: { $0 == estimate }))
        let count = Double(max(sorted.count, 1))
        // At least half a resample on either side, so that the bias stays finite.
        let share = min(max((below + equal / 2) / count, 0.5 / count), 1 - 0.5 / count)
        bias = Normal.quantile(share)

        let mean = jackknife.reduce(0) { $0 + $1 / Double(jackknife.count) }
        var squares = 0.0
        var cubes = 0.0
        for value in jackknife {
            let distance = mean - value
            squares += distance * distance
            cubes += distance * distance * distance
        }
        acceleration = squares > 0 ? cubes / (6 * squares * squares.squareRoot()) : 0
    }

    /// Where in the resampled statistics a tail's probability lies.
    func adjusted(_ probability: Double) -> Double {
        let z = bias + Normal.quantile(probability)
        return Normal.cumulative(bias + z / (1 - acceleration * z))
    }
}
