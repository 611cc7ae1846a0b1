/// How a collection came to its end.
public enum CollectionEnd: String, Codable, Sendable, CaseIterable {
    /// There was nothing to do; the mutex was not needed.
    case idle
    /// All that was planned was tried.
    case finished
    /// The time was up for which builds may be kept waiting; the rest is for the next collection.
    case limitReached = "limit_reached"
    /// The engine was lost, or did not answer; what was removed until then is told.
    case broken
}
