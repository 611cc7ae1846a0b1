import Questions

/// How a history reads where there is no Markdown.
public enum HistoryWords {
    /// A value in the unit of its metric.
    public static func value(_ value: Double, _ metric: Metric) -> String { ComparisonWords.value(value, metric) }

    /// A share with its sign.
    public static func share(_ share: Double?) -> String { ComparisonWords.share(share) }

    /// The jobs of a series.
    public static func jobs(_ key: SeriesKey) -> String { ComparisonWords.plainJobs(key) }
}
