/// One copy of a series' names for all of its jobs.
final class SharedSeries: Sendable {
    let series: Series

    init(_ series: Series) {
        self.series = series
    }
}

extension SharedSeries: Hashable {
    /// By the names.
    static func == (left: SharedSeries, right: SharedSeries) -> Bool {
        left === right || left.series == right.series
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(series)
    }
}
