/// Finds where values in time order, e.g. a metric over a project's runs, moved to another level and stayed there.
///
/// The values' ranks are split in two at every place, in the whole series and in shorter stretches that cover it, which
/// show a rise that was reverted later. The split with the greatest rank difference between its sides is kept if the
/// same ranks in random order show as great a one, over all places at once, with a probability of at most `level`. The
/// parts before and after it are searched in the same way. At last every step is moved to the best place between its
/// neighbours.
///
/// Only ranks count, so a single outlier is no step. Values that depend on earlier ones, or drift, show as steps.
///
/// Sources: S. Kovács, P. Bühlmann, H. Li, A. Munk, "Seeded binary segmentation", Biometrika 110 (2023), for the
/// stretches; A. Pettitt, "A non-parametric approach to the change-point problem", Applied Statistics 28 (1979), for
/// ranks; J. Besag, P. Clifford, "Sequential Monte Carlo p-values", Biometrika 78 (1991), for stopping early what
/// cannot reach the level; D. Daly et al., "The use of change point detection to identify software performance
/// regressions in a continuous integration system", ICPE 2020, for the use.
package struct StepDetection: Sendable, Equatable {
    /// A place where the values moved.
    package struct Step: Sendable, Equatable {
        /// Index of the first value after the step, from 0 in the series as given.
        package let index: Int
        /// The medians of the values since the previous step or the start, and until the next step or the end.
        package let before, after: Double
        /// The share of random orders in which a step as clear appears by chance: at most the level.
        package let p: Double
    }

    /// In time order.
    package let steps: [Step]

    /// Searches values in time order, in any unit. The same seed finds the same steps. Values that are not finite are
    /// left out (the others keep their index). No step is found in fewer values than two segments have, or for a level
    /// outside 0.00001…1.
    /// - Parameters:
    ///   - level: the probability of at least one false step in a series without any, or in a part between two steps.
    ///   - minimumSegment: the fewest values between two steps, before the first and after the last; at least 2. A
    ///     shorter segment shows a step sooner, but with less evidence that it will last.
    package init(_ values: [Double], level: Double = 0.01, minimumSegment: Int = 5, seed: UInt64 = 1) {
        let kept = values.indices.filter { values[$0].isFinite }
        let series = kept.map { values[$0] }
        guard level > 0, level < 1 else {
            steps = []
            return
        }
        // Any number larger than the number of values has the same effect.
        let minimum = min(max(minimumSegment, 2), series.count + 2)
        let search = StepSearch(level: level, minimum: minimum, seed: seed)
        let found = search.refined(search.steps(in: series), in: series)
        let ends = [0] + found.map(\.index) + [series.count]
        steps = found.enumerated().map { place, step in
            Step(
                index: kept[step.index],
                before: series[ends[place]..<step.index].sorted().middle,
                after: series[step.index..<ends[place + 2]].sorted().middle,
                p: step.p)
        }
    }
}

/// Finds steps one by one, each between those already found.
private struct StepSearch {
    /// A step before its levels are known; `p` is the share of random orders that are as extreme.
    typealias Found = (index: Int, p: Double)

    let level: Double
    let minimum: Int
    let seed: UInt64

    /// How many random orders a split is compared with: five of them may be as extreme at the level.
    private var orders: Int { max(99, Int(min(5 / level, 100_000).rounded(.up)) - 1) }

    /// In ascending order.
    func steps(in series: [Double]) -> [Found] {
        var found: [Found] = []
        var open = [0..<series.count]
        while let part = open.popLast() {
            guard let step = step(in: series[part], at: part.lowerBound) else { continue }
            found.append(step)
            open.append(part.lowerBound..<step.index)
            open.append(step.index..<part.upperBound)
        }
        return found.sorted { $0.index < $1.index }
    }

    /// The steps, each moved to the best place between its neighbours, which were unknown when the first were placed.
    func refined(_ steps: [Found], in series: [Double]) -> [Found] {
        var refined = steps
        for place in refined.indices {
            let start = place > 0 ? refined[place - 1].index : 0
            let end = place + 1 < refined.count ? refined[place + 1].index : series.count
            let whole = SplitSearch(whole: end - start, minimum: minimum)
            if let best = whole.best(of: Self.centredRanks(series[start..<end])) {
                refined[place].index = start + best.index
            }
        }
        return refined
    }

    /// The clearest step in a part of the series, if it is significant at the level.
    private func step(in part: ArraySlice<Double>, at start: Int) -> Found? {
        let search = SplitSearch(count: part.count, minimum: minimum)
        var ranks = Self.centredRanks(part)
        guard let best = search.best(of: ranks), best.contrast > 0 else { return nil }
        let orders = orders
        // The number of extreme orders for which (number + 1) / (orders + 1) stays within the level.
        let allowed = Int((level * Double(orders + 1) + 1e-9).rounded(.down)) - 1
        guard allowed >= 0 else { return nil }
        // Each part has its own random numbers, whatever was searched before it.
        let end = start + part.count
        var generator = FastGenerator(
            seed: seed ^ (UInt64(start) &* 0xD1B5_4A32_D192_ED03) ^ (UInt64(end) &* 0x8CB9_2BA7_2F3D_8DD7))
        var extreme = 0
        for _ in 0..<orders {
            generator.shuffle(&ranks)
            if let other = search.best(of: ranks), other.contrast >= best.contrast { extreme += 1 }
            // The other orders cannot make it significant again.
            if extreme > allowed { return nil }
        }
        return (start + best.index, Double(extreme + 1) / Double(orders + 1))
    }

    /// Twice the ranks of values, minus their mean: whole numbers with sum 0, also with ties.
    private static func centredRanks(_ series: ArraySlice<Double>) -> [Double] {
        Ranks(Array(series)).ranks.map { 2 * $0 - Double(series.count + 1) }
    }
}

extension FastGenerator {
    /// A uniform random permutation (R. Fisher, F. Yates; R. Durstenfeld 1964).
    mutating func shuffle(_ values: inout [Double]) {
        values.withUnsafeMutableBufferPointer { values in
            var last = values.count - 1
            while last > 0 {
                let random = next() >> 32
                values.swapAt(last, Int(truncatingIfNeeded: (random &* UInt64(last + 1)) >> 32))
                last -= 1
            }
        }
    }
}
