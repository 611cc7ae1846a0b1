/// Where a series of measured values begins to be steady.
public enum SteadyState {
    /// How many values at the start to leave out: that number, of at most half of them, that leaves the mean of the rest with the
    /// least standard error (MSER). Nil where that is at the bound: the values did not settle within their first half. Of fewer than
    /// four values none is left out. Nil, too, where a value is infinite or not a number.
    ///
    /// Source: K. White, "An effective truncation heuristic for bias reduction in simulation output", Simulation 69 (1997).
    public static func truncation(_ values: [Double]) -> Int? {
        guard values.allSatisfy(\.isFinite) else { return nil }
        guard values.count >= 4 else { return 0 }
        let most = values.count / 2
        var best = 0
        var least = Double.infinity
        for left in 0...most {
            let rest = values[left...]
            let count = Double(rest.count)
            let mean = rest.reduce(0) { $0 + $1 / count }
            let error = rest.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count * count)
            if error < least {
                least = error
                best = left
            }
        }
        return best == most ? nil : best
    }
}
