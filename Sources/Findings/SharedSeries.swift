/// One copy of a series' names for all of its jobs.
final class SharedSeries: Sendable {
    let series: Series

    init(_ series: Series) {
        self.series = series
    }
}
