import Foundation

/// Turns a build's progress stream into its result. Pure: time comes from outside.
protocol BuildReader {
    /// Takes the next line in, and hands on what it tells of progress.
    ///
    /// - Throws: when the line cannot be what a builder writes.
    mutating func read(_ message: BuildMessage, at moment: Moment, _ report: (BuildProgress) -> Void) throws

    /// The result once the stream has ended; nil when it ended with neither an image nor an error: it was cut.
    mutating func finish(at moment: Moment) -> BuildResult?
}

/// When a line arrived: by the wall clock, and by one that never jumps.
struct Moment {
    /// For when something began.
    var date: Date
    /// For how long it took.
    var monotonic: ContinuousClock.Instant

    static var now: Moment { Moment(date: Date(), monotonic: .now) }
}
