/// The values of one series of a run, in the order in which they were measured.
public struct MeasuredSeries: Sendable, Equatable {
    /// What they are of.
    public let key: SeriesKey
    /// What is measured.
    public let metric: Metric
    // A million jobs have the same count over and over: until two values differ only their number is kept.
    private var first = 0.0
    private var same = 0
    private var list: [Double] = []

    /// A series of these values; those that are no finite number are left out.
    public init(key: SeriesKey, metric: Metric, values: [Double]) {
        self.key = key
        self.metric = metric
        for value in values { append(value) }
    }

    /// How many values there are.
    public var count: Int { list.isEmpty ? same : list.count }

    /// The values in the order in which they were measured.
    public var values: [Double] { list.isEmpty ? [Double](repeating: first, count: same) : list }

    /// The value that all of them are; nil where two differ, or there is none.
    public var constant: Double? { list.isEmpty && same > 0 ? first : nil }

    /// Adds a value that was measured after the others, where it is a finite number.
    mutating func append(_ value: Double) {
        guard value.isFinite else { return }
        if !list.isEmpty {
            list.append(value)
        } else if same == 0 || value == first {
            first = value
            same += 1
        } else {
            list = [Double](repeating: first, count: same)
            list.append(value)
        }
    }
}
