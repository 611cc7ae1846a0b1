import Foundation
import Model
import Statistics
import Store

extension Job {
    /// When it began, in seconds since 1970.
    fileprivate var began: Double { startedAt.timeIntervalSince1970 }

    /// From when it was to begin to its end, in seconds; nil where that is unknown.
    var response: Double? { wall.map { queued + $0 } }

    fileprivate var span: BusyRate.Span? {
        wall.map { BusyRate.Span(executor: executor, began: began, ended: began + $0) }
    }
}

/// One time through one level. Times are in seconds.
struct LevelRepeat: Sendable {
    /// Which time, from 1.
    var round: Int
    /// How many jobs it had.
    var jobs: Int
    /// How many of them did not succeed.
    var failed: Int
    /// How many began before all executors had ended a job and the times had settled.
    var rampUp: Int
    /// How many ended when some executor had no more to do.
    var drain: Int
    /// Whether the times of the rest settled within their first half.
    var isSteady: Bool
    /// How many jobs a second ended while all executors were busy; nil where that cannot be told.
    var throughput: Double?
    /// How long the counted jobs waited and took, in the order in which they began.
    var responses: [Double]
    /// How long they waited.
    var queued: [Double]
    /// In what time all executors were busy, in seconds since 1970; nil where they never were.
    var window: ClosedRange<Double>?

    /// The 95th percentile of the responses; nil where no job counts.
    var tail: Double? { (try? Sample(responses))?.quantile(0.95) }

    /// Looks at the jobs of one time through one level.
    ///
    /// Jobs count that began when every executor had ended its first, and ended before the first executor had no more to do; then as
    /// many more are left out at the start as the times' settling asks for. Where jobs arrive by themselves executors idle between:
    /// there only the settling decides.
    init(_ jobs: [Job], round: Int, executors: Int, isOpen: Bool) {
        let ordered = jobs.sorted { ($0.began, $0.executor) < ($1.began, $1.executor) }
        let spans = ordered.compactMap(\.span)
        let window = BusyRate.window(of: spans, executors: executors)
        let firsts = Dictionary(grouping: ordered, by: \.executor).compactMapValues { $0.first?.began }
        let measured = ordered.filter { $0.outcome == .succeeded && $0.response != nil }
        var counted = measured
        var drain = 0
        if !isOpen {
            counted = measured.filter { $0.began > firsts[$0.executor] ?? .infinity }
            let end = window?.upperBound ?? .infinity
            let within = counted.filter { ($0.span?.ended ?? .infinity) <= end }
            drain = counted.count - within.count
            counted = within
        }
        let settled = SteadyState.truncation(counted.compactMap(\.response))
        counted = Array(counted.dropFirst(settled ?? 0))
        self.round = round
        self.jobs = jobs.count
        failed = jobs.count { $0.outcome != .succeeded }
        rampUp = measured.count - drain - counted.count
        self.drain = drain
        isSteady = settled != nil
        throughput = isOpen ? nil : BusyRate.of(spans, executors: executors)
        responses = counted.compactMap(\.response)
        queued = counted.map(\.queued)
        self.window = window
    }
}
