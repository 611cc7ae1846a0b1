/// How many jobs per second the executors ended while all of them were busy.
/// It counts from the start of the last executor's first job until the first executor finds no more jobs. A job counts
/// by the part of it within that time, so none is lost or gained at the ends.
package enum BusyRate {
    /// A job's start and end, in seconds from any common origin.
    package struct Span: Sendable, Equatable {
        package var executor: Int
        package var began, ended: Double

        package init(executor: Int, began: Double, ended: Double) {
            (self.executor, self.began, self.ended) = (executor, began, ended)
        }
    }

    /// The time in which all executors were busy; nil if some executor had no job, or all were never busy together.
    package static func window(of spans: [Span], executors: Int) -> ClosedRange<Double>? {
        let byExecutor = Dictionary(grouping: spans, by: \.executor)
        guard byExecutor.count == executors,
            let start = byExecutor.values.compactMap({ $0.map(\.began).min() }).max(),
            let end = byExecutor.values.compactMap({ $0.map(\.ended).max() }).min(), end > start
        else { return nil }
        return start...end
    }

    /// Jobs per second; nil if there is no such time.
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
