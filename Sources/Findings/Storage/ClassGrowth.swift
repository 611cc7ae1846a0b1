import Records

/// How jobs of one fixture and configuration grow the disk, by what their revisions changed.
public struct ClassGrowth: Sendable, Equatable {
    /// What kind of job it is.
    public var kind: DiskIncrement.Kind
    /// The growth of the disk a build, in bytes, what was removed taken off.
    public var growth: GrowthEstimate
    /// The layers that a build makes anew, in bytes, on the mean; nil where no job of the kind has that figure.
    public var made: Double?
}
