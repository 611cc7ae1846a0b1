import Model

/// Something that a reader of the figures should know.
enum Caution: Sendable, Equatable {
    /// The run was excluded, with this reason, and is reported because it was asked for.
    case excluded(reason: String)
    /// The run did not come to its end: how many of its planned jobs it holds, and why it ended, where that is known.
    case unfinished(recorded: Int, planned: Int, reason: String?)
    /// The run was killed or stopped, and continued later with warm-ups beyond its plan.
    case resumed(extraWarmups: Int)
    /// No real fixture was measured on a warm worker.
    case nothingReal
    /// Submodules and LFS objects that were not on the machine: build contexts lacked them.
    case contextsIncomplete(count: Int)
    /// Steps that the run's first builds found in the cache, and had not made: its cold state was not cold.
    case cacheInherited(hits: Int)
    /// Jobs of a series ended otherwise than well; the first one's position in the plan and words.
    case failed(series: Series, outcome: Outcome, count: Int, of: Int, position: Int, message: String)
    /// Jobs of a series ended before their cleanup did: their wall time is unknown.
    case uncleaned(series: Series, count: Int)
    /// Too few warm jobs for an interval.
    case tooFew(series: Series, count: Int)
    /// The first counted job is an outlier among its like: the worker may not have been warm.
    case slowFirst(series: Series, seconds: Double, median: Double)
    /// Outliers among the warm jobs of a class (modified z-score over 3.5); the worst one's position, overhead and score.
    case outliers(
        series: Series, changeClass: ChangeClass, count: Int, of: Int, position: Int, seconds: Double, score: Double)
    /// Jobs of a series with a central cache that have no job of the warm engine on the same change to be compared with.
    case unpaired(series: Series, count: Int)
    /// With a builder the trace did not fill the disk to the high mark even where nothing was removed: no policy was tested.
    case neverFull(configuration: String)
    /// Collections of a policy that could not be carried out, or not to their end.
    case collectionsFailed(configuration: String, count: Int)
    /// Jobs of a series whose probes' output could not be read whole: lines that are none, probes that nothing was told of.
    case probesIncomplete(series: Series, malformed: Int, missing: Int)
    /// No job of the series has the same command run without an engine beside it.
    case noDirectPairs(series: Series)
    /// Direct runs that ended with another status than 0, and so make no pair.
    case directFailed(series: Series, count: Int)
    /// The direct run came first much more often than last, or the other way round.
    case unbalanced(series: Series, directFirst: Int, pairs: Int)
}
