import Records

/// The jobs of one class of change, with one package manager, strategy and builder.
public struct DependencyClass: Sendable, Equatable {
    /// What the changes touched.
    public var changeClass: ChangeClass
    /// The median cost, in seconds.
    public var cost: Estimate
    /// Jobs whose installation came from the cache.
    public var hits: Int
    /// Jobs of which that is known.
    public var jobs: Int
    /// Costs of single jobs, ascending: for drawing.
    public var points: [Double]
}
