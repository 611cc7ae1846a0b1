/// How many jobs a second executors ended while all of them were busy.
///
/// It counts from the moment at which the last executor began its first job to that at which the first of them found no
/// more, and counts a job by the part of it that lies between: no job is lost or won at the ends.
package enum BusyRate {
    /// A job's beginning and end, in seconds from any moment.
    package struct Span: Sendable, Equatable {
        /// The executor, from 0.
        package var executor: Int
        package var began: Double
        package var ended: Double

        package init(executor: Int, began: Double, ended: Double) {
            (self.executor, self.began, self.ended) = (executor, began, ended)
        }
    }

    /// The time in which all executors were busy; nil where some executor had no job, or all were never busy together.
    package static func window(of spans: [Span], executors: Int) -> ClosedRange<Double>? {
        let byExecutor = Dictionary(grouping: spans, by: \.executor)
        guard byExecutor.count == executors,
            let start = byExecutor.values.compactMap({ $0.map(\.began).min() }).max(),
            let end = byExecutor.values.compactMap({ $0.map(\.ended).max() }).min(), end > start
        else { return nil }
        return start...end
    }

    /// Jobs a second; nil where there is no such time.
    package static func of(_ spans: [Span], executors: Int) -> Double? {
        guard let window = window(of: spans, executors: executors) else { return nil }
        let jobs = spans.reduce(0.0) { sum, span in
            let length = span.ended - span.began
            let inside = min(span.ended, window.upperBound) - max(span.began, window.lowerBound)
            return length > 0 && inside > 0 ? sum + inside / length : sum
        }
        return jobs / (window.upperBound - window.lowerBound)
    }
}
