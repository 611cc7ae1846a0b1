/// Where a series of values in time order, as a metric over the runs of a project, moved to another height and stayed there.
///
/// How: the values' ranks are split in two at every place, in the whole series and in shorter stretches of many lengths that cover
/// it ("seeded binary segmentation", so that a rise that was taken back does not hide itself), and the split with the greatest
/// difference between its two sides' ranks is kept when the same ranks in a random order show as great a one with a probability
/// of at most `level` (a permutation test over all places at once). What lies before and after it is then searched in the same
/// way, and at the end every step is moved to the best place between its neighbours.
///
/// As only ranks count, a wild value weighs no more than the largest of the others, and one alone is no step. A series of pure
/// noise, values that could as well have come in any other order, alarms with a probability of at most `level`, whatever their
/// distribution. Values that depend on those before them, or drift, are no such noise: they show as steps.
///
/// Sources: S. Kovács, P. Bühlmann, H. Li, A. Munk, "Seeded binary segmentation", Biometrika 110 (2023), for the stretches;
/// A. Pettitt, "A non-parametric approach to the change-point problem", Applied Statistics 28 (1979), for ranks; J. Besag,
/// P. Clifford, "Sequential Monte Carlo p-values", Biometrika 78 (1991), for breaking off what cannot reach the level; D. Daly et
/// al., "The use of change point detection to identify software performance regressions in a continuous integration system",
/// ICPE 2020, for the use.
public struct StepDetection: Sendable, Equatable {
    /// A place where the values moved.
    public struct Step: Sendable, Equatable {
        /// The index, from 0 in the series as given, of the first value after the step.
        public let index: Int
        /// The median of the values since the step before, or the start, in their unit.
        public let before: Double
        /// The median of the values up to the next step, or the end, in their unit.
        public let after: Double
        /// The share of random orders, of some hundreds, in which a step as clear shows up by chance: at most the level.
        public let p: Double
    }

    /// The steps in the order of time.
    public let steps: [Step]

    /// Searches a series of values in time order, in any unit. The same seed finds the same steps.
    ///
    /// Values that are not finite are left out (the others keep their index). No step is found in fewer values than two segments
    /// have, nor for a level that is not within 0…1; levels below 0.00001 are never reached.
    ///
    /// - Parameters:
    ///   - level: how probable one false step or more may be in a series without any. Once there is a step, this holds for each of
    ///     the parts into which it divides the series.
    ///   - minimumSegment: the fewest values between two steps, and before the first and after the last; at least 2. The shorter,
    ///     the sooner a step is seen, but the fewer values say that it will last.
    public init(_ values: [Double], level: Double = 0.01, minimumSegment: Int = 5, seed: UInt64 = 1) {
        let kept = values.indices.filter { values[$0].isFinite }
        let series = kept.map { values[$0] }
        guard level > 0, level < 1 else {
            steps = []
            return
        }
        // More than there are values is as good as any larger number.
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
