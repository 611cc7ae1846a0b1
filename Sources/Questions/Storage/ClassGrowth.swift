import Model

/// How jobs of one fixture and configuration grow the disk, by what their revisions changed.
struct ClassGrowth: Sendable, Equatable {
    /// What kind of job it is.
    var kind: DiskIncrement.Kind
    /// The growth of the disk a build, in bytes, what was removed taken off.
    var growth: GrowthEstimate
    /// The layers that a build makes anew, in bytes, on the mean; nil where no job of the kind has that figure.
    var made: Double?
}
