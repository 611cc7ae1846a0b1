/// What is counted of a simulation: builds that came within a window, and what was busy meanwhile.
struct Tally {
    /// From when until when, in seconds.
    let window: ClosedRange<Double>
    private(set) var waits: WaitHistogram
    private(set) var coldBuilds = 0
    /// Collections that began within the window, on all workers.
    private(set) var collections = 0
    /// The work of the counted builds, in seconds of a build alone.
    private(set) var work = 0.0
    /// Executors in use, multiplied by the seconds for which they were.
    private(set) var busy = 0.0
    /// Builds in the system when the window began, and when it ended.
    private(set) var backlog: (first: Int, last: Int) = (0, 0)

    init(bound: Double, window: ClosedRange<Double>) {
        self.window = window
        waits = WaitHistogram(bound: bound)
    }

    /// The length of the window in seconds.
    var seconds: Double { window.upperBound - window.lowerBound }

    @inline(__always)
    mutating func count(wait: Double, work: Double, isCold: Bool) {
        waits.record(wait)
        self.work += work
        if isCold { coldBuilds += 1 }
    }

    /// A collection begins.
    mutating func countCollection(at time: Double) {
        if window.contains(time) { collections += 1 }
    }

    /// Time passes, with so many builds at work and in the system.
    @inline(__always)
    mutating func pass(from start: Double, to end: Double, running: Int, inSystem: Int) {
        let first = max(start, window.lowerBound)
        let last = min(end, window.upperBound)
        if last > first { busy += Double(running) * (last - first) }
        if start < window.lowerBound, end >= window.lowerBound { backlog.first = inSystem }
        if start < window.upperBound, end >= window.upperBound { backlog.last = inSystem }
    }
}
