/// A build on its way. Times are in seconds since the simulation's beginning.
struct Build {
    /// When it came.
    var arrival: Double
    /// How long it takes alone on a worker that has its repository in the cache.
    var work: Double
    /// Its repository, from 0.
    var repository: Int32
    /// Its fixture, from 0.
    var fixture: Int32
    /// Whether it counts in the results.
    var isCounted: Bool
    /// By how many bytes it grows the disk of a worker that has its repository in the cache.
    var growth = 0.0
}

/// Where builds come from, in the order of their arrival.
protocol BuildSource {
    /// The next build; nil when no more come.
    mutating func next() -> Build?
}
