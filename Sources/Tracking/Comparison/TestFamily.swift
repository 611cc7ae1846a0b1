import Statistics

/// The tests of one comparison, corrected for their number.
///
/// Tests that so few values could never carry are left out before the others are corrected: by the numbers of values alone,
/// so that it is decided before a value is looked at. Which: those whose smallest p exceeds the level divided by the smallest K
/// for which at most K tests do not.
///
/// Source: R. Tarone, "A modified Bonferroni method for discrete data", Biometrics 46 (1990).
struct TestFamily {
    /// How many tests are corrected for.
    let tests: Int
    /// Each test's p, corrected by Holm's method; nil of one that is left out.
    let adjusted: [Double?]
    /// How many values a side would be enough for any of the tests.
    let needed: Int

    /// - Parameters:
    ///   - smallest: the smallest p that each test could reach.
    ///   - p: the p that each did reach.
    init(smallest: [Double], p: [Double], level: Double) {
        var divisor = 1
        func able() -> [Int] { smallest.indices.filter { smallest[$0] <= level / Double(divisor) } }
        while able().count > divisor { divisor += 1 }
        let chosen = able()
        tests = chosen.count
        var adjusted = [Double?](repeating: nil, count: p.count)
        for (index, value) in zip(chosen, Holm.adjusted(chosen.map { p[$0] })) { adjusted[index] = value }
        self.adjusted = adjusted
        let strictest = level / Double(max(smallest.count, 1))
        needed = (2...1000).first { (MannWhitney.smallestP($0, $0) ?? 1) <= strictest } ?? 1000
    }
}
