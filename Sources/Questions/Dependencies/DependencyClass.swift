import Model

/// The jobs of one class of change, with one package manager, strategy and builder.
struct DependencyClass: Sendable, Equatable {
    /// What the changes touched.
    var changeClass: ChangeClass
    /// The median cost, in seconds.
    var cost: Estimate
    /// Jobs whose installation came from the cache.
    var hits: Int
    /// Jobs of which that is known.
    var jobs: Int
    /// Costs of single jobs, ascending: for drawing.
    var points: [Double]
}
