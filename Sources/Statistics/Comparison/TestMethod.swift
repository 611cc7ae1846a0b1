/// How a test's p-value was computed.
public enum TestMethod: String, Sendable {
    /// From the statistic's exact distribution.
    case exact
    /// From the normal distribution, with a correction for ties and for continuity.
    case normal
}
